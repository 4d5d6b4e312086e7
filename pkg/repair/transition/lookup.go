package transition

import (
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// recovered returns when a node that is Ready became so, according to its condition; zero
// otherwise.
func recovered(n *corev1.Node) time.Time {
	if n != nil && snapshot.Ready(n) {
		return snapshot.ReadyChanged(n)
	}
	return time.Time{}
}

// readySince returns when the node became Ready as its condition says, and TakenAt otherwise.
func readySince(x *repair.Examination, name string) time.Time {
	taken := x.Result().TakenAt.Time
	if at := recovered(x.Node(name)); !at.IsZero() && !at.After(taken) {
		return at
	}
	return taken
}

// isReady reports whether a node exists and is Ready.
func isReady(x *repair.Examination, name string) bool {
	ready, _ := x.Ready(name)
	return ready
}

// uidOf returns the UID of a Node object; empty where it was not read.
func uidOf(n *corev1.Node) string {
	if n == nil {
		return ""
	}
	return string(n.UID)
}
