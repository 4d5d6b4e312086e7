package repair_test

import (
	"testing"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// TestFactsAreOfTheirNodeAndTime: a fact is listed of the node that it is about, or of each
// where it is about all, and not where it ended well before the outage.
func TestFactsAreOfTheirNodeAndTime(t *testing.T) {
	for name, test := range map[string]struct {
		fact snapshot.Fact
		want bool
	}{
		"of the node":             {snapshot.Fact{Node: "a", Time: clock(t, "21:20:00")}, true},
		"of every node":           {snapshot.Fact{Time: clock(t, "21:20:00")}, true},
		"of another node":         {snapshot.Fact{Node: "b", Time: clock(t, "21:20:00")}, false},
		"long before the outage":  {snapshot.Fact{Node: "a", Time: clock(t, "20:20:00")}, false},
		"from long before to now": {snapshot.Fact{Node: "a", Time: clock(t, "20:20:00"), Until: clock(t, "21:25:00")}, true},
		"without a time":          {snapshot.Fact{Node: "a"}, true},
		"a heartbeat":             {snapshot.Fact{Node: "a", Type: snapshot.Heartbeat, Time: clock(t, "21:20:00")}, false},
	} {
		t.Run(name, func(t *testing.T) {
			one := situation{Now: "21:40:00", Ready: 3, Nodes: node("Unknown", "21:20:00")}
			snap := one.snapshot(t)
			test.fact.Source = "made up"
			if test.fact.Type == "" {
				test.fact.Type = "Unheard"
			}
			snap.Facts = append(snap.Facts, test.fact)
			d := repair.Examine(snap, onceTable(), repair.Options{NotReadyFor: 5 * time.Minute}).Diagnosis()
			listed, onTimeline := false, false
			for _, s := range d.Findings[0].Signals {
				listed = listed || s.Source == "made up"
			}
			for _, m := range d.Findings[0].Timeline {
				onTimeline = onTimeline || m.Source == "made up"
			}
			if listed != test.want || onTimeline != (test.want && !test.fact.Time.IsZero()) {
				t.Errorf("listed %t, on the timeline %t, want %t", listed, onTimeline, test.want)
			}
		})
	}
}
