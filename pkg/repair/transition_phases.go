package repair

import "time"

// phases tells each phase of each attempt once. Before anything was told, only those of
// the present outages are news. It returns also which states the
// phases that were told stand for, by node.
func (t *Tracker) phases(d *Diagnosis, findings map[string]*Finding) ([]Transition, map[string]State) {
	var out []Transition
	states := map[string]State{}
	current := map[fact]bool{}
	for _, name := range d.ground.repairedNodes() {
		f := findings[name]
		for _, p := range d.ground.phases(name) {
			current[p.fact] = true
			if t.told[p.fact] {
				continue
			}
			t.told[p.fact] = true
			if !t.started && (p.attempt.Earlier || d.ground.view.scanned[name]) {
				continue
			}
			out = append(out, d.phase(p, f))
			states[name] = stateAfter(p.phase)
		}
	}
	t.forget(current, d.TakenAt.Time)
	return out, states
}

// forget drops phases that are no longer to be seen and too old to come back.
func (t *Tracker) forget(current map[fact]bool, now time.Time) {
	for f := range t.told {
		if !current[f] && f.at < now.Add(-factMemory).UnixNano() {
			delete(t.told, f)
		}
	}
}

func (d *Diagnosis) phase(p phaseSeen, f *Finding) Transition {
	change := map[Phase]Change{Start: AttemptStarted, End: AttemptEnded, Error: AttemptFailed}[p.phase]
	out := d.transition(change, p.node, time.Unix(0, p.at).UTC()).about(f)
	if n := d.ground.view.nodes[p.node]; n != nil {
		out.UID, out.Pool = string(n.UID), n.Labels[labelPool]
	}
	out.Action, out.Round = p.action, p.attempt.Round
	if p.phase == Error {
		out.Code, out.Details = p.attempt.Code, p.attempt.Details
	}
	return out
}

// stateAfter is the state that a reader expects after a phase; another one is news.
func stateAfter(p Phase) State {
	if p == Error {
		return Failed
	}
	return InProgress
}

// verdicts tells where a node that was told to be down has another state or reason, and no
// phase or other transition has said so. That nothing can be seen is not news of the node.
func (t *Tracker) verdicts(d *Diagnosis, states map[string]State) []Transition {
	var out []Transition
	for i := range d.Findings {
		f := &d.Findings[i]
		prev, isDown := t.down[f.Node]
		if !isDown || f.State == NotVisible || (f.State == prev.state && f.Reason == prev.reason) {
			continue
		}
		before := prev.state
		prev.state, prev.reason, prev.code = f.State, f.Reason, f.Code
		t.down[f.Node] = prev
		if states[f.Node] == f.State {
			continue
		}
		changed := d.transition(VerdictChanged, f.Node, d.TakenAt.Time).about(f)
		changed.Before, changed.Code = before, f.problem().code
		out = append(out, changed)
	}
	return out
}
