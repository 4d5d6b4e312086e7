package snapshot

import (
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
)

// NodeStatus is one line of the scan.
type NodeStatus struct {
	Name  string `json:"name"`
	Ready bool   `json:"ready"`
	// Pool, Zone, Size and Version are what nodes that fail together may have in common. A scan
	// has the pool, zone or size only where at least MassNodes nodes with it, and most of them,
	// are not Ready; empty is not known.
	Pool    string `json:"pool,omitempty"`
	Zone    string `json:"zone,omitempty"`
	Size    string `json:"size,omitempty"`
	Version string `json:"version,omitempty"`
}

// MassNodes is how many nodes must be down before the program looks for what they have in
// common.
const MassNodes = 3

// Statuses returns the lines that a scan would show for nodes, by name, with all their labels.
func Statuses(nodes []corev1.Node) []NodeStatus {
	scan := make([]NodeStatus, 0, len(nodes))
	for i := range nodes {
		scan = append(scan, StatusOf(&nodes[i]))
	}
	slices.SortFunc(scan, CompareNames)
	return scan
}

// StatusOf returns the line of a node, with all its labels.
func StatusOf(n *corev1.Node) NodeStatus {
	line := NodeStatus{Name: n.Name, Ready: Ready(n), Version: n.Status.NodeInfo.KubeletVersion}
	for _, label := range sharedLabels() {
		*line.LabelField(label) = n.Labels[label]
	}
	return line
}

// CompareNames orders lines of a scan by the names of their nodes.
func CompareNames(a, b NodeStatus) int { return strings.Compare(a.Name, b.Name) }

// NotReady returns the names of the nodes of a scan that are not Ready.
func NotReady(scan []NodeStatus) []string {
	var names []string
	for _, n := range scan {
		if !n.Ready {
			names = append(names, n.Name)
		}
	}
	return names
}
