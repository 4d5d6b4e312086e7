package repair

import (
	"slices"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair/judge"
)

// tally counts over the nodes of a group which steps of its entry fit, and the verdicts on its causes.
type tally struct {
	entry  *knowledge.Entry
	fitted []int // of each step, how many nodes it fits
	causes []diagnosis.GroupCause
}

func newTally(e *knowledge.Entry) *tally {
	return &tally{entry: e, fitted: make([]int, len(e.NextSteps)), causes: make([]diagnosis.GroupCause, len(e.Causes))}
}

// add counts a node and returns the steps that fit it and make sense there.
func (t *tally) add(f *diagnosis.Finding, n *judge.Node) []*knowledge.NextStep {
	var fitting []*knowledge.NextStep
	for i := range t.entry.NextSteps {
		if step := &t.entry.NextSteps[i]; fits(f, step.For) && n.Sensible(step) {
			t.fitted[i]++
			fitting = append(fitting, step)
		}
	}
	for _, c := range n.Causes(t.entry) {
		place := slices.IndexFunc(t.entry.Causes, func(o knowledge.Cause) bool { return o.ID == c.ID && o.Text == c.Text })
		judge.Count(&t.causes[place], c)
	}
	return fitting
}

// stepsOf returns the steps that fit one of so many nodes or more; those that fit all of them need no mark of the
// platform.
func (t *tally) stepsOf(nodes int) []knowledge.NextStep {
	fitting := []knowledge.NextStep{}
	for i, step := range t.entry.NextSteps {
		if t.fitted[i] == nodes {
			step.For = nil
		}
		if t.fitted[i] > 0 {
			fitting = append(fitting, step)
		}
	}
	return fitting
}

// judged returns the causes with their verdicts. What is confirmed on any node comes first, whatever others
// rule out.
func (t *tally) judged() []diagnosis.GroupCause {
	slices.SortStableFunc(t.causes, judge.CompareCauses)
	return t.causes
}
