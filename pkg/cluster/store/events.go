package store

import (
	"cmp"
	"fmt"
	"slices"
	"time"
	"unique"

	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// eventMemory is how long an event about a node that is NotReady is kept after it was last seen. The server
// deletes it earlier, on AKS within snapshot.EventRetention, but what the watch saw stays known until the node is
// Ready again or gone.
const eventMemory = 24 * time.Hour

// maxEvents is the most events that are kept, and so of names that they are about, and maxEventBytes the most bytes of
// them: clients write at most 1 KiB in a text, but a server takes more. The oldest about nodes that are well are dropped first.
const (
	maxEvents     = 50_000
	maxEventBytes = 128 << 20
)

// Events takes what reflectors of events have seen, also after the server deleted it.
type Events struct{ *Store }

// Add stores an event.
func (s Events) Add(obj any) error { return s.Replace([]any{obj}, "") }

// Update stores the newest version of an event.
func (s Events) Update(obj any) error { return s.Replace([]any{obj}, "") }

// Delete keeps the event: it still happened although the server deleted it.
func (Events) Delete(any) error { return nil }

// Replace adds these events to the stored ones, and drops the oldest.
func (s Events) Replace(all []any, _ string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, obj := range all {
		e, ok := obj.(*corev1.Event)
		if !ok {
			return fmt.Errorf("a %T is not an event", obj)
		}
		s.keep(snapshot.SlimEvent(e))
	}
	if len(s.owners) > maxEvents || s.eventBytes > maxEventBytes {
		s.dropOldest()
	}
	return nil
}

// Resync has nothing to do.
func (Events) Resync() error { return nil }

// keep stores the newest version of an event.
func (s *Store) keep(e *corev1.Event) {
	e = lean(e)
	s.witnesses.Event(e) // for which another UID is another event, and which gets those that are kept again
	if r := s.owners[keyOf(e)]; r != nil {
		s.drop(r, func(old *corev1.Event) bool { return keyOf(old) == keyOf(e) })
	}
	s.eventBytes += e.Size()
	r := s.record(e.InvolvedObject.Name)
	if seen := snapshot.LastSeen(e); len(r.events) == 0 || seen.Before(r.oldest) {
		r.oldest = seen
	}
	s.owners[keyOf(e)] = r
	if len(s.all) == cap(s.all) {
		s.all = nil
	} else {
		s.all = append(s.all, *e)
		e = &s.all[len(s.all)-1]
	}
	r.events = append(r.events, e)
	if showsTrouble(e) {
		r.trouble++
	}
}

// lean returns an event of its own, which does not keep others of a list in memory, without what only a file has a use
// for. The texts that many events have in common are kept once.
func lean(of *corev1.Event) *corev1.Event {
	e := *of
	e.UID, e.ResourceVersion, e.GenerateName = "", "", ""
	e.InvolvedObject.UID, e.InvolvedObject.ResourceVersion, e.InvolvedObject.FieldPath = "", "", ""
	for _, text := range []*string{
		&e.Namespace, &e.InvolvedObject.Kind, &e.InvolvedObject.APIVersion, &e.InvolvedObject.Name, &e.Reason, &e.Message, &e.Type,
		&e.Source.Component, &e.Source.Host, &e.ReportingController, &e.ReportingInstance, &e.Action,
	} {
		*text = unique.Make(*text).Value()
	}
	return &e
}

// drop removes some of the events of a record.
func (s *Store) drop(r *record, unwanted func(*corev1.Event) bool) {
	kept := r.events[:0]
	for _, e := range r.events {
		switch {
		case !unwanted(e):
			kept = append(kept, e)
			continue
		case showsTrouble(e):
			r.trouble--
		}
		s.eventBytes -= e.Size()
		delete(s.owners, keyOf(e))
	}
	if len(kept) < len(r.events) {
		s.all = nil
		clear(r.events[len(kept):])
		r.events = kept
		s.note(r)
		s.tidy(r)
	}
}

// showsTrouble says whether an event shows that its node was down or repaired.
func showsTrouble(e *corev1.Event) bool {
	_, _, repair := snapshot.RepairReason(e.Reason)
	return repair || e.Reason == "NodeNotReady"
}

// dropOldest drops events until there is room for a tenth more, those about nodes that are well first, and of these those last seen first.
func (s *Store) dropOldest() {
	type aged struct {
		rank int // 1 for what matters
		seen time.Time
		key  eventKey
		size int
		of   *record
	}
	all := make([]aged, 0, len(s.owners))
	for _, r := range s.records {
		rank := 0
		if r.isDown() || r.trouble > 0 {
			rank = 1
		}
		for _, e := range r.events {
			all = append(all, aged{rank, snapshot.LastSeen(e), keyOf(e), e.Size(), r})
		}
	}
	slices.SortFunc(all, func(a, b aged) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), a.seen.Compare(b.seen), cmp.Compare(a.key.namespace, b.key.namespace), cmp.Compare(a.key.name, b.key.name))
	})
	unwanted, of := map[eventKey]bool{}, map[*record]bool{}
	left, size := len(all), s.eventBytes
	for _, a := range all {
		if left <= maxEvents-maxEvents/10 && size <= maxEventBytes-maxEventBytes/10 {
			break
		}
		left, size = left-1, size-a.size
		unwanted[a.key], of[a.of] = true, true
		if a.rank > 0 {
			s.lost = snapshot.Later(s.lost, a.seen)
		}
	}
	for r := range of {
		s.drop(r, func(e *corev1.Event) bool { return unwanted[keyOf(e)] })
		r.age()
	}
}

// Lost returns when the newest event about a node in trouble was last seen that there was no room for; zero where there
// is none that the server could still have.
func (s *Store) Lost() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.lost.Before(s.now().Add(-snapshot.EventRetention)) {
		return time.Time{}
	}
	return s.lost
}

// Gaps returns the gap of the events that are Lost.
func (s *Store) Gaps() []snapshot.Gap {
	lost := s.Lost()
	if lost.IsZero() {
		return nil
	}
	return []snapshot.Gap{{
		Source: snapshot.SourceEvents, Subjects: []string{fmt.Sprintf("events from before %s UTC", lost.UTC().Format(time.TimeOnly))}, Key: "older events",
		Reason: "There are more events about nodes than a watch keeps.", Action: "Run the command without --watch.",
	}}
}

// forgetEvery is how often events that are too old are dropped: after that they are put together again for the next
// snapshot.
const forgetEvery = time.Minute

// forget drops the events that are too old.
func (s *Store) forget(now time.Time) {
	if now.Sub(s.forgotten).Abs() < forgetEvery {
		return
	}
	s.forgotten = now
	for _, r := range s.records {
		oldest := now.Add(-snapshot.EventRetention)
		if r.isDown() {
			oldest = now.Add(-eventMemory)
		}
		s.forgetBefore(r, oldest)
	}
}

// forgetBefore drops the events of a record that were last seen before a time.
func (s *Store) forgetBefore(r *record, oldest time.Time) {
	if len(r.events) == 0 || !r.oldest.Before(oldest) {
		return
	}
	s.drop(r, func(e *corev1.Event) bool { return snapshot.LastSeen(e).Before(oldest) })
	r.age()
}

// age notes when the oldest event was last seen.
func (r *record) age() {
	for i, e := range r.events {
		if seen := snapshot.LastSeen(e); i == 0 || seen.Before(r.oldest) {
			r.oldest = seen
		}
	}
}
