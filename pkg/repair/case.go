package repair

import (
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// nodeCase is the evidence on one node with what follows from it alone, before the rest
// of the cluster is looked at.
type nodeCase struct {
	evidence
	// attempts are all, oldest first; current are those of the present outage.
	attempts, current []attempt
	// outage is zero for a node that is Ready or whose Node object is not there.
	outage outage
	// outages are when the node became NotReady, as far as its events reach.
	outages []time.Time
}

func newCase(e evidence, t *knowledge.Table) nodeCase {
	ready := e.lastReady()
	k := nodeCase{evidence: e, attempts: pairSince(e.events, ready, t), outages: e.outageStarts()}
	k.current = number(k.attempts, ready)
	if e.node == nil {
		// It is not known which outage was the last: everything counts.
		k.current = k.attempts
	} else if !snapshot.Ready(e.node) {
		k.outage = findOutage(e, k.current)
	}
	return k
}

// osOf returns the node's operating system as the kubelet or the label says, in lower case.
func osOf(n *corev1.Node) string {
	if n == nil {
		return ""
	}
	if os := n.Status.NodeInfo.OperatingSystem; os != "" {
		return os
	}
	return n.Labels[corev1.LabelOSStable]
}
