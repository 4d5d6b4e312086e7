package repair

import (
	"slices"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair/attempts"
)

// expect returns what AKS is expected to do next with a node, or nil where that is not
// known: the first reboot while it is not due yet, and the step after the newest one while
// the sequence runs.
func (c *clusterView) expect(k nodeCase, v verdict) *diagnosis.Expectation {
	switch {
	case v.state == diagnosis.Suppressed && slices.Equal(v.reasons, []string{reasonNotDueYet}):
		return newExpectation(diagnosis.Reboot, 1, k.outage.since.Add(dueTime))
	case v.state != diagnosis.InProgress && v.state != diagnosis.Failed:
		return nil
	}
	newest := newestAttempt(k.current)
	about := newest.First.Add(stepSpacing)
	if c.takenAt.Sub(about) > stepTime || c.now.Future(newest.First) {
		return nil // overdue for so long that it cannot be expected any more, or of a clock that is ahead
	}
	steps := attempts.Actions()
	if osOf(k.node) == "windows" {
		steps = []diagnosis.Action{diagnosis.Reboot, diagnosis.Reimage}
	}
	i := slices.Index(steps, newest.Action)
	switch {
	case i >= 0 && i+1 < len(steps):
		return newExpectation(steps[i+1], newest.Round, about)
	case newest.Round < maxRounds:
		return newExpectation(diagnosis.Reboot, newest.Round+1, about)
	default:
		return nil
	}
}

func newExpectation(action diagnosis.Action, round int, about time.Time) *diagnosis.Expectation {
	return &diagnosis.Expectation{Action: action, Round: round, About: metav1.NewTime(about), Confidence: knowledge.Inferred}
}

// newestAttempt returns the attempt with the newest event.
func newestAttempt(all []attempts.Attempt) attempts.Attempt {
	return slices.MaxFunc(all, func(a, b attempts.Attempt) int { return a.Last.Compare(b.Last) })
}
