package repair

import (
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair/attempts"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair/reports"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// Examiner examines a cluster again and again. What follows from a node and its events alone it works out
// again only where Snapshot.Changes says that one of them has changed; the result is that of Examine.
type Examiner struct {
	table   *knowledge.Table
	options Options
	// memories are those of the last snapshot that has Changes, and made is how many there were.
	memories memories
	made     int
}

// NewExaminer returns an Examiner that has seen nothing.
func NewExaminer(t *knowledge.Table, o Options) *Examiner { return &Examiner{table: t, options: o} }

// memory is what follows from the events about one name and, where it was examined, from its Node object.
type memory struct {
	change   int // as Snapshot.Changes has it
	number   int // which memory this is; 0 where none is kept
	events   []event
	timeless int
	about    int  // how many events there are
	read     bool // whether those are all noted
	// logged is true where the activity log adds to the events, which is not kept. Options.Since leaves out the same
	// events as long as the snapshot is taken after from, where that is set, and not after until.
	logged      bool
	from, until time.Time
	// known is the case once the name was examined, with its Node object where whole is true. The object itself
	// is not kept: it is part of a snapshot.
	known *nodeCase
	whole bool
	// attempts are all that were made, once they were asked for.
	attempts []diagnosis.Attempt
}

// memories are those of names.
type memories map[string]*memory

// events returns the events about a name, oldest first.
func (all memories) events(name string) []event {
	if m := all[name]; m != nil {
		return m.events
	}
	return nil
}

// recall sorts the events of a snapshot by the node they are about, oldest first, keeping of each event object
// about a node the newest version and leaving out what the options exclude. Events without any time are left out
// and counted. Of a node that has not changed it returns what is known from before.
func (e *Examiner) recall(s *snapshot.Snapshot) memories {
	lasting := s.Changes != nil && e.options.Until.IsZero()
	logged := reports.ByNode(s.Facts)
	all := make(memories, max(len(s.Changes), min(len(s.Scan), len(s.Events))))
	if lasting {
		for name, change := range s.Changes {
			if m := e.memories[name]; m != nil && m.change == change && logged[name] == nil && m.holds(s.TakenAt) {
				all[name] = m
			}
		}
	}
	events := reports.Events(s)
	var fresh []*memory
	of := make([]*memory, len(events)) // whose each event is
	for i := range events {
		name := events[i].InvolvedObject.Name
		m := all[name]
		if m == nil {
			m = &memory{change: s.Changes[name], logged: logged[name] != nil}
			all[name], fresh = m, append(fresh, m)
			if lasting {
				e.made++
				m.number = e.made
			}
		}
		if of[i] = m; !m.read {
			m.about++
		}
	}
	if !lasting { // one that lasts would keep the memory for all
		room := make([]event, len(events))
		for _, m := range fresh {
			m.events, room = room[:0:m.about], room[m.about:]
		}
	}
	for i, m := range of {
		if !m.read {
			m.note(&events[i], s, e.options)
		}
	}
	for _, m := range fresh {
		m.events, m.read = newestVersions(m.events), true
	}
	if e.memories = nil; lasting {
		e.memories = all
	}
	return all
}

// holds reports whether what is known is true at a time too.
func (m *memory) holds(at time.Time) bool {
	return !m.logged && (m.from.IsZero() || at.After(m.from)) && (m.until.IsZero() || !at.After(m.until))
}

// note adds an event about the node. One without a name is about no node.
func (m *memory) note(e *corev1.Event, s *snapshot.Snapshot, o Options) {
	ev := event{
		Namespace: e.Namespace, Name: e.Name, Reason: e.Reason, Message: e.Message, Component: snapshot.Component(e),
		first: snapshot.FirstSeen(e), last: snapshot.LastSeen(e), count: snapshot.Count(e), logged: reports.Logged(e),
	}
	if leaves := ev.last.Add(o.Since); o.Since > 0 && !ev.last.IsZero() {
		if leaves.Before(s.TakenAt) {
			m.from = snapshot.Later(m.from, leaves)
		} else if m.until.IsZero() || leaves.Before(m.until) {
			m.until = leaves
		}
	}
	switch {
	case ev.last.IsZero():
		m.timeless++
	case e.InvolvedObject.Name != "" && !o.leavesOut(ev.last, s.TakenAt):
		if m.events == nil {
			m.events = make([]event, 0, m.about)
		}
		_, _, ev.repair = attempts.ParseReason(e.Reason)
		m.events = append(m.events, ev)
	}
}

// casesOf returns the cases of names.
func (x *Examination) casesOf(names []string) []nodeCase {
	cases := make([]nodeCase, len(names))
	for i, name := range names {
		cases[i] = x.caseOf(name)
	}
	return cases
}

// caseOf returns the case of a name.
func (x *Examination) caseOf(name string) nodeCase {
	node, m := x.view.nodes[name], x.memories[name]
	if m == nil {
		m = &memory{change: x.view.changes[name], read: true}
		x.memories[name] = m
	}
	if m.known == nil || m.whole != (node != nil) {
		known := newCase(newEvidence(name, node, m.events), x.errors)
		known.node = nil
		m.known, m.whole, m.attempts = &known, node != nil, nil
	}
	k := *m.known
	k.node = node
	k.outage.atLeast = k.outage.atLeast || x.view.now.Future(k.outage.since)
	return k
}

// Attempts returns all attempts on a name, those on earlier nodes of that name included, oldest
// first. They must not be changed.
func (x *Examination) Attempts(name string) []diagnosis.Attempt {
	k := x.caseOf(name)
	m := x.memories[name]
	if m.attempts == nil {
		previous := attempts.Pair(repairEvents(k.previous), x.errors)
		attempts.Number(previous, time.Time{}, nil)
		for _, a := range previous {
			a.Earlier = true
			m.attempts = append(m.attempts, a.Attempt)
		}
		for _, a := range k.attempts {
			m.attempts = append(m.attempts, a.Attempt)
		}
	}
	return m.attempts
}
