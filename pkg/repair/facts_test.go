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
		"still so, from before":   {snapshot.Fact{Node: "a", Time: clock(t, "20:20:00")}, true},
		"over before the outage":  {snapshot.Fact{Node: "a", Time: clock(t, "20:20:00"), Until: clock(t, "20:20:00")}, false},
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

// TestFactsOfANodeThatIsGoneAreListed: nothing but facts and events is left of it.
func TestFactsOfANodeThatIsGoneAreListed(t *testing.T) {
	one := situation{Now: "21:40:00", Ready: 3, Events: []eventLine{{Node: "gone", Reason: "NodeRebootStart", At: "21:20:00"}}}
	snap := one.snapshot(t)
	snap.Facts = []snapshot.Fact{{Node: "gone", Source: "made up", Type: "Deleted", Time: clock(t, "21:21:00"), Until: clock(t, "21:21:00")}}
	d := repair.Examine(snap, onceTable(), repair.Options{NotReadyFor: 5 * time.Minute}).Diagnosis()
	if len(d.Findings) != 1 || len(d.Findings[0].Signals) != 1 || d.Findings[0].Signals[0].Name != "Deleted" {
		t.Errorf("the findings are %+v", d.Findings)
	}
}

// TestAnEarlierTimeHasNoLaterFacts: what --at leaves out of the events it leaves out here too.
func TestAnEarlierTimeHasNoLaterFacts(t *testing.T) {
	one := situation{Now: "21:40:00", Ready: 3, Nodes: node("Unknown", "21:20:00")}
	snap := one.snapshot(t)
	snap.Facts = []snapshot.Fact{{Source: "made up", Type: "Late", Time: clock(t, "21:38:00")}, {Source: "made up", Type: "Early", Time: clock(t, "21:25:00")}}
	until := clock(t, "21:30:00")
	snap.TakenAt = until
	d := repair.Examine(snap, onceTable(), repair.Options{NotReadyFor: 5 * time.Minute, Until: until}).Diagnosis()
	var names []string
	for _, s := range d.Findings[0].Signals {
		if s.Source == "made up" {
			names = append(names, s.Name)
		}
	}
	if len(names) != 1 || names[0] != "Early" {
		t.Errorf("the facts of 21:30 are %q", names)
	}
}

func clock(t testing.TB, s string) time.Time {
	t.Helper()
	if s == "" {
		return time.Time{}
	}
	at, err := time.Parse("15:04:05.999999", s)
	if err != nil {
		t.Fatalf("time %q: %v", s, err)
	}
	return at.AddDate(2026, 4, 18).UTC()
}
