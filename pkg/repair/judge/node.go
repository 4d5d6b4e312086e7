package judge

import (
	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge/pattern"
)

// ConditionItems returns the conditions of a Node object, nil where there is none.
func ConditionItems(n *corev1.Node) []pattern.Item {
	if n == nil {
		return nil
	}
	items := make([]pattern.Item, len(n.Status.Conditions))
	for i, c := range n.Status.Conditions {
		items[i] = pattern.Item{
			Source: pattern.SourceCondition, Type: string(c.Type), Status: string(c.Status), Reason: c.Reason, Message: c.Message, Time: c.LastTransitionTime.Time,
		}
	}
	return items
}

// MarkItems returns the taints, labels, annotations and the provider ID of a Node object that a check or a
// suppression of the table looks at, nil where there is no object. A node has many more.
func (c *Checks) MarkItems(n *corev1.Node) []pattern.Item {
	if n == nil {
		return nil
	}
	var items []pattern.Item
	for _, taint := range n.Spec.Taints {
		if !c.marks.wants(pattern.SourceTaint, taint.Key) {
			continue
		}
		item := pattern.Item{Source: pattern.SourceTaint, Type: taint.Key, Status: taint.Value}
		if taint.TimeAdded != nil {
			item.Time = taint.TimeAdded.Time
		}
		items = append(items, item)
	}
	for source, values := range map[string]map[string]string{pattern.SourceLabel: n.Labels, pattern.SourceAnnotation: n.Annotations} {
		for key, value := range values {
			if !c.marks.wants(source, key) {
				continue
			}
			items = append(items, pattern.Item{Source: source, Type: key, Status: value})
		}
	}
	if n.Spec.ProviderID != "" {
		items = append(items, pattern.Item{Source: pattern.SourceProviderID, Message: n.Spec.ProviderID})
	}
	return items
}
