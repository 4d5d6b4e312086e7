package transition

import (
	"maps"
	"slices"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair"
)

// reportRetention is how long a reported phase of an attempt is remembered after it is no
// longer visible, so that it is not reported again if it comes back. It is longer than the
// API server keeps any event.
const reportRetention = 2 * 24 * time.Hour

// Tracker reports what happened from one diagnosis of a cluster to the next. Comparing two
// diagnoses is not enough: an event that disappears and comes back, or a node that could not
// be read in between, would be reported twice or never. The zero Tracker has seen nothing.
//
// For the first diagnosis it reports the nodes that are listed and the attempts of their
// outages. From then on it reports every phase of every attempt, on any node that was asked
// for, exactly once. A node that was Ready between two diagnoses is reported as recovered
// and as down again if its events show that, and so is one that was down between two.
type Tracker struct {
	started bool
	begun   time.Time // of the first diagnosis
	ready   map[string]recoveries
	down    map[string]standing
	removed map[string]bool
	// shown are the names of all nodes that were ever reported as down.
	shown    map[string]bool
	reported map[reportKey]bool
	// phased are the changes of names whose phases are all reported, as Examination.Change numbers them.
	phased map[string]int
	// swept is when reported was last searched for what can be forgotten.
	swept time.Time
	last  *repair.Examination
}

// standing is what was last reported of a node that is down.
type standing struct {
	uid, pool string
	since     time.Time
	atLeast   bool
	state     diagnosis.State
	reason    string
	code      string
	seen      time.Time
}

// Next returns what happened since the diagnosis of the previous call, in order. For a
// diagnosis of a cluster whose nodes could not be listed it returns nothing: the next
// diagnosis is compared with the one before.
func (t *Tracker) Next(x *repair.Examination) []diagnosis.Transition {
	if x.Result().Summary.Total < 0 {
		return nil
	}
	if !t.started {
		t.begun, t.ready = x.Result().TakenAt.Time, map[string]recoveries{}
		t.down, t.removed, t.shown, t.reported = map[string]standing{}, map[string]bool{}, map[string]bool{}, map[reportKey]bool{}
		t.swept = t.begun
	}
	findings := make(map[string]*diagnosis.Finding, len(x.Result().Findings))
	for i := range x.Result().Findings {
		findings[x.Result().Findings[i].Node] = &x.Result().Findings[i]
	}
	out := append(t.nodes(x, findings), t.missed(x)...)
	phases, states := t.phases(x, findings)
	out = append(append(out, phases...), t.verdicts(x, states)...)
	t.started, t.last = true, x
	sortTransitions(out)
	return out
}

// Settled reports whether each node that was ever reported as down is Ready or gone, as far
// as the last diagnosis shows. Before the first it is false.
func (t *Tracker) Settled() bool {
	return t.started && len(t.Waiting()) == 0
}

