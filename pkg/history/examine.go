package history

import (
	"cmp"
	"slices"
	"strings"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair/attempts"
)

// Examine makes a history of evidence. The same evidence gives the same history, in whatever order it is.
func Examine(e *Evidence, table *knowledge.Table) *diagnosis.History {
	h := &diagnosis.History{
		TypeMeta: metav1.TypeMeta{APIVersion: diagnosis.APIVersion, Kind: diagnosis.HistoryKind},
		Origin:   e.Origin, Since: metav1.NewTime(e.Since), Until: metav1.NewTime(e.Until),
		Outages: []diagnosis.Outage{}, Repairs: []diagnosis.Repair{}, Gaps: append([]diagnosis.Gap{}, e.Gaps...),
	}
	for i := range e.Sources {
		h.Sources = append(h.Sources, pastSource(&e.Sources[i]))
	}
	slices.SortStableFunc(h.Sources, func(a, b diagnosis.PastSource) int { return strings.Compare(a.Name, b.Name) })
	s, m := sightOf(e), attempts.NewMatcher(table)
	h.Visible = s.Visibility
	for _, n := range nodesOf(e) {
		n.addMarks(e.Until, m)
		for _, o := range n.outages() {
			if !o.within(e.Since, e.Until) {
				continue
			}
			found := o.finding(n, e, s)
			h.Outages = append(h.Outages, found)
			if len(o.attempts) > 0 {
				h.Repairs = append(h.Repairs, o.repair(&found))
			}
		}
	}
	slices.SortStableFunc(h.Outages, func(a, b diagnosis.Outage) int {
		return cmp.Or(firstSeen(&a).Compare(firstSeen(&b)), strings.Compare(a.Node, b.Node))
	})
	slices.SortStableFunc(h.Repairs, func(a, b diagnosis.Repair) int {
		return cmp.Or(a.Start.Compare(b.Start.Time), strings.Compare(a.Node, b.Node))
	})
	h.Nodes, h.Pools = counts(h)
	h.Codes = codes(h, e.Changes)
	for i := range h.Codes {
		if entry := table.Entry(h.Codes[i].Code); entry != nil {
			h.Codes[i].Title = entry.Title
		}
	}
	return h
}

// firstSeen is the first time at which an outage is known.
func firstSeen(o *diagnosis.Outage) time.Time {
	if o.Start != nil {
		return o.Start.Time
	}
	return o.LastSeen.Time
}

// pastSource makes what is reported of a source.
func pastSource(s *Source) diagnosis.PastSource {
	out := diagnosis.PastSource{Name: string(s.Name), State: string(s.State), Rows: s.Rows, NormalDropped: s.NormalDropped()}
	if !s.From.IsZero() {
		out.From = &metav1.Time{Time: s.From}
	}
	if !s.To.IsZero() {
		out.To = &metav1.Time{Time: s.To}
	}
	return out
}

// innermost returns the code that says most of an error: what refines it, such as an exit code, or the raw
// code that the table does not know.
func innermost(a *attempts.Attempt) string {
	if len(a.Match.Refinements) > 0 {
		return a.Match.Refinements[0].Code
	}
	if unknown := a.UnknownCodes(); a.Code == knowledge.UnknownCode && len(unknown) > 0 {
		return unknown[0]
	}
	return a.Code
}

// repair makes what is reported of the steps in an outage.
func (o *outage) repair(of *diagnosis.Outage) diagnosis.Repair {
	slices.SortStableFunc(o.attempts, func(a, b attempts.Attempt) int { return a.First.Compare(b.First) })
	attempts.Number(o.attempts, time.Time{}, nil)
	last := &o.attempts[len(o.attempts)-1]
	r := diagnosis.Repair{
		Node: of.Node, Pool: of.Pool, Action: last.Action, Round: last.Round, Start: metav1.NewTime(o.attempts[0].First), Sources: of.Sources,
	}
	for i := range o.attempts {
		step := o.attempts[i].Attempt
		if step.Error != nil {
			step.Code = innermost(&o.attempts[i])
			r.Code = step.Code
		}
		r.Steps = append(r.Steps, step)
	}
	if of.Ending == diagnosis.EndReady {
		r.ReadyAgain = of.End
	}
	if of.Back != "" {
		itself := of.Back != diagnosis.BackAfterRepair
		r.ByItself = &itself
	}
	if r.ReadyAgain != nil && !r.ReadyAgain.Before(&r.Start) {
		seconds := int64(r.ReadyAgain.Sub(r.Start.Time) / time.Second)
		r.DurationSeconds = &seconds
	}
	return r
}
