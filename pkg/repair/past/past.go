// Package past counts what happened to a node before now: how often it was repaired, how long it was
// down before it was removed, and by its newest event whether it is Ready.
package past

import (
	"cmp"
	"slices"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
)

// The reasons of the events that say whether a node is Ready, and that it is removed.
const (
	ready    = "NodeReady"
	notReady = "NodeNotReady"
)

// Pause is how far apart two steps are certainly of two repairs, also where no event says that the
// node was Ready in between: three rounds of three steps take less than half of it.
const Pause = 3 * time.Hour

var removals = []string{"DeletingNode", "RemovingNode"}

// Event is what counts of an event. Last is never zero.
type Event struct {
	Reason      string
	First, Last time.Time
}

// Newest returns whether the newest event that says so calls a node Ready, and when that was. It is
// zero where no event says either, and where two say different things at one time.
func Newest(events []Event) (isReady bool, at time.Time) {
	contradicts := false
	for _, e := range events {
		says := e.Reason == ready
		if !says && e.Reason != notReady || e.Last.Before(at) {
			continue
		}
		contradicts = e.Last.Equal(at) && says != isReady
		isReady, at = says, e.Last
	}
	if contradicts {
		return false, time.Time{}
	}
	return isReady, at
}

// Removal returns how long a node had been NotReady when it was removed; nil where no event shows
// anything of it. Events are those about the node, oldest first.
func Removal(events []Event) *diagnosis.Removal {
	if len(events) == 0 {
		return nil
	}
	r := diagnosis.Removal{At: metav1.NewTime(events[len(events)-1].Last), AtLeast: true}
	if i := slices.IndexFunc(events, func(e Event) bool { return slices.Contains(removals, e.Reason) }); i >= 0 {
		r.At, r.AtLeast = metav1.NewTime(events[i].First), false
		if events[i].First.IsZero() {
			r.At = metav1.NewTime(events[i].Last)
		}
	}
	for _, e := range events {
		switch {
		case e.Last.After(r.At.Time):
		case e.Reason == ready:
			r.Since = nil
		case e.Reason == notReady && r.Since == nil:
			r.Since = &metav1.Time{Time: e.Last}
		}
	}
	return &r
}

// Repairs counts the repairs of a node; nil where there are fewer than two. Attempts and the times at
// which the node became Ready are oldest first; counted says that an event stands for more than two.
func Repairs(node string, attempts []diagnosis.Attempt, becameReady []time.Time, counted bool) *diagnosis.Repeated {
	r := diagnosis.Repeated{Node: node, AtLeast: counted}
	var last time.Time
	helped := func(before time.Time) bool {
		return slices.ContainsFunc(becameReady, func(t time.Time) bool { return !t.Before(last) && !t.After(before) })
	}
	for i := range attempts {
		first, end := span(&attempts[i])
		switch {
		case i == 0:
			r.From, r.Repairs = metav1.NewTime(first), 1
		case helped(first):
			r.Ready++
			r.Repairs++
		case first.Sub(last) > Pause:
			r.Repairs++
		}
		last = end
		count(&r, &attempts[i])
	}
	if r.Repairs < 2 {
		return nil
	}
	r.To = metav1.NewTime(last)
	if n := len(becameReady); n > 0 && helped(becameReady[n-1]) {
		r.Ready++
	}
	slices.SortFunc(r.Steps, func(a, b diagnosis.StepCount) int {
		return cmp.Compare(slices.Index(steps, a.Action), slices.Index(steps, b.Action))
	})
	slices.SortFunc(r.Codes, func(a, b diagnosis.ErrorCount) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Code, b.Code))
	})
	return &r
}

// span returns the first and the last time of an attempt.
func span(a *diagnosis.Attempt) (first, last time.Time) {
	for _, t := range []*metav1.Time{a.Start, a.End, a.Error} {
		if t == nil {
			continue
		}
		if first.IsZero() || t.Time.Before(first) {
			first = t.Time
		}
		if t.After(last) {
			last = t.Time
		}
	}
	return first, last
}

// steps are the actions in the order in which AKS takes them.
var steps = []diagnosis.Action{diagnosis.Reboot, diagnosis.Reimage, diagnosis.Redeploy}

// count adds an attempt to the counts of its action and its code.
func count(r *diagnosis.Repeated, a *diagnosis.Attempt) {
	i := slices.IndexFunc(r.Steps, func(s diagnosis.StepCount) bool { return s.Action == a.Action })
	if i < 0 {
		i, r.Steps = len(r.Steps), append(r.Steps, diagnosis.StepCount{Action: a.Action})
	}
	r.Steps[i].Count++
	if a.Error == nil {
		return
	}
	r.Steps[i].Failed++
	i = slices.IndexFunc(r.Codes, func(c diagnosis.ErrorCount) bool { return c.Code == a.Code })
	if i < 0 {
		i, r.Codes = len(r.Codes), append(r.Codes, diagnosis.ErrorCount{Code: a.Code})
	}
	r.Codes[i].Count++
}
