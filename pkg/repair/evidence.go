package repair

import (
	"cmp"
	"slices"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair/attempts"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// event is what counts of an event, with its times and count worked out once.
type event struct {
	Namespace, Name, Reason, Message, Component string

	first, last time.Time
	count       int
	// repair is true for the events of auto-repair itself.
	repair bool
	// logged is true for what stands for an operation in the activity log.
	logged bool
}

// evidence is all that a snapshot holds about one node name.
type evidence struct {
	name string
	// node is nil when the snapshot has no Node object of that name.
	node *corev1.Node
	// events are oldest first; previous are those of an earlier node of that name.
	events, previous []event
}

// newestVersions sorts events, oldest first, and keeps of each object the last.
func newestVersions(events []event) []event {
	if len(events) == 1 {
		return events
	}
	slices.SortFunc(events, compareEvents)
	last := make(map[[2]string]int, len(events))
	for i, ev := range events {
		last[[2]string{ev.Namespace, ev.Name}] = i
	}
	if len(last) == len(events) {
		return events
	}
	newest := make([]event, 0, len(last))
	for i, ev := range events {
		if last[[2]string{ev.Namespace, ev.Name}] == i {
			newest = append(newest, ev)
		}
	}
	return newest
}

// compareEvents is a total order: by the time an event was last seen, then by its parts.
func compareEvents(a, b event) int {
	if last := a.last.Compare(b.last); last != 0 { // nearly always
		return last
	}
	return cmp.Or(a.first.Compare(b.first), cmp.Compare(attempts.PhaseRank(a.Reason), attempts.PhaseRank(b.Reason)),
		cmp.Compare(a.Reason, b.Reason), cmp.Compare(a.Namespace, b.Namespace), cmp.Compare(a.Name, b.Name),
		cmp.Compare(a.count, b.count), cmp.Compare(a.Message, b.Message))
}

// newEvidence separates the events that were last seen before the Node object was created:
// they are about an earlier node that had the same name.
func newEvidence(name string, node *corev1.Node, events []event) evidence {
	e := evidence{name: name, node: node, events: events}
	if node == nil {
		return e
	}
	created := node.CreationTimestamp.Time
	i, _ := slices.BinarySearchFunc(events, created, func(ev event, t time.Time) int { return ev.last.Compare(t) })
	e.previous, e.events = events[:i:i], events[i:]
	if slices.ContainsFunc(e.events, func(ev event) bool { return ev.first.Before(created) }) {
		e.events = slices.Clone(e.events)
		for j := range e.events {
			e.events[j].forget(created)
		}
	}
	return e
}

// forget removes from an event object what it says about the time before a moment: recorders
// continue to count in one object across nodes of the same name and across outages. How often
// it was seen since then is not known, only that it was seen at its last time.
func (ev *event) forget(before time.Time) {
	if ev.first.Before(before) {
		ev.first, ev.count = ev.last, 1
	}
}

// lastReady returns when an event last said that the node became Ready; zero when none does. A
// node that is not Ready cannot have become so after its condition changed: such an event
// comes from a clock that is ahead, and is no evidence.
func (e evidence) lastReady() time.Time {
	changed := time.Time{}
	if e.node != nil && !snapshot.Ready(e.node) {
		changed = snapshot.ReadyChanged(e.node)
	}
	var last time.Time
	for _, ev := range e.events {
		if ev.Reason == "NodeReady" && (changed.IsZero() || !ev.last.After(changed)) {
			last = ev.last
		}
	}
	return last
}

// eventWindow returns what the events that were read reach over.
func eventWindow(all memories) diagnosis.EventWindow {
	w := diagnosis.EventWindow{Kept: metav1.Duration{Duration: retention}}
	var from, to time.Time
	for _, m := range all {
		events := m.events
		if logged := func(ev event) bool { return ev.logged }; slices.ContainsFunc(events, logged) {
			events = slices.DeleteFunc(slices.Clone(events), logged)
		}
		if len(events) == 0 {
			continue
		}
		w.Events += len(events)
		if oldest := events[0].last; from.IsZero() || oldest.Before(from) {
			from = oldest
		}
		to = snapshot.Later(to, events[len(events)-1].last)
	}
	if w.Events > 0 {
		w.From, w.To = &metav1.Time{Time: from}, &metav1.Time{Time: to}
	}
	return w
}

// repairEvents returns the events of auto-repair, of which attempts are made.
func repairEvents(events []event) []attempts.Event {
	n := 0
	for i := range events {
		if events[i].repair {
			n++
		}
	}
	all := make([]attempts.Event, 0, n)
	for i := range events {
		if ev := &events[i]; ev.repair {
			all = append(all, attempts.Event{Reason: ev.Reason, Message: ev.Message, First: ev.first, Last: ev.last, Count: Fitting(ev.count, ev.first, ev.last)})
		}
	}
	return all
}

// Fitting returns how often an event of a repair can have been seen between two times: many repairs take
// their time, and a count that is too high for it is none.
func Fitting(count int, first, last time.Time) int {
	if fits := 1 + int(last.Sub(first)/stepSpacing); count > manyRounds {
		return min(count, fits)
	}
	return count
}

// repaired reports whether one of the events is of a repair.
func repaired(events []event) bool {
	return slices.ContainsFunc(events, func(ev event) bool { return ev.repair })
}
