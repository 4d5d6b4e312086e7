package repair

import (
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair/reports"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// leaseSignal returns the signal of a kubelet that lives and does not report: a fresh lease
// beside a status that should have been written again long ago. It is nil where both are
// not known.
func (c *clusterView) leaseSignal(n *corev1.Node, t *knowledge.Table) []diagnosis.Signal {
	h := c.heartbeat(n)
	if h == nil || h.Lease == nil || h.Status == nil ||
		c.takenAt.Sub(h.Lease.Time).Abs() > leaseFresh || c.takenAt.Sub(h.Status.Time) <= 2*statusPeriod {
		return nil
	}
	f := snapshot.Fact{Source: snapshot.LeaseSource, Type: "LeaseWithoutStatus", Time: h.Status.Time}
	if t.Fact(f.Source, f.Type, "", "", "") == nil {
		return nil
	}
	return reports.Signals([]*snapshot.Fact{&f}, t)
}

// leaseTimes returns when the nodes' leases were last renewed, by the node's name.
func leaseTimes(facts []snapshot.Fact) map[string]metav1.Time {
	times := make(map[string]metav1.Time, len(facts))
	for i := range facts {
		if f := &facts[i]; f.Source == snapshot.LeaseSource && f.Type == snapshot.Heartbeat {
			times[f.Node] = metav1.NewTime(f.Time)
		}
	}
	return times
}

// heartbeat is nil for a node that has left no sign of life.
func (c *clusterView) heartbeat(n *corev1.Node) *diagnosis.Heartbeat {
	var h diagnosis.Heartbeat
	if renewed, ok := c.leases[n.Name]; ok {
		h.Lease = &renewed
	}
	for _, condition := range n.Status.Conditions {
		if at := condition.LastHeartbeatTime; !at.IsZero() && (h.Status == nil || h.Status.Before(&at)) {
			h.Status = at.DeepCopy()
		}
	}
	if h == (diagnosis.Heartbeat{}) {
		return nil
	}
	return &h
}
