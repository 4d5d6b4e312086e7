package cluster

import (
	"cmp"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
)

// labelPool is the node pool of an AKS node.
// Source: https://learn.microsoft.com/azure/aks/use-labels
const labelPool = "kubernetes.azure.com/agentpool"

// maxLikenesses is how many values of a label are asked about. Nodes that fail together
// share one or two; more would be requests for nothing.
const maxLikenesses = 4

// likeness is a label with its value that nodes have in common.
type likeness struct {
	label, value string
	// down is how many of the nodes with it are not Ready.
	down int
}

// most says whether most of so many nodes with the value are down. Where they are not, it
// is no matter how many there are: what is down does not go by this value.
func (k likeness) most(total int) bool { return 2*k.down > total }

// likeLabels are the labels that can tell what nodes that fail together share.
func likeLabels() []string {
	return []string{labelPool, corev1.LabelTopologyZone, corev1.LabelInstanceTypeStable}
}

// field is where a line of the scan keeps the value of one of likeLabels.
func (n *NodeStatus) field(label string) *string {
	switch label {
	case labelPool:
		return &n.Pool
	case corev1.LabelTopologyZone:
		return &n.Zone
	default:
		return &n.Size
	}
}

// statuses are the lines that a scan would have shown for nodes, by name, with all that
// their labels tell.
func statuses(nodes []corev1.Node) []NodeStatus {
	scan := make([]NodeStatus, 0, len(nodes))
	for i := range nodes {
		n := &nodes[i]
		line := NodeStatus{Name: n.Name, Ready: Ready(n), Version: n.Status.NodeInfo.KubeletVersion}
		for _, label := range likeLabels() {
			*line.field(label) = n.Labels[label]
		}
		scan = append(scan, line)
	}
	slices.SortFunc(scan, byName)
	return scan
}

// likenesses are what at least MassNodes of the nodes that are not Ready share: of each
// label the values with the most such nodes, at most maxLikenesses. When single nodes were
// asked for, or those that a selector selects, there are none: such a part of the cluster
// cannot tell what the outage goes by.
func (s Selection) likenesses(nodes []NodeStatus) []likeness {
	if len(s.Names) > 0 || strings.TrimSpace(s.Selector) != "" {
		return nil
	}
	var out []likeness
	for _, label := range likeLabels() {
		down := map[string]int{}
		for _, n := range nodes {
			if value := *n.field(label); value != "" && !n.Ready {
				down[value]++
			}
		}
		var found []likeness
		for value, n := range down {
			if n >= MassNodes {
				found = append(found, likeness{label, value, n})
			}
		}
		slices.SortFunc(found, func(a, b likeness) int {
			return cmp.Or(cmp.Compare(b.down, a.down), cmp.Compare(a.value, b.value))
		})
		out = append(out, found[:min(len(found), maxLikenesses)]...)
	}
	return out
}

// keepOnly forgets all pools, zones and sizes but those of the given ones that most nodes
// with them are down of, so that a source which knows the labels of every node says no
// more than one which asks about some.
func keepOnly(scan []NodeStatus, known []likeness) {
	for _, label := range likeLabels() {
		total := map[string]int{}
		for i := range scan {
			total[*scan[i].field(label)]++
		}
		for i := range scan {
			value := scan[i].field(label)
			if !slices.ContainsFunc(known, func(k likeness) bool {
				return k.label == label && k.value == *value && k.most(total[*value])
			}) {
				*value = ""
			}
		}
	}
}
