package repair

import (
	"cmp"
	"slices"
	"strings"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// actions are in the order AKS takes them.
var actions = []diagnosis.Action{diagnosis.Reboot, diagnosis.Reimage, diagnosis.Redeploy}

// parseReason reads the reason of an auto-repair event. The reason alone decides; the message may
// or may not carry a code.
func parseReason(reason string) (diagnosis.Action, diagnosis.Phase, bool) {
	action, phase, ok := snapshot.RepairReason(reason)
	return diagnosis.Action(action), diagnosis.Phase(phase), ok
}

// phaseRank orders the phases of one action that carry the same time.
func phaseRank(reason string) int {
	_, phase, _ := parseReason(reason)
	return slices.Index([]diagnosis.Phase{diagnosis.Start, diagnosis.End, diagnosis.Error}, phase)
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

func occurrences(events []event) []occurrence {
	var all []occurrence
	for _, ev := range events {
		action, phase, ok := parseReason(ev.Reason)
		if !ok {
			continue
		}
		if ev.count > 1 && ev.first.Before(ev.last) {
			all = append(all, occurrence{action, phase, ev.first, 1, ev.Message})
		}
		all = append(all, occurrence{action, phase, ev.last, ev.ordinal(), ev.Message})
	}
	slices.SortStableFunc(all, func(a, b occurrence) int {
		return cmp.Or(a.at.Compare(b.at), cmp.Compare(phaseRank("Node"+string(a.action)+string(a.phase)), phaseRank("Node"+string(b.action)+string(b.phase))))
	})
	return all
}

// ordinal returns how often the event can have been seen: many repairs take their time, and a count
// that is too high for it is none.
func (ev event) ordinal() int {
	if fits := 1 + int(ev.last.Sub(ev.first)/stepSpacing); ev.count > manyRounds {
		return min(ev.count, fits)
	}
	return ev.count
}

// attempt is an Attempt with what the verdict also needs. An Error beats an End of
// the same action whatever their order: both are kept, and failed looks at the Error.
type attempt struct {
	diagnosis.Attempt
	first, last time.Time
	ordinal     int
	match       knowledge.Match
}

func (a attempt) failed() bool { return a.Attempt.Error != nil }

// pairSince is pair for the events of an outage whose node was last Ready at a time: what
// an event object counted before that does not count towards the rounds of this outage.
func pairSince(events []event, ready time.Time, m *matcher) []attempt {
	all := pair(events, m)
	crossed := map[diagnosis.Action]bool{}
	for _, ev := range events {
		if action, _, ok := parseReason(ev.Reason); ok && ev.count > 1 && ev.first.Before(ready) && !ev.last.Before(ready) {
			crossed[action] = true
		}
	}
	for i := range all {
		if crossed[all[i].Action] {
			all[i].ordinal = 1
		}
	}
	return all
}

// pair makes attempts of the events: a Start opens one, an End or an Error belongs to the
// newest attempt of its action that lacks it, and is an attempt of its own when there is none.
func pair(events []event, m *matcher) []attempt {
	var all []attempt
	for _, o := range occurrences(events) {
		i := len(all)
		if o.phase != diagnosis.Start {
			i = openAttempt(all, o)
		}
		if i == len(all) {
			all = append(all, attempt{Attempt: diagnosis.Attempt{Action: o.action}, first: o.at, ordinal: o.ordinal})
		}
		all[i].add(o, m)
	}
	return all
}

// openAttempt returns the index of the attempt that an End or Error belongs to, or len(all).
func openAttempt(all []attempt, o occurrence) int {
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

func (a *attempt) add(o occurrence, m *matcher) {
	at := metav1.NewTime(o.at)
	a.last = o.at
	switch o.phase {
	case diagnosis.Start:
		a.Start = &at
	case diagnosis.End:
		a.End = &at
	case diagnosis.Error:
		a.Attempt.Error = &at
		a.readError(o.message, m)
	}
}

// matcher matches the details of errors, each text once: nodes that fail together have the same error.
type matcher struct {
	table *knowledge.Table
	known map[string]knowledge.Match
}

func newMatcher(t *knowledge.Table) *matcher { return &matcher{t, map[string]knowledge.Match{}} }

func (m *matcher) match(details string) knowledge.Match {
	found, ok := m.known[details]
	if !ok {
		found = m.table.Match(details)
		m.known[details] = found
	}
	return found
}

// readError finds the code in an error event's message.
func (a *attempt) readError(message string, m *matcher) {
	details, ok := knowledge.Details(message)
	if !ok {
		a.Code = knowledge.NoCode
		return
	}
	a.Details, a.Code = details, knowledge.UnknownCode
	a.match = m.match(details)
	if a.match.Entry != nil {
		a.Code = a.match.Entry.Code
	}
}

// unknown returns the codes in the details that the table does not know. Details of one word
// are such a code even without a field around it, unless no code is as long.
func (a attempt) unknown() []string {
	words := strings.Fields(a.Details)
	if a.Code == knowledge.UnknownCode && len(a.match.Unknown) == 0 && len(words) == 1 && len(words[0]) <= knowledge.LongestCode {
		return words
	}
	return a.match.Unknown
}

// number marks the attempts of earlier outages and gives those of each outage their rounds: a new
// round begins when an action is not later in the sequence than the one before it, a new outage
// where the node was Ready in between.
func number(all []attempt, lastReady time.Time, ready []time.Time) (current []attempt) {
	first := 0
	for first < len(all) && all[first].first.Before(lastReady) {
		all[first].Earlier = true
		first++
	}
	round, previous := 1, -1
	for i := range all {
		if i == first || i > 0 && slices.ContainsFunc(ready, func(t time.Time) bool { return !t.Before(all[i-1].last) && !t.After(all[i].first) }) {
			round, previous = 1, -1
		}
		rank := slices.Index(actions, all[i].Action)
		if rank <= previous {
			round++
		}
		round = max(round, all[i].ordinal)
		all[i].Round, previous = round, rank
	}
	return all[first:]
}
