package clock

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// namesInGap is how many clocks a gap names before it counts the rest.
const namesInGap = 3

// stale is how old the report of a kubelet may be whose node is not silent, where it is not in a dump of
// several files.
const stale = 15 * time.Minute

// Future reports whether something is later than a snapshot, which is impossible: its time says in which
// order things happened and not how long ago.
func Future(t, takenAt time.Time) bool { return t.Sub(takenAt) > tolerance }

// Outliers returns the gap of clocks that disagree with the time of a snapshot: what they show is later,
// or a kubelet that lives has not reported for long.
func Outliers(s *snapshot.Snapshot) []snapshot.Gap {
	var ahead, behind []witness
	for i := range s.Nodes {
		var one Witnesses
		one.Node(&s.Nodes[i])
		for _, w := range one.newest {
			if Future(w.at, s.TakenAt) {
				ahead = append(ahead, w)
			}
		}
		for _, w := range one.alive {
			if s.TakenAt.Sub(w.at) > stale && len(s.Origin.Files) < 2 {
				behind = append(behind, w)
			}
		}
	}
	for i := range s.Events {
		if e := &s.Events[i]; Future(snapshot.LastSeen(e), s.TakenAt) {
			ahead = append(ahead, eventWitness(e))
		}
	}
	return append(gapOf(ahead, s.TakenAt), gapOf(behind, s.TakenAt)...)
}

// gapOf names the clocks of a gap.
func gapOf(wrong []witness, now time.Time) []snapshot.Gap {
	if len(wrong) == 0 {
		return nil
	}
	slices.SortFunc(wrong, func(a, b witness) int { return cmp.Or(strings.Compare(a.says, b.says), b.at.Compare(a.at)) })
	wrong = slices.CompactFunc(wrong, func(a, b witness) bool { return a.says == b.says })
	var parts []string
	for _, w := range wrong[:min(len(wrong), namesInGap)] {
		parts = append(parts, fmt.Sprintf("%s (%s)", w.says, stamp(w.at)))
	}
	if more := len(wrong) - len(parts); more > 0 {
		parts = append(parts, fmt.Sprintf("%d more", more))
	}
	verb := "is later"
	if wrong[0].at.Before(now) {
		verb = "is much older, although a kubelet that lives reports every five minutes"
	}
	return []snapshot.Gap{{
		Source: snapshot.SourceClocks, Subjects: []string{"how long ago things happened, by clocks that disagree"},
		Reason: fmt.Sprintf("It was %s, and the newest time of these %s: %s.", stamp(now), verb, strings.Join(parts, ", ")),
		Action: "Check the clock of those nodes, or give the time with --at.",
	}}
}
