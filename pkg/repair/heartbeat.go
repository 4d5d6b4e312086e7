package repair

import (
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

const (
	// leaseFresh is within which a kubelet renews its lease several times: it does so every
	// ten seconds. statusPeriod is after which it writes the status even if nothing changed.
	// Source: https://kubernetes.io/docs/concepts/architecture/nodes/#heartbeats
	leaseFresh   = time.Minute
	statusPeriod = 5 * time.Minute
)

// leaseSignal is a kubelet that lives and does not report: a fresh lease beside a status
// that should have been written again long ago. It is nil where both are not known.
func (c *clusterView) leaseSignal(n *corev1.Node, t *knowledge.Table) []diagnosis.Signal {
	h := c.heartbeat(n)
	if h == nil || h.Lease == nil || h.Status == nil ||
		c.takenAt.Sub(h.Lease.Time).Abs() > leaseFresh || c.takenAt.Sub(h.Status.Time) <= 2*statusPeriod {
		return nil
	}
	const name = "LeaseWithoutStatus"
	entry := t.Event(name, "")
	if entry == nil {
		return nil
	}
	return []diagnosis.Signal{{Source: "lease", Name: name, Time: h.Status, Entry: entry.Code, Role: entry.Role}}
}

// leaseNamespace is where kubelets keep their leases.
const leaseNamespace = corev1.NamespaceNodeLease

// leaseTimes are when the nodes' leases were last renewed, by the node's name.
func leaseTimes(s *snapshot.Snapshot) map[string]metav1.Time {
	times := make(map[string]metav1.Time, len(s.Leases))
	for _, lease := range s.Leases {
		if lease.Namespace == leaseNamespace && lease.Spec.RenewTime != nil {
			times[lease.Name] = metav1.NewTime(lease.Spec.RenewTime.Time)
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
