package judge

import (
	"slices"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge/pattern"
)

// marks say of the marks of one source, such as labels, which of them a table looks at.
type marks struct {
	source string
	wanted []pattern.Mark
	facts  []pattern.Fact // a check can look at a mark as at a fact
	// known are the answers by key: nodes have the same keys.
	known map[string]bool
}

func newMarks(source string, t *knowledge.Table) *marks {
	m := &marks{source: source, known: map[string]bool{}}
	for _, check := range t.Checks() {
		m.wanted = append(m.wanted, check.Marks...)
		m.facts = append(m.facts, check.Facts...)
	}
	for _, s := range t.Suppressions() {
		m.wanted = append(m.wanted, s.Marks...)
	}
	return m
}

// wants reports whether a check or a suppression looks at marks of this key.
func (m *marks) wants(key string) bool {
	wanted, known := m.known[key]
	if !known {
		wanted = slices.ContainsFunc(m.wanted, func(w pattern.Mark) bool { return w.Of(m.source, key) }) ||
			slices.ContainsFunc(m.facts, func(f pattern.Fact) bool {
				return strings.EqualFold(f.Source, m.source) && (f.Type == "" || strings.EqualFold(f.Type, key))
			})
		m.known[key] = wanted
	}
	return wanted
}
