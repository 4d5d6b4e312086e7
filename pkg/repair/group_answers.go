package repair

import (
	"cmp"
	"slices"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair/judge"
)

// judged counts the verdicts on the causes of an entry over the nodes of a group. The causes that
// most of the nodes confirm come first, and of the others those that most rule out last.
func (x *Examination) judged(e *knowledge.Entry, findings []diagnosis.Finding) []diagnosis.GroupCause {
	counted := make([]diagnosis.GroupCause, len(e.Causes))
	for i := range findings {
		for _, c := range x.judges[findings[i].Node].Causes(e) {
			place := slices.IndexFunc(e.Causes, func(o knowledge.Cause) bool { return o.ID == c.ID && o.Text == c.Text })
			judge.Count(&counted[place], c)
		}
	}
	slices.SortStableFunc(counted, func(a, b diagnosis.GroupCause) int {
		return cmp.Or(cmp.Compare(b.Confirmed, a.Confirmed), cmp.Compare(a.RuledOut, b.RuledOut))
	})
	return counted
}
