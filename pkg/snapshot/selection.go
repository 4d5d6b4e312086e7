package snapshot

import (
	"fmt"
	"slices"

	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/util/sets"
)

// LabelSelector parses the label selector. The error is one sentence.
func (s Selection) LabelSelector() (labels.Selector, error) {
	selector, err := labels.Parse(s.Selector)
	if err != nil {
		return nil, fmt.Errorf("the label selector %q is not valid: %s; write one such as agentpool=user", s.Selector, OneLine(err.Error()))
	}
	return selector, nil
}

// SortedNames returns the names, each once, in order.
func (s Selection) SortedNames() []string { return sets.List(sets.New(s.Names...)) }

// Wanted says whether a node is read in full: one that the user named or, without names, one
// that is not Ready.
func (s Selection) Wanted(n NodeStatus) bool {
	if len(s.Names) > 0 {
		return slices.Contains(s.Names, n.Name)
	}
	return !n.Ready
}
