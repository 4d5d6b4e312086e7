package store

import (
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

// maxEvents is the most events that are kept; the oldest are dropped first.
const maxEvents = 50_000

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
	if len(s.owners) > maxEvents {
		s.dropOldest()
	}
	return nil
}

// Resync has nothing to do.
func (Events) Resync() error { return nil }

// keep stores the newest version of an event.
func (s *Store) keep(e *corev1.Event) {
	s.witnesses.Event(e)
	if r := s.owners[keyOf(e)]; r != nil {
		s.drop(r, func(old *corev1.Event) bool { return keyOf(old) == keyOf(e) })
	}
	share(e)
	r := s.record(e.InvolvedObject.Name)
	if seen := snapshot.LastSeen(e); len(r.events) == 0 || seen.Before(r.oldest) {
		r.oldest = seen
	}
	s.owners[keyOf(e)] = r
	r.events = append(r.events, *e)
	if showsTrouble(e) {
		r.trouble++
	}
}

// share has the texts that many events have in common kept once.
func share(e *corev1.Event) {
	for _, text := range []*string{
		&e.Namespace, &e.InvolvedObject.Kind, &e.InvolvedObject.APIVersion, &e.InvolvedObject.Name, &e.Reason, &e.Message, &e.Type,
		&e.Source.Component, &e.Source.Host, &e.ReportingController, &e.ReportingInstance, &e.Action,
	} {
		*text = unique.Make(*text).Value()
	}
}

// drop removes some of the events of a record.
func (s *Store) drop(r *record, unwanted func(*corev1.Event) bool) {
	kept := r.events[:0]
	for i := range r.events {
		e := &r.events[i]
		switch {
		case !unwanted(e):
			kept = append(kept, *e)
			continue
		case showsTrouble(e):
			r.trouble--
		}
		delete(s.owners, keyOf(e))
	}
	if len(kept) < len(r.events) {
		clear(r.events[len(kept):])
		r.events = kept
		s.note(r)
	}
}

// showsTrouble says whether an event shows that its node was down or repaired.
func showsTrouble(e *corev1.Event) bool {
	_, _, repair := snapshot.RepairReason(e.Reason)
	return repair || e.Reason == "NodeNotReady"
}

// dropOldest drops a tenth of the events, those last seen first.
func (s *Store) dropOldest() {
	seen := make([]time.Time, 0, len(s.owners))
	for _, r := range s.records {
		for i := range r.events {
			seen = append(seen, snapshot.LastSeen(&r.events[i]))
		}
	}
	slices.SortFunc(seen, time.Time.Compare)
	oldest := seen[len(seen)-(maxEvents-maxEvents/10)]
	for _, r := range s.records {
		s.forgetBefore(r, oldest)
	}
	if len(s.owners) <= maxEvents {
		return
	}
	for _, r := range s.records { // of one moment are too many
		s.forgetBefore(r, oldest.Add(1))
	}
}

// forget drops the events that are too old, and names of which nothing is known any more.
func (s *Store) forget(now time.Time) {
	for name, r := range s.records {
		oldest := now.Add(-snapshot.EventRetention)
		if r.isDown() {
			oldest = now.Add(-eventMemory)
		}
		if s.forgetBefore(r, oldest); r.node == nil && len(r.events) == 0 {
			delete(s.records, name)
		}
	}
}

// forgetBefore drops the events of a record that were last seen before a time.
func (s *Store) forgetBefore(r *record, oldest time.Time) {
	if len(r.events) == 0 || !r.oldest.Before(oldest) {
		return
	}
	s.drop(r, func(e *corev1.Event) bool { return snapshot.LastSeen(e).Before(oldest) })
	for i := range r.events {
		if seen := snapshot.LastSeen(&r.events[i]); i == 0 || seen.Before(r.oldest) {
			r.oldest = seen
		}
	}
}
