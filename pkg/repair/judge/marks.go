package judge

import (
	"slices"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge/pattern"
)

// marks are those that the checks and suppressions of a table look at.
type marks struct {
	wanted []pattern.Mark
	// known says of the marks that were asked for whether one of these is of their kind: nodes have the same keys.
	known map[[2]string]bool
}

func newMarks(t *knowledge.Table) *marks {
	m := &marks{known: map[[2]string]bool{}}
	for _, check := range t.Checks() {
		m.wanted = append(m.wanted, check.Marks...)
	}
	for _, s := range t.Suppressions() {
		m.wanted = append(m.wanted, s.Marks...)
	}
	return m
}

// wants reports whether any of them is of a source and a key.
func (m *marks) wants(source, key string) bool {
	mark := [2]string{source, key}
	wanted, known := m.known[mark]
	if !known {
		wanted = slices.ContainsFunc(m.wanted, func(w pattern.Mark) bool { return w.Of(source, key) })
		m.known[mark] = wanted
	}
	return wanted
}
