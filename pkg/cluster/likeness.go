package cluster

import (
	"cmp"
	"slices"

	corev1 "k8s.io/api/core/v1"
)

// labelPool is the node pool of an AKS node.
// Source: https://learn.microsoft.com/azure/aks/use-labels
const labelPool = "kubernetes.azure.com/agentpool"

// maxLikenesses is how many values of a label are asked about. Nodes that fail together
// share one or two; more would be requests for nothing.
const maxLikenesses = 4

// likeness is a label with its value that nodes have in common.
type likeness struct{ label, value string }

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
// asked for there are none: then nobody asks what the others share.
func (s Selection) likenesses(nodes []NodeStatus) []likeness {
	if len(s.Names) > 0 {
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
				found = append(found, likeness{label, value})
			}
		}
		slices.SortFunc(found, func(a, b likeness) int {
			return cmp.Or(cmp.Compare(down[b.value], down[a.value]), cmp.Compare(a.value, b.value))
		})
		out = append(out, found[:min(len(found), maxLikenesses)]...)
	}
	return out
}

// keepOnly forgets all pools, zones and sizes but the given ones, so that a source which
// knows the labels of every node says no more than one which asks about some.
func keepOnly(scan []NodeStatus, known []likeness) {
	for i := range scan {
		for _, label := range likeLabels() {
			if value := scan[i].field(label); !slices.Contains(known, likeness{label, *value}) {
				*value = ""
			}
		}
	}
}
