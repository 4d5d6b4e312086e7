package history

import (
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair/past"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// sight is what sources show.
type sight struct {
	diagnosis.Visibility
	// whole are the times in which every step of a repair would be seen.
	whole []Source
	// sampled is the newest sample of an inventory, of whatever node.
	sampled time.Time
}

// NormalDropped says whether a source has events and drops those of type Normal: repairs that succeeded are not
// in it, and neither is that a node was NotReady.
func (s *Source) NormalDropped() bool {
	return (s.Name == KubeEvents || s.Name == Events) && s.State == Collected && s.Normal == 0
}

// sightOf returns what the sources of evidence show.
func sightOf(e *Evidence) *sight {
	s := sight{Visibility: diagnosis.Visibility{
		Outages: diagnosis.SeesNone, FailedRepairs: diagnosis.SeesNone, Repairs: diagnosis.SeesNone, Changes: diagnosis.SeesNone,
	}}
	for _, source := range e.Sources {
		if source.State == Collected || source.Name == ActivityLog && source.State == Empty {
			s.add(source)
		}
	}
	for i := range e.Inventory {
		s.sampled = snapshot.Later(s.sampled, e.Inventory[i].LastSample)
	}
	s.sampled = minTime(s.sampled, e.Until)
	return &s
}

// add adds what a source shows that was read.
func (s *sight) add(source Source) {
	switch {
	case source.Name == NodeInventory:
		s.sampled = snapshot.Later(s.sampled, source.To)
		raise(&s.Outages, diagnosis.SeesAll)
	case source.Name == ActivityLog:
		raise(&s.Outages, diagnosis.SeesSome)
		raise(&s.Repairs, diagnosis.SeesSome)
		raise(&s.FailedRepairs, diagnosis.SeesSome)
		raise(&s.Changes, diagnosis.SeesSome) // those of the groups whose log was read
	case source.NormalDropped():
		raise(&s.Outages, diagnosis.SeesSome)
		raise(&s.Repairs, diagnosis.SeesSome)
		raise(&s.FailedRepairs, diagnosis.SeesAll)
	default:
		raise(&s.Outages, diagnosis.SeesAll)
		raise(&s.Repairs, diagnosis.SeesAll)
		raise(&s.FailedRepairs, diagnosis.SeesAll)
		s.whole = append(s.whole, source)
	}
}

// raise sets a sight that is better.
func raise(s *diagnosis.Sight, to diagnosis.Sight) {
	order := map[diagnosis.Sight]int{diagnosis.SeesNone: 0, diagnosis.SeesSome: 1, diagnosis.SeesAll: 2}
	if order[to] > order[*s] {
		*s = to
	}
}

// complete says whether every step of a repair between two times would be seen.
func (s *sight) complete(from, to time.Time) bool {
	for i := range s.whole {
		w := &s.whole[i]
		if !w.From.IsZero() && !from.Before(w.From) && !to.After(w.To) {
			return true
		}
	}
	return false
}

// lasts says whether an outage without an end lasts until the end of the evidence.
func (s *sight) lasts(o *outage, until time.Time) bool {
	switch {
	case !o.end.IsZero():
		return false
	case o.sampled:
		return s.sampled.Sub(o.lastDown) <= touch
	default:
		return until.Sub(o.lastDown) <= past.Pause && s.complete(o.lastDown, o.lastDown)
	}
}
