package cluster

import (
	"context"
	"net/http"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/client-go/rest"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// nodeListing is the result of listing the nodes, as a Table or in full.
type nodeListing struct {
	scan []snapshot.NodeStatus
	// nodes are the objects if hasObjects is true.
	nodes      []corev1.Node
	hasObjects bool
	// version is the resource version of a scan, empty if unknown.
	version string
	// failure is why the listing is incomplete, nil if it is complete.
	failure *failure
}

// scanNodes finds out which nodes exist and which are Ready, in the cheapest way that the
// server supports.
func (l *Live) scanNodes(ctx context.Context) nodeListing {
	l.report("listing nodes")
	var seen tableScan
	var readable bool
	failed := l.read(ctx, scanRequest(l.options.Selection.Selector), func(result rest.Result) error {
		raw, err := result.Raw()
		if err != nil {
			return err
		}
		seen, readable = parseTable(raw)
		return nil
	})
	// A Table with a continue token does not show every node.
	if failed == nil && readable && !seen.continued {
		return nodeListing{scan: seen.rows, version: seen.version}
	}
	if failed == nil || statusCode(failed) == http.StatusNotAcceptable {
		return l.listInFull(ctx)
	}
	return nodeListing{failure: failed}
}

// listInFull reads every node in full.
func (l *Live) listInFull(ctx context.Context) nodeListing {
	nodes, failed := l.listNodes(ctx)
	return nodeListing{scan: snapshot.Statuses(nodes), nodes: nodes, hasObjects: true, failure: failed}
}

// readyColumn parses the STATUS column of nodes: "Ready", "NotReady" or "Unknown", followed by
// ",SchedulingDisabled" for a cordoned node. Source: printNode in
// k8s.io/kubernetes/pkg/printers/internalversion/printers.go.
func readyColumn(status string) bool {
	first, _, _ := strings.Cut(status, ",")
	return first == "Ready"
}
