package judge

import (
	"slices"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge/pattern"
)

// lookedAt are the marks that the checks and suppressions of a table look at. A check can look at one as at a fact.
type lookedAt struct {
	marks []pattern.Mark
	facts []pattern.Fact
}

func marksOf(t *knowledge.Table) lookedAt {
	var l lookedAt
	for _, check := range t.Checks() {
		l.marks = append(l.marks, check.Marks...)
		l.facts = append(l.facts, check.Facts...)
	}
	for _, s := range t.Suppressions() {
		l.marks = append(l.marks, s.Marks...)
	}
	return l
}

// marks say of the marks of one source, such as labels, which of them a table looks at.
type marks struct {
	source string
	// looked is called once a node has a mark: a cluster that is well needs no check.
	looked func() lookedAt
	// known are the answers by key: nodes have the same keys.
	known map[string]bool
}

func newMarks(source string, looked func() lookedAt) *marks {
	return &marks{source: source, looked: looked, known: map[string]bool{}}
}

// wants reports whether a check or a suppression looks at marks of this key.
func (m *marks) wants(key string) bool {
	wanted, known := m.known[key]
	if !known {
		l := m.looked()
		wanted = slices.ContainsFunc(l.marks, func(w pattern.Mark) bool { return w.Of(m.source, key) }) ||
			slices.ContainsFunc(l.facts, func(f pattern.Fact) bool {
				return strings.EqualFold(f.Source, m.source) && (f.Type == "" || strings.EqualFold(f.Type, key))
			})
		m.known[key] = wanted
	}
	return wanted
}
