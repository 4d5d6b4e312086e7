package judge

import (
	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge/pattern"
)

// AddConditions adds the conditions of a Node object to items, none where it is nil.
func AddConditions(items []pattern.Item, n *corev1.Node) []pattern.Item {
	if n == nil {
		return items
	}
	for _, c := range n.Status.Conditions {
		items = append(items, pattern.Item{
			Source: pattern.SourceCondition, Type: string(c.Type), Status: string(c.Status), Reason: c.Reason, Message: c.Message, Time: c.LastTransitionTime.Time,
		})
	}
	return items
}

// AddMarks adds the taints, labels, annotations and the provider ID of a Node object that a check or a
// suppression of the table looks at to items, none where it is nil. A node has many more.
func (c *Checks) AddMarks(items []pattern.Item, n *corev1.Node) []pattern.Item {
	if n == nil {
		return items
	}
	for _, taint := range n.Spec.Taints {
		if !c.taints.wants(taint.Key) {
			continue
		}
		item := pattern.Item{Source: pattern.SourceTaint, Type: taint.Key, Status: taint.Value}
		if taint.TimeAdded != nil {
			item.Time = taint.TimeAdded.Time
		}
		items = append(items, item)
	}
	for key, value := range n.Labels {
		if c.labels.wants(key) {
			items = append(items, pattern.Item{Source: pattern.SourceLabel, Type: key, Status: value})
		}
	}
	for key, value := range n.Annotations {
		if c.annotations.wants(key) {
			items = append(items, pattern.Item{Source: pattern.SourceAnnotation, Type: key, Status: value})
		}
	}
	if n.Spec.ProviderID != "" {
		items = append(items, pattern.Item{Source: pattern.SourceProviderID, Message: n.Spec.ProviderID})
	}
	return items
}
