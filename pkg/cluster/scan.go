package cluster

import (
	"context"
	"net/http"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/client-go/rest"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// listing is the result of listing the nodes, one way or the other.
type listing struct {
	scan []snapshot.NodeStatus
	// nodes are the objects, when full is true.
	nodes []corev1.Node
	full  bool
	// version is the resource version of a scan, empty when it is not known.
	version string
	// failure is why the listing is not complete, nil when it is.
	failure *failure
}

// scan finds out which nodes there are and which are Ready, in the cheapest way that the
// server offers.
func (l *Live) scan(ctx context.Context) listing {
	l.report("listing nodes")
	var seen scan
	var readable bool
	failed := l.read(ctx, scanRequest(l.options.Selection.Selector), func(result rest.Result) error {
		raw, err := result.Raw()
		if err != nil {
			return err
		}
		seen, readable = parseTable(raw)
		return nil
	})
	// A Table that is continued elsewhere does not show every node.
	if failed == nil && readable && !seen.continued {
		return listing{scan: seen.rows, version: seen.version}
	}
	if failed == nil || statusCode(failed) == http.StatusNotAcceptable {
		return l.list(ctx)
	}
	return listing{failure: failed}
}

// list reads every node in full.
func (l *Live) list(ctx context.Context) listing {
	nodes, failed := l.listNodes(ctx)
	return listing{scan: snapshot.Statuses(nodes), nodes: nodes, full: true, failure: failed}
}

// readyColumn reads the STATUS column of nodes, which is "Ready", "NotReady" or "Unknown"
// with, for a cordoned node, ",SchedulingDisabled" after it. Source: printNode in
// k8s.io/kubernetes/pkg/printers/internalversion/printers.go.
func readyColumn(status string) bool {
	first, _, _ := strings.Cut(status, ",")
	return first == "Ready"
}
