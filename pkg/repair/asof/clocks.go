package asof

import (
	"fmt"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// clockTolerance is how far the clock of the computer that took the snapshot may be
// behind those of the cluster before a gap reports it.
const clockTolerance = time.Minute

// Ahead reports whether an outage begins after the snapshot was taken, which is impossible:
// how long it has lasted is then not known, and it must not count as a short one.
func Ahead(since, takenAt time.Time) bool { return since.Sub(takenAt) > clockTolerance }

// ClockGap returns what is not known of nodes that are down because clocks disagree; newest is when
// the newest outage begins.
func ClockGap(newest, takenAt time.Time) []diagnosis.Gap {
	if !Ahead(newest, takenAt) {
		return nil
	}
	return []diagnosis.Gap{{
		Source: snapshot.SourceClocks, Subjects: []string{"how long some nodes have been NotReady"},
		Reason: fmt.Sprintf("By the clock of this machine they went down in the future: it is at least %s behind the clocks of the cluster.",
			newest.Sub(takenAt).Round(time.Second)),
		Action: "Set this machine's clock, or give the time with --at.",
	}}
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
