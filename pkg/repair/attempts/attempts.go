// Package attempts makes attempts of the events of auto-repair: what AKS tried on a node, with the round and
// the code of the error. attempts.go pairs the events and counts the rounds, matcher.go finds the codes.
package attempts

import (
	"cmp"
	"slices"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// Actions returns the actions in the order AKS takes them.
func Actions() []diagnosis.Action {
	return []diagnosis.Action{diagnosis.Reboot, diagnosis.Reimage, diagnosis.Redeploy}
}

// Rank is the place of an action in that order.
func Rank(a diagnosis.Action) int { return slices.Index(Actions(), a) }

// Event is what counts of an event of auto-repair: other events make no attempt. Last is never zero.
type Event struct {
	Reason, Message string
	First, Last     time.Time
	Count           int
}

// ParseReason reads the reason of an auto-repair event. The reason alone decides; the message may
// or may not carry a code.
func ParseReason(reason string) (diagnosis.Action, diagnosis.Phase, bool) {
	action, phase, ok := snapshot.RepairReason(reason)
	return diagnosis.Action(action), diagnosis.Phase(phase), ok
}

// PhaseRank orders the phases of one action that carry the same time.
func PhaseRank(reason string) int {
	_, phase, _ := ParseReason(reason)
	return phaseRank(phase)
}

func phaseRank(p diagnosis.Phase) int {
	return slices.Index([]diagnosis.Phase{diagnosis.Start, diagnosis.End, diagnosis.Error}, p)
}

// occurrence is one time that an auto-repair event was seen. ordinal counts the
// occurrences of one event object, whose API keeps only the first and the last time.
type occurrence struct {
	action  diagnosis.Action
	phase   diagnosis.Phase
	at      time.Time
	ordinal int
	message string
}

func occurrences(events []Event) []occurrence {
	all := make([]occurrence, 0, len(events)+1) // few were seen more than once
	for _, ev := range events {
		action, phase, ok := ParseReason(ev.Reason)
		if !ok {
			continue
		}
		if ev.Count > 1 && ev.First.Before(ev.Last) {
			all = append(all, occurrence{action, phase, ev.First, 1, ev.Message})
		}
		all = append(all, occurrence{action, phase, ev.Last, ev.Count, ev.Message})
	}
	slices.SortStableFunc(all, func(a, b occurrence) int {
		return cmp.Or(a.at.Compare(b.at), cmp.Compare(phaseRank(a.phase), phaseRank(b.phase)))
	})
	return all
}

// Attempt is a diagnosis.Attempt with what the verdict also needs. An Error beats an End of
// the same action whatever their order: both are kept, and Failed looks at the Error.
type Attempt struct {
	diagnosis.Attempt
	// First and Last are the times of its oldest and its newest event.
	First, Last time.Time
	// Ordinal counts the occurrences in one event object.
	Ordinal int
	// Match is what the details of the error lead to.
	Match knowledge.Match
}

// Failed says whether an error is known of it.
func (a Attempt) Failed() bool { return a.Attempt.Error != nil }

// PairSince is Pair for the events of an outage whose node was last Ready at a time: what
// an event object counted before that does not count towards the rounds of this outage.
func PairSince(events []Event, ready time.Time, m *Matcher) []Attempt {
	all := Pair(events, m)
	crossed := map[diagnosis.Action]bool{}
	for _, ev := range events {
		if action, _, ok := ParseReason(ev.Reason); ok && ev.Count > 1 && ev.First.Before(ready) && !ev.Last.Before(ready) {
			crossed[action] = true
		}
	}
	for i := range all {
		if crossed[all[i].Action] {
			all[i].Ordinal = 1
		}
	}
	return all
}

// Pair makes attempts of the events: a Start opens one, an End or an Error belongs to the
// newest attempt of its action that lacks it, and is an attempt of its own when there is none.
func Pair(events []Event, m *Matcher) []Attempt {
	seen, starts := occurrences(events), 0
	for i := range seen {
		if seen[i].phase == diagnosis.Start {
			starts++
		}
	}
	all := slices.Grow([]Attempt(nil), starts)
	for _, o := range seen {
		i := len(all)
		if o.phase != diagnosis.Start {
			i = openAttempt(all, o)
		}
		if i == len(all) {
			all = append(all, Attempt{Attempt: diagnosis.Attempt{Action: o.action}, First: o.at, Ordinal: o.ordinal})
		}
		all[i].add(o, m)
	}
	return all
}

// openAttempt returns the index of the attempt that an End or Error belongs to, or len(all).
func openAttempt(all []Attempt, o occurrence) int {
	for i := len(all) - 1; i >= 0; i-- {
		a := all[i]
		if a.Action != o.action {
			continue
		}
		if (o.phase == diagnosis.End && a.End == nil) || (o.phase == diagnosis.Error && a.Attempt.Error == nil) {
			return i
		}
		break
	}
	return len(all)
}

func (a *Attempt) add(o occurrence, m *Matcher) {
	at := metav1.NewTime(o.at)
	a.Last = o.at
	switch o.phase {
	case diagnosis.Start:
		a.Start = &at
	case diagnosis.End:
		a.End = &at
	case diagnosis.Error:
		a.Attempt.Error = &at
		k := m.read(o.message)
		a.Details, a.Code, a.Match = k.details, k.code, k.match
	}
}

// Number marks the attempts of earlier outages and gives those of each outage their rounds: a new
// round begins when an action is not later in the sequence than the one before it, a new outage
// where the node was Ready in between.
func Number(all []Attempt, lastReady time.Time, ready []time.Time) (current []Attempt) {
	first := 0
	for first < len(all) && all[first].First.Before(lastReady) {
		all[first].Earlier = true
		first++
	}
	round, previous := 1, -1
	for i := range all {
		if i == first || i > 0 && slices.ContainsFunc(ready, func(t time.Time) bool { return !t.Before(all[i-1].Last) && !t.After(all[i].First) }) {
			round, previous = 1, -1
		}
		place := Rank(all[i].Action)
		if place <= previous {
			round++
		}
		round = max(round, all[i].Ordinal)
		all[i].Round, previous = round, place
	}
	return all[first:]
}
