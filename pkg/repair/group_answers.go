package repair

import (
	"slices"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair/judge"
)

// judged counts the verdicts on the causes of an entry over the nodes of a group. What is confirmed
// on any node comes first, whatever others rule out.
func (x *Examination) judged(e *knowledge.Entry, findings []diagnosis.Finding) []diagnosis.GroupCause {
	counted := make([]diagnosis.GroupCause, len(e.Causes))
	for i := range findings {
		for _, c := range x.judges[findings[i].Node].Causes(e) {
			place := slices.IndexFunc(e.Causes, func(o knowledge.Cause) bool { return o.ID == c.ID && o.Text == c.Text })
			judge.Count(&counted[place], c)
		}
	}
	slices.SortStableFunc(counted, judge.CompareCauses)
	return counted
}
