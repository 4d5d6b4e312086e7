package repair

import (
	"cmp"
	"slices"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
)

// judged counts the verdicts on the causes of an entry over the nodes of a group. The causes that
// most of the nodes confirm come first, and those that most rule out last.
func (x *Examination) judged(e *knowledge.Entry, findings []diagnosis.Finding) []diagnosis.GroupCause {
	counted := make([]diagnosis.GroupCause, len(e.Causes))
	for i := range findings {
		for _, c := range x.judges[findings[i].Node].Causes(e) {
			place := slices.IndexFunc(e.Causes, func(o knowledge.Cause) bool { return o.ID == c.ID && o.Text == c.Text })
			count(&counted[place], c)
		}
	}
	slices.SortStableFunc(counted, func(a, b diagnosis.GroupCause) int {
		return cmp.Compare(b.Confirmed-b.RuledOut, a.Confirmed-a.RuledOut)
	})
	return counted
}

// count adds the verdict on one node.
func count(g *diagnosis.GroupCause, c diagnosis.JudgedCause) {
	g.Entry, g.ID, g.Text, g.Confidence = c.Entry, c.ID, c.Text, c.Confidence
	switch c.Verdict {
	case diagnosis.Confirmed:
		g.Confirmed++
	case diagnosis.RuledOut:
		g.RuledOut++
	default:
		g.Open++
	}
	if len(g.Evidence) == 0 {
		g.Evidence = c.Evidence
	}
}

// sharedAnswers counts the answers of the nodes, the one that most of them share first.
func sharedAnswers(findings []diagnosis.Finding, answer func(*diagnosis.Finding) *diagnosis.Answer) []diagnosis.GroupAnswer {
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
