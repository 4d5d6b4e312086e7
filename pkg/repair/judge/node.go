package judge

import (
	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge/pattern"
)

// NodeItems returns the conditions and marks of a Node object.
func NodeItems(n *corev1.Node) []pattern.Item {
	if n == nil {
		return nil
	}
	var items []pattern.Item
	for _, c := range n.Status.Conditions {
		items = append(items, pattern.Item{
			Source: pattern.SourceCondition, Type: string(c.Type), Status: string(c.Status), Reason: c.Reason, Message: c.Message, Time: c.LastTransitionTime.Time,
		})
	}
	return append(items, MarkItems(n)...)
}

// MarkItems returns the taints, labels, annotations and the provider ID of a Node object.
func MarkItems(n *corev1.Node) []pattern.Item {
	var items []pattern.Item
	for _, taint := range n.Spec.Taints {
		item := pattern.Item{Source: pattern.SourceTaint, Type: taint.Key, Status: taint.Value}
		if taint.TimeAdded != nil {
			item.Time = taint.TimeAdded.Time
		}
		items = append(items, item)
	}
	for source, values := range map[string]map[string]string{pattern.SourceLabel: n.Labels, pattern.SourceAnnotation: n.Annotations} {
		for key, value := range values {
			items = append(items, pattern.Item{Source: source, Type: key, Status: value})
		}
	}
	if n.Spec.ProviderID != "" {
		items = append(items, pattern.Item{Source: pattern.SourceProviderID, Message: n.Spec.ProviderID})
	}
	return items
}

// Marks returns the marks of a node as evidence. Where it is not whole, that a mark is missing shows
// nothing.
func Marks(n *corev1.Node, whole bool) *pattern.Known {
	return pattern.NewKnown(MarkItems(n), func(source string) bool {
		if source == pattern.SourceProviderID {
			return n.Spec.ProviderID != ""
		}
		return whole
	})
}

// Marked reports whether a node has all of the marks, of which there is one at least.
func Marked(known *pattern.Known, marks []pattern.Mark) bool {
	check := pattern.Check{All: true, Evidence: pattern.Evidence{Marks: marks}}
	answer, _ := check.Compile().Judge(known)
	return len(marks) > 0 && answer == pattern.Holds
}
