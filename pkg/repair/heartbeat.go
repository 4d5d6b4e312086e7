package repair

import (
	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair/reports"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// leaseSignal returns the signal of a kubelet that lives and does not report: a fresh lease
// beside a status that should have been written again long ago. It is nil where both are
// not known.
func (c *clusterView) leaseSignal(n *corev1.Node, t *knowledge.Table) []diagnosis.Signal {
	h := c.leases.Of(n)
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
