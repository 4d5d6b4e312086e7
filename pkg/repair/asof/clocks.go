package asof

import (
	"fmt"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot/clock"
)

// Now is the time of a snapshot, for rules that compare how long ago something was. Where it is not
// sure what time it was and a rule would say something else at the other end, Now notes that.
type Now struct {
	at               time.Time
	earliest, latest time.Time
	clock            *snapshot.Clock
	unsure           bool
}

// NewNow returns the time of a snapshot.
func NewNow(s *snapshot.Snapshot) *Now {
	n := &Now{at: s.TakenAt, earliest: s.TakenAt, latest: s.TakenAt, clock: s.Clock}
	if s.Clock != nil {
		n.earliest, n.latest = s.Clock.Earliest, s.Clock.Latest
	}
	return n
}

// Passed reports whether a length of time has passed since t. It has not where t is later than now.
func (n *Now) Passed(t time.Time, d time.Duration) bool {
	n.note(n.earliest.Sub(t) >= d, n.latest.Sub(t) >= d)
	return n.at.Sub(t) >= d
}

// MayExceed reports whether more than a length of time can have passed since t.
func (n *Now) MayExceed(t time.Time, d time.Duration) bool {
	n.note(n.earliest.Sub(t) > d, n.latest.Sub(t) > d)
	return n.latest.Sub(t) > d
}

func (n *Now) note(early, late bool) { n.unsure = n.unsure || early != late }

// Future reports whether t is later than now: then it says in which order things happened, and not how
// long ago.
func (n *Now) Future(t time.Time) bool { return clock.Future(t, n.at) }

// Gaps returns what is not known because clocks disagree: the clocks that are wrong whatever the
// verdict is, and what a rule could not be sure of.
func (n *Now) Gaps(s *snapshot.Snapshot) []diagnosis.Gap {
	gaps := clock.Outliers(s)
	if n.clock != nil && (n.unsure || len(gaps) > 0) {
		gaps = append(gaps, diagnosis.Gap{
			Source: snapshot.SourceClocks, Subjects: []string{"how long ago some things happened"},
			Reason: n.clock.Doubt, Action: n.clock.Action,
		})
	}
	return gaps
}

// TimelessGap returns what is not known because n events have no time.
func TimelessGap(n int) []diagnosis.Gap {
	if n == 0 {
		return nil
	}
	return []diagnosis.Gap{{
		Source: snapshot.SourceEvents, Subjects: []string{fmt.Sprintf("when %d of the events about nodes happened", n)},
		Reason: "They have no time at all, which no API server sends, and are left out.",
		Action: "The file was changed on its way: make the dump again.",
	}}
}

// DisputedGap returns what is not known of nodes whose kubelet says that they have been down for longer
// than the control plane has seen.
func DisputedGap(nodes []string) []diagnosis.Gap {
	if len(nodes) == 0 {
		return nil
	}
	return []diagnosis.Gap{{
		Source: snapshot.SourceClocks, Subjects: []string{"since when some nodes have been NotReady"},
		Reason: "Their kubelet says that they went down earlier than the control plane saw: " + listed(nodes) + ".",
		Action: "Check the clock of these nodes; what is shown is the earlier time.",
	}}
}
