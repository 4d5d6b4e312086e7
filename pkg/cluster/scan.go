package cluster

import (
	"context"
	"errors"
	"net/http"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/client-go/rest"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cluster/bounds"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cluster/table"
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
	var seen table.Scan
	var readable bool
	failed := l.read(ctx, scanRequest(l.options.Selection.Selector), func(result rest.Result) error {
		raw, err := result.Raw()
		if err != nil {
			return err
		}
		seen, readable = table.Parse(raw)
		return nil
	})
	// A Table with a continue token does not show every node.
	whole := failed == nil && readable && !seen.Continued
	if whole {
		l.noteSize(len(seen.Rows), true)
		return nodeListing{scan: seen.Rows, version: seen.Version}
	}
	l.size.Scanned(len(seen.Rows), false)
	// What knows no Table can answer with all nodes in full, which is too much at once.
	var large *bounds.Error
	if failed == nil || statusCode(failed) == http.StatusNotAcceptable || errors.As(failed, &large) && large.Large() {
		return l.listInFull(ctx)
	}
	return nodeListing{failure: failed}
}

// noteSize notes how many nodes there are. Those of a selector are some of them, also where they are none.
func (l *Live) noteSize(nodes int, all bool) {
	selected := l.options.Selection.Selector != ""
	if selected {
		nodes = max(nodes, 1)
	}
	l.size.Scanned(nodes, all && !selected)
}

// listInFull reads every node in full.
func (l *Live) listInFull(ctx context.Context) nodeListing {
	nodes, failed := l.listNodes(ctx)
	if failed == nil {
		l.noteSize(len(nodes), true)
	}
	return nodeListing{scan: snapshot.Statuses(nodes), nodes: nodes, hasObjects: true, failure: failed}
}
