package repair

import (
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cluster"
)

// leaseNamespace is where kubelets keep their leases.
const leaseNamespace = corev1.NamespaceNodeLease

// leaseTimes are when the nodes' leases were last renewed, by the node's name.
func leaseTimes(s *cluster.Snapshot) map[string]metav1.Time {
	times := make(map[string]metav1.Time, len(s.Leases))
	for _, lease := range s.Leases {
		if lease.Namespace == leaseNamespace && lease.Spec.RenewTime != nil {
			times[lease.Name] = metav1.NewTime(lease.Spec.RenewTime.Time)
		}
	}
	return times
}

// heartbeat is nil for a node that has left no sign of life.
func (c *clusterView) heartbeat(n *corev1.Node) *Heartbeat {
	var h Heartbeat
	if renewed, ok := c.leases[n.Name]; ok {
		h.Lease = &renewed
	}
	for _, condition := range n.Status.Conditions {
		if at := condition.LastHeartbeatTime; !at.IsZero() && (h.Status == nil || h.Status.Before(&at)) {
			h.Status = at.DeepCopy()
		}
	}
	if h == (Heartbeat{}) {
		return nil
	}
	return &h
}
