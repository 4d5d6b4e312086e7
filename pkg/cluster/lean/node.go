package lean

import corev1 "k8s.io/api/core/v1"

// mostRoom is for how many labels, annotations and conditions a node gets memory at once.
const mostRoom = 32

// DecodeNode decodes a node, which is zero, into memory for as much as the one before it has: nodes are alike, and to grow
// its maps and its conditions one by one takes half of the time and twice the memory. The error is that of Unmarshal.
func DecodeNode(n, last *corev1.Node, message []byte) error {
	n.Labels = make(map[string]string, min(len(last.Labels), mostRoom))
	n.Annotations = make(map[string]string, min(len(last.Annotations), mostRoom))
	n.Status.Conditions = make([]corev1.NodeCondition, 0, min(len(last.Status.Conditions), mostRoom))
	err := n.Unmarshal(message)
	if len(n.Labels) == 0 {
		n.Labels = nil
	}
	if len(n.Annotations) == 0 {
		n.Annotations = nil
	}
	if len(n.Status.Conditions) == 0 {
		n.Status.Conditions = nil
	}
	return err
}
