package judge

import (
	"cmp"
	"slices"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
)

// Count adds the verdict on one node.
func Count(g *diagnosis.GroupCause, c diagnosis.JudgedCause) {
	g.Entry, g.ID, g.Text, g.Confidence = c.Entry, c.ID, c.Text, c.Confidence
	switch c.Verdict {
	case diagnosis.Confirmed:
		g.Confirmed++
	case diagnosis.RuledOut:
		g.RuledOut++
	default:
		g.Open++
	}
	// The evidence that is shown has to be of a node on which it confirms the cause, if there is one.
	if len(g.Evidence) == 0 || c.Verdict == diagnosis.Confirmed && g.Confirmed == 1 {
		g.Evidence = c.Evidence
	}
}

// CompareCauses puts the causes first that are confirmed on some node, the one of the most nodes
// before the others, then those that are open on some, then those that are ruled out on all.
func CompareCauses(a, b diagnosis.GroupCause) int {
	return cmp.Or(cmp.Compare(b.Confirmed, a.Confirmed), cmp.Compare(b.Open, a.Open))
}

// Shared counts the answers of the nodes, the one that most of them share first.
func Shared(findings []diagnosis.Finding, answer func(*diagnosis.Finding) *diagnosis.Answer) []diagnosis.GroupAnswer {
	var shared []diagnosis.GroupAnswer
	for i := range findings {
		a := answer(&findings[i])
		if a == nil {
			continue
		}
		place := slices.IndexFunc(shared, func(s diagnosis.GroupAnswer) bool { return s.Entry == a.Entry && s.Text == a.Text })
		if place < 0 {
			place, shared = len(shared), append(shared, diagnosis.GroupAnswer{Entry: a.Entry, Text: a.Text, Basis: a.Basis})
		}
		shared[place].Nodes++
	}
	slices.SortStableFunc(shared, func(a, b diagnosis.GroupAnswer) int { return cmp.Compare(b.Nodes, a.Nodes) })
	return shared
}
