package snapshot

import corev1 "k8s.io/api/core/v1"

// ReadyCondition is the node's Ready condition, nil when the node has none.
func ReadyCondition(n *corev1.Node) *corev1.NodeCondition {
	for i := range n.Status.Conditions {
		if n.Status.Conditions[i].Type == corev1.NodeReady {
			return &n.Status.Conditions[i]
		}
	}
	return nil
}

// Ready says whether the node's Ready condition is True. False, Unknown and a missing
// condition are all NotReady.
func Ready(n *corev1.Node) bool {
	c := ReadyCondition(n)
	return c != nil && c.Status == corev1.ConditionTrue
}
