// Package heartbeat reads the signs of life that kubelets leave: the leases and the status that they
// renew.
package heartbeat

import (
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// Leases are when the nodes' leases were last renewed, by the node's name.
type Leases map[string]metav1.Time

// LeasesOf finds the leases among facts.
func LeasesOf(facts []snapshot.Fact) Leases {
	times := make(Leases, len(facts))
	for i := range facts {
		if f := &facts[i]; f.Source == snapshot.LeaseSource && f.Type == snapshot.Heartbeat {
			times[f.Node] = metav1.NewTime(f.Time)
		}
	}
	return times
}

// Of returns the last signs of life of a node, nil for one that has left none.
func (l Leases) Of(n *corev1.Node) *diagnosis.Heartbeat {
	var h diagnosis.Heartbeat
	if renewed, ok := l[n.Name]; ok {
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
