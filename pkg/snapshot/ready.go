package snapshot

import (
	"time"

	corev1 "k8s.io/api/core/v1"
)

// ReadyCondition returns the node's Ready condition, nil if the node has none.
func ReadyCondition(n *corev1.Node) *corev1.NodeCondition {
	for i := range n.Status.Conditions {
		if n.Status.Conditions[i].Type == corev1.NodeReady {
			return &n.Status.Conditions[i]
		}
	}
	return nil
}

// ReadyChanged returns when the node's Ready condition last changed; zero when it has none.
func ReadyChanged(n *corev1.Node) time.Time {
	if c := ReadyCondition(n); c != nil {
		return c.LastTransitionTime.Time
	}
	return time.Time{}
}

// Ready says whether the node's Ready condition is True. A node whose condition is False,
// Unknown or missing is NotReady.
func Ready(n *corev1.Node) bool {
	c := ReadyCondition(n)
	return c != nil && c.Status == corev1.ConditionTrue
}
