package transition

import (
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// sweepInterval is how often it is searched for what can be forgotten.
const sweepInterval = time.Hour

// reportKey identifies a phase of an attempt, or a recovery, from one diagnosis to the next.
// The number of the round is not part of it: it shifts when older events expire.
type reportKey struct {
	node   string
	action diagnosis.Action
	phase  diagnosis.Phase
	at     int64 // nanoseconds of the epoch
}

// attemptPhase is a phase of an attempt, with the attempt for the details of its report.
type attemptPhase struct {
	reportKey
	attempt diagnosis.Attempt
}

// phasesOf returns all phases of all attempts on a name, oldest attempt first.
func phasesOf(x *repair.Examination, name string) []attemptPhase {
	var all []attemptPhase
	for _, a := range x.Attempts(name) {
		for _, p := range []struct {
			phase diagnosis.Phase
			at    *metav1.Time
		}{{diagnosis.Start, a.Start}, {diagnosis.End, a.End}, {diagnosis.Error, a.Error}} {
			if p.at != nil {
				all = append(all, attemptPhase{reportKey{name, a.Action, p.phase, p.at.UnixNano()}, a})
			}
		}
	}
	return all
}

// phases reports each phase of each attempt once. Before anything was reported, only those
// of the present outages are news. It also returns, by node, the states that the reported
// phases stand for.
func (t *Tracker) phases(x *repair.Examination, findings map[string]*diagnosis.Finding) ([]diagnosis.Transition, map[string]diagnosis.State) {
	var out []diagnosis.Transition
	states, phased, repaired := map[string]diagnosis.State{}, map[string]int{}, x.Repaired()
	for _, name := range repaired {
		if phased[name] = x.Change(name); phased[name] > 0 && phased[name] == t.phased[name] {
			continue
		}
		f := findings[name]
		for _, p := range phasesOf(x, name) {
			if t.reported[p.reportKey] {
				continue
			}
			t.reported[p.reportKey] = true
			if !t.started && (p.attempt.Earlier || isReady(x, name)) {
				continue
			}
			out = append(out, report(x, p, f))
			states[name] = stateAfter(p.phase)
		}
	}
	t.phased = phased
	t.sweep(x, repaired)
	return out, states
}

// sweep drops, now and then, the phases that are no longer visible and too old to come back.
func (t *Tracker) sweep(x *repair.Examination, repaired []string) {
	now := x.Result().TakenAt.Time
	if now.Sub(t.swept) < sweepInterval {
		return
	}
	t.swept = now
	visible := map[reportKey]bool{}
	for _, name := range repaired {
		for _, p := range phasesOf(x, name) {
			visible[p.reportKey] = true
		}
	}
	for f := range t.reported {
		if !visible[f] && f.at < now.Add(-reportRetention).UnixNano() {
			delete(t.reported, f)
		}
	}
}

func report(x *repair.Examination, p attemptPhase, f *diagnosis.Finding) diagnosis.Transition {
	change := map[diagnosis.Phase]diagnosis.Change{diagnosis.Start: diagnosis.AttemptStarted, diagnosis.End: diagnosis.AttemptEnded, diagnosis.Error: diagnosis.AttemptFailed}[p.phase]
	out := about(newTransition(x, change, p.node, time.Unix(0, p.at).UTC()), f)
	if n := x.Node(p.node); n != nil {
		out.UID, out.Pool = string(n.UID), n.Labels[snapshot.LabelPool]
	}
	out.Action, out.Round = p.action, p.attempt.Round
	if p.phase == diagnosis.Error {
		out.Code, out.Details = p.attempt.Code, p.attempt.Details
	}
	return out
}

// stateAfter returns the state that a reader expects after a phase; another one is news.
func stateAfter(p diagnosis.Phase) diagnosis.State {
	if p == diagnosis.Error {
		return diagnosis.Failed
	}
	return diagnosis.InProgress
}

// verdicts reports the nodes, among those that were reported as down, that have another
// state or reason which no phase or other transition has shown. That nothing can be seen is
// not news of the node.
func (t *Tracker) verdicts(x *repair.Examination, states map[string]diagnosis.State) []diagnosis.Transition {
	var out []diagnosis.Transition
	for i := range x.Result().Findings {
		f := &x.Result().Findings[i]
		prev, isDown := t.down[f.Node]
		if !isDown || f.State == diagnosis.NotVisible || (f.State == prev.state && f.Reason == prev.reason) {
			continue
		}
		before := prev.state
		prev.state, prev.reason, prev.code = f.State, f.Reason, f.Code
		t.down[f.Node] = prev
		if states[f.Node] == f.State {
			continue
		}
		changed := about(newTransition(x, diagnosis.VerdictChanged, f.Node, x.Result().TakenAt.Time), f)
		changed.Before, changed.Code = before, repair.ProblemCode(f)
		out = append(out, changed)
	}
	return out
}
