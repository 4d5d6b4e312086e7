package snapshot

import (
	"cmp"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
)

// maxSharedLabels is how many values of a label are requested. Nodes that fail together share
// one or two.
const maxSharedLabels = 4

// SharedLabel is a label, with its value, that nodes have in common.
type SharedLabel struct {
	Label, Value string
	// Down is how many of the nodes with it are not Ready.
	Down int
}

// IsMostlyDown says whether most of the nodes with the value, of which there are total, are
// down. If not, the value does not explain the outage.
func (l SharedLabel) IsMostlyDown(total int) bool { return 2*l.Down > total }

// sharedLabels returns the labels that can show what nodes that fail together have in common.
func sharedLabels() []string {
	return []string{LabelPool, corev1.LabelTopologyZone, corev1.LabelInstanceTypeStable}
}

// LabelField returns the field that holds the value of one of sharedLabels.
func (n *NodeStatus) LabelField(label string) *string {
	switch label {
	case LabelPool:
		return &n.Pool
	case corev1.LabelTopologyZone:
		return &n.Zone
	default:
		return &n.Size
	}
}

// SharedLabels returns what at least MassNodes of the nodes that are not Ready share: of each
// label the values with the most such nodes, at most maxSharedLabels. For a selection by name
// or by selector it returns none, because a part of the cluster does not show which value
// explains the outage.
func (s Selection) SharedLabels(nodes []NodeStatus) []SharedLabel {
	if len(s.Names) > 0 || strings.TrimSpace(s.Selector) != "" {
		return nil
	}
	var out []SharedLabel
	for _, label := range sharedLabels() {
		down := map[string]int{}
		for _, n := range nodes {
			if value := *n.LabelField(label); value != "" && !n.Ready {
				down[value]++
			}
		}
		var found []SharedLabel
		for value, n := range down {
			if n >= MassNodes {
				found = append(found, SharedLabel{label, value, n})
			}
		}
		slices.SortFunc(found, func(a, b SharedLabel) int {
			return cmp.Or(cmp.Compare(b.Down, a.Down), cmp.Compare(a.Value, b.Value))
		})
		out = append(out, found[:min(len(found), maxSharedLabels)]...)
	}
	return out
}

// ClearUnshared clears all pools, zones and sizes except those of the given labels whose nodes
// are mostly down. A source that knows the labels of every node then shows no more than one
// that requests only some.
func ClearUnshared(scan []NodeStatus, known []SharedLabel) {
	for _, label := range sharedLabels() {
		total := map[string]int{}
		for i := range scan {
			total[*scan[i].LabelField(label)]++
		}
		for i := range scan {
			value := scan[i].LabelField(label)
			if !slices.ContainsFunc(known, func(l SharedLabel) bool {
				return l.Label == label && l.Value == *value && l.IsMostlyDown(total[*value])
			}) {
				*value = ""
			}
		}
	}
}
