package cluster

import (
	"fmt"
	"slices"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/util/sets"
)

// labels is the label selector, ready to match. The error is one sentence.
func (s Selection) labels() (labels.Selector, error) {
	selector, err := labels.Parse(s.Selector)
	if err != nil {
		return nil, fmt.Errorf("the label selector %q is not valid: %s", s.Selector, oneLine(err.Error()))
	}
	return selector, nil
}

// names are the names asked for, each once, in order.
func (s Selection) names() []string { return sets.List(sets.New(s.Names...)) }

// wanted says whether a node that a cluster listed is read in full: one that was asked
// for by name, or, without names, one that is not Ready.
func (s Selection) wanted(n NodeStatus) bool {
	if len(s.Names) > 0 {
		return slices.Contains(s.Names, n.Name)
	}
	return !n.Ready
}

// statuses are the lines that a scan would have shown for nodes, by name.
func statuses(nodes []corev1.Node) []NodeStatus {
	scan := make([]NodeStatus, 0, len(nodes))
	for i := range nodes {
		scan = append(scan, NodeStatus{Name: nodes[i].Name, Ready: Ready(&nodes[i])})
	}
	slices.SortFunc(scan, byName)
	return scan
}
