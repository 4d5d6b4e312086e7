package repair

import (
	"fmt"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// clockTolerance is how far the clock of the computer that took the snapshot may be
// behind those of the cluster before a gap reports it.
const clockTolerance = time.Minute

// ahead reports whether an outage begins after the snapshot was taken, which is impossible:
// how long it has lasted is then not known, and it must not count as a short one.
func (c *clusterView) ahead(since time.Time) bool { return since.Sub(c.takenAt) > clockTolerance }

// clockGap returns what is not known of nodes that are down because clocks disagree.
func (c *clusterView) clockGap(down []nodeCase) []diagnosis.Gap {
	var newest time.Time
	for _, k := range down {
		if !snapshot.Ready(k.node) && k.outage.since.After(newest) {
			newest = k.outage.since
		}
	}
	if !c.ahead(newest) {
		return nil
	}
	return []diagnosis.Gap{{
		Source: snapshot.SourceClocks, Subjects: []string{"how long some nodes have been NotReady"},
		Reason: fmt.Sprintf("By the clock of this machine they went down in the future: it is at least %s behind the clocks of the cluster.",
			newest.Sub(c.takenAt).Round(time.Second)),
		Action: "Set this machine's clock, or give the time with --at.",
	}}
}
