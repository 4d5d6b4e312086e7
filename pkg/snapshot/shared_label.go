package snapshot

import (
	"cmp"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
)

// labelPool is the node pool of an AKS node.
// Source: https://learn.microsoft.com/azure/aks/use-labels
const labelPool = "kubernetes.azure.com/agentpool"

// maxSharedLabels is how many values of a label are asked about. Nodes that fail together
// share one or two; more would be requests for nothing.
const maxSharedLabels = 4

// SharedLabel is a label with its value that nodes have in common.
type SharedLabel struct {
	Label, Value string
	// Down is how many of the nodes with it are not Ready.
	Down int
}

// MostDown says whether most of so many nodes with the value are down. Where they are not, it
// is no matter how many there are: what is down does not go by this value.
func (k SharedLabel) MostDown(total int) bool { return 2*k.Down > total }

// sharedLabels are the labels that can tell what nodes that fail together share.
func sharedLabels() []string {
	return []string{labelPool, corev1.LabelTopologyZone, corev1.LabelInstanceTypeStable}
}

// Field is where a line of the scan keeps the value of one of likeLabels.
func (n *NodeStatus) Field(label string) *string {
	switch label {
	case labelPool:
		return &n.Pool
	case corev1.LabelTopologyZone:
		return &n.Zone
	default:
		return &n.Size
	}
}

// SharedLabels are what at least MassNodes of the nodes that are not Ready share: of each
// label the values with the most such nodes, at most maxLikenesses. When single nodes were
// asked for, or those that a selector selects, there are none: such a part of the cluster
// cannot tell what the outage goes by.
func (s Selection) SharedLabels(nodes []NodeStatus) []SharedLabel {
	if len(s.Names) > 0 || strings.TrimSpace(s.Selector) != "" {
		return nil
	}
	var out []SharedLabel
	for _, label := range sharedLabels() {
		down := map[string]int{}
		for _, n := range nodes {
			if value := *n.Field(label); value != "" && !n.Ready {
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

// KeepOnly forgets all pools, zones and sizes but those of the given ones that most nodes
// with them are down of, so that a source which knows the labels of every node says no
// more than one which asks about some.
func KeepOnly(scan []NodeStatus, known []SharedLabel) {
	for _, label := range sharedLabels() {
		total := map[string]int{}
		for i := range scan {
			total[*scan[i].Field(label)]++
		}
		for i := range scan {
			value := scan[i].Field(label)
			if !slices.ContainsFunc(known, func(k SharedLabel) bool {
				return k.Label == label && k.Value == *value && k.MostDown(total[*value])
			}) {
				*value = ""
			}
		}
	}
}