// Waiting returns the nodes that were ever reported as down and are not yet Ready or gone,
// in order, as far as the last diagnosis shows that could list the nodes.
func (t *Tracker) Waiting() []string {
	var names []string
	for name := range t.shown {
		ready, exists := t.last.Ready(name)
		if _, isDown := t.down[name]; isDown || exists && !ready {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// Outcome counts the nodes that were ever reported as down and, as the last diagnosis
// shows, are Ready or gone.
func (t *Tracker) Outcome() (ready, gone int) {
	for name := range t.shown {
		switch isReady, exists := t.last.Ready(name); {
		case !exists:
			gone++
		case isReady:
			ready++
		}
	}
	return ready, gone
}

// nodes returns which nodes went down, recovered or were removed.
func (t *Tracker) nodes(x *repair.Examination, findings map[string]*diagnosis.Finding) []diagnosis.Transition {
	names := slices.Collect(maps.Keys(t.down))
	for i := range x.Result().Findings {
		names = append(names, x.Result().Findings[i].Node)
	}
	slices.Sort(names)
	var out []diagnosis.Transition
	for _, name := range slices.Compact(names) {
		out = append(out, t.node(x, name, findings[name])...)
	}
	return out
}

func (t *Tracker) node(x *repair.Examination, name string, f *diagnosis.Finding) []diagnosis.Transition {
	prev, wasDown := t.down[name]
	ready, exists := x.Ready(name)
	if exists {
		delete(t.removed, name)
	}
	switch {
	case f != nil && repair.Unread(f):
		return nil
	case !exists:
		return t.remove(x, name, f)
	case ready && wasDown:
		return t.recover(x, name, readySince(x, name))
	case ready:
		return nil
	case f == nil:
		return t.below(x, name)
	}
	var out []diagnosis.Transition
	since, atLeast := sinceOf(x, f)
	switch {
	case wasDown && prev.uid != "" && f.UID != "" && prev.uid != f.UID:
		out = t.leave(x, diagnosis.NodeRemoved, name, x.Result().TakenAt.Time)
	case wasDown && prev.otherOutage(since, atLeast):
		out = t.recover(x, name, since)
	case wasDown:
		t.down[name] = prev.still(x, f, since, atLeast)
		return nil
	}
	t.shown[name] = true
	t.down[name] = standing{f.UID, f.Pool, since, atLeast, f.State, f.Reason, f.Code, x.Result().TakenAt.Time}
	down := about(newTransition(x, diagnosis.NodeDown, name, since), f)
	down.AtLeast = atLeast
	if down.Code = repair.ProblemCode(f); down.Code != "" {
		down.Details = f.Details
	}
	down.NotReadyFor = &metav1.Duration{Duration: f.NotReadyFor.Duration.Truncate(time.Second)}
	return append(out, down)
}

// otherOutage reports whether an outage is certainly another one than this: it began after
// this one was seen. A start that only became later does not prove that, because evidence
// expires; neither does a cluster's clock that is ahead.
func (s standing) otherOutage(since time.Time, atLeast bool) bool {
	return !atLeast && since.After(s.seen) && since.After(s.since)
}

// still returns the standing of a node whose outage continues.
func (s standing) still(x *repair.Examination, f *diagnosis.Finding, since time.Time, atLeast bool) standing {
	s.seen = x.Result().TakenAt.Time
	if since.Before(s.since) {
		s.since, s.atLeast = since, atLeast
	}
	if f.Code != "" {
		s.code = f.Code
	}
	return s
}

// sinceOf returns since when the node has been NotReady, or TakenAt, as the latest that it can be,
// where that is not known.
func sinceOf(x *repair.Examination, f *diagnosis.Finding) (since time.Time, atLeast bool) {
	if f.NotReadySince == nil {
		return x.Result().TakenAt.Time, true
	}
	return f.NotReadySince.Time, f.AtLeast
}

// below is for a node that is NotReady and not listed: if it was down before, this is
// another outage, unless evidence of the old one was lost.
func (t *Tracker) below(x *repair.Examination, name string) []diagnosis.Transition {
	prev, wasDown := t.down[name]
	if !wasDown {
		return nil
	}
	if since, atLeast := x.Outage(name); prev.otherOutage(since, atLeast) {
		return t.recover(x, name, since)
	}
	prev.seen = x.Result().TakenAt.Time
	t.down[name] = prev
	return nil
}

// remove reports a node that is gone, once: one that was down, or one with a finding.
func (t *Tracker) remove(x *repair.Examination, name string, f *diagnosis.Finding) []diagnosis.Transition {
	if _, wasDown := t.down[name]; !wasDown && (f == nil || t.removed[name]) {
		return nil
	}
	out := t.leave(x, diagnosis.NodeRemoved, name, x.Result().TakenAt.Time)
	if f != nil {
		out[0].State, out[0].Code, out[0].Details = f.State, f.Code, f.Details
	}
	t.removed[name] = true
	return out
}

// recover reports a node that is Ready, or was for a while. If that Node has another UID
// than the one that was down, that one was removed first.
func (t *Tracker) recover(x *repair.Examination, name string, at time.Time) []diagnosis.Transition {
	prev, uid := t.down[name], uidOf(x.Node(name))
	var out []diagnosis.Transition
	if prev.uid != "" && uid != "" && prev.uid != uid {
		out = t.leave(x, diagnosis.NodeRemoved, name, at)
	}
	back := t.leave(x, diagnosis.NodeRecovered, name, at)
	back[0].UID = uid
	t.reported[recovery(name, recovered(x.Node(name)))] = true
	return append(out, back...)
}

// leave reports how an outage ended.
func (t *Tracker) leave(x *repair.Examination, change diagnosis.Change, name string, at time.Time) []diagnosis.Transition {
	out := newTransition(x, change, name, at)
	if prev, wasDown := t.down[name]; wasDown {
		out.UID, out.Pool, out.Code, out.AtLeast = prev.uid, prev.pool, prev.code, prev.atLeast
		out.NotReadyFor = &metav1.Duration{Duration: max(0, at.Sub(prev.since)).Truncate(time.Second)}
	}
	delete(t.down, name)
	return []diagnosis.Transition{out}
}
