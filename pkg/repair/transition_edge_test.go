package repair_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair/transition"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// run gives the frames of a story to one tracker and returns what it reported for the last one.
func (s story) run(t *testing.T) []string {
	t.Helper()
	tracker := &transition.Tracker{}
	var got []string
	for i := range s.frames {
		got = shorts(tracker.Next(s.examination(t, i)))
	}
	return got
}

func TestWhatTheTrackerMakesOfTwoMoments(t *testing.T) {
	down := frame{"21:29:00", node("Unknown", "21:20:00"), 1}
	notReady := eventLine{Node: "a", Reason: "NodeNotReady", At: "21:20:00"}
	for _, test := range []struct {
		name   string
		events []eventLine
		after  frame
		want   []string
	}{
		{"nothing", []eventLine{notReady}, frame{"21:29:05", node("Unknown", "21:20:00"), 1}, nil},
		{"time alone", []eventLine{notReady}, frame{"21:31:00", node("Unknown", "21:20:00"), 1}, []string{"21:31:00 a VerdictChanged NotAttempted"}},
		{"Ready in between, as an event shows", []eventLine{
			notReady, {Node: "a", Reason: "NodeReady", At: "21:32:00"}, {Node: "a", Reason: "NodeNotReady", At: "21:40:00"},
		}, frame{"21:45:01", node("Unknown", "21:40:00"), 3}, []string{"21:40:00 a Recovered", "21:40:00 a Down Suppressed"}},
		{"Ready in between, and not down for long", []eventLine{
			notReady, {Node: "a", Reason: "NodeReady", At: "21:32:00"}, {Node: "a", Reason: "NodeNotReady", At: "21:40:00"},
		}, frame{"21:41:00", node("Unknown", "21:40:00"), 3}, []string{"21:40:00 a Recovered"}},
		{"the condition alone changed", []eventLine{notReady}, frame{"21:45:00", node("False", "21:40:00"), 1}, []string{"21:45:00 a VerdictChanged NotAttempted"}},
		{"the Node is gone", []eventLine{notReady}, frame{"21:30:05", nil, 1}, []string{"21:30:05 a Removed"}},
		{"its evidence is gone, and since when", []eventLine{notReady}, frame{"21:30:05", node("Unknown", ""), 0}, nil},
		{"its evidence is gone", []eventLine{notReady}, frame{"21:30:05", node("Unknown", "21:20:00"), 0}, nil},
		{"gone after a repair nobody saw", []eventLine{
			notReady, {Node: "a", Reason: "NodeRedeployError", At: "21:30:03", Message: "operation failure: VMRedeploymentFailed"},
		}, frame{"21:30:05", nil, 2}, []string{"21:30:03 a AttemptFailed Redeploy 1 VMRedeploymentFailed", "21:30:05 a Removed VMRedeploymentFailed"}},
		{"Ready after a step nobody saw", []eventLine{
			notReady, {Node: "a", Reason: "NodeRebootEnd", At: "21:31:00"},
		}, frame{"21:40:00", node("True", "21:33:00"), 2}, []string{"21:31:00 a AttemptEnded Reboot 1", "21:33:00 a Recovered"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := (story{test.events, []frame{down, test.after}}).run(t); !slices.Equal(got, test.want) {
				t.Errorf("reported %q, want %q", got, test.want)
			}
		})
	}
}

func TestANodeThatDoesNotSaySinceWhenIsDownOnce(t *testing.T) {
	s, tracker := story{nil, []frame{{"21:29:00", node("Unknown", ""), 0}, {"21:30:00", node("Unknown", ""), 0}, {"21:31:00", nil, 0}}}, &transition.Tracker{}
	var got []string
	for i := range s.frames {
		got = append(got, shorts(tracker.Next(s.examination(t, i)))...)
	}
	if want := []string{"21:29:00 a Down NotVisible", "21:31:00 a Removed"}; !slices.Equal(got, want) {
		t.Errorf("reported %q, want %q", got, want)
	}
}

func TestAnOutageThatNobodySawIsReportedOnceAndOnlyIfItCounts(t *testing.T) {
	notReady := eventLine{Node: "a", Reason: "NodeNotReady", At: "21:20:00"}
	begin := frame{"21:19:00", node("True", "20:00:00"), 0}
	for _, test := range []struct {
		name   string
		frames []frame
		want   []string
	}{
		{"as long as it takes", []frame{begin, {"21:30:00", node("True", "21:26:00"), 1}}, []string{"21:20:00 a Down", "21:26:00 a Recovered"}},
		{"for less", []frame{begin, {"21:30:00", node("True", "21:25:00"), 1}}, nil},
		{"before anybody looked", []frame{{"21:29:00", node("True", "21:26:00"), 0}, {"21:30:00", node("True", "21:26:00"), 1}}, nil},
		{"the event is seen later than the node", []frame{begin, {"21:30:00", node("True", "21:26:00"), 0}, {"21:30:01", node("True", "21:26:00"), 1}},
			[]string{"21:20:00 a Down", "21:26:00 a Recovered"}},
		{"it was seen, when it did not count", []frame{begin, {"21:24:00", node("Unknown", "21:20:00"), 1}, {"21:30:00", node("True", "21:26:00"), 1}},
			[]string{"21:20:00 a Down", "21:26:00 a Recovered"}},
		{"the event is of an earlier one", []frame{{"21:19:00", node("True", "20:00:00"), 0}, {"21:24:00", node("True", "21:23:00"), 1}, {"21:50:00", node("True", "21:45:00"), 1}}, nil},
		{"no event shows it", []frame{begin, {"21:30:00", node("True", "21:26:00"), 0}}, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			s, tracker := story{[]eventLine{notReady}, test.frames}, &transition.Tracker{}
			var got []string
			for i := range s.frames {
				got = append(got, shorts(tracker.Next(s.examination(t, i)))...)
				got = append(got, shorts(tracker.Next(s.examination(t, i)))...)
			}
			for i := range got {
				got[i] = strings.TrimSpace(got[i])
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("reported %q, want %q", got, test.want)
			}
		})
	}
}

func TestANodeThatTookTheNameOfAnotherIsNotTheSame(t *testing.T) {
	at := func(uid, ready, now string) *repair.Examination {
		one := situation{Now: now, Ready: 3, Nodes: node(ready, "21:20:00")}
		snap := one.snapshot(t)
		snap.Nodes[0].UID = "uid-" + snap.Nodes[0].UID
		if uid != "" {
			snap.Nodes[0].UID = "uid-2"
		}
		return repair.Examine(snap, onceTable(), one.options(t))
	}
	for state, want := range map[string][]string{
		"True":    {"21:20:00 a Removed", "21:20:00 a Recovered"},
		"Unknown": {"21:20:00 a Down NotVisible", "21:40:00 a Removed"},
	} {
		tracker := &transition.Tracker{}
		tracker.Next(at("", "Unknown", "21:30:00"))
		if got := shorts(tracker.Next(at("2", state, "21:40:00"))); !slices.Equal(got, want) {
			t.Errorf("with the new node's Ready %s reported %q, want %q", state, got, want)
		}
	}
}

func TestAStepWithoutAnOutcomeIsAnotherVerdictInTime(t *testing.T) {
	s := story{
		[]eventLine{{Node: "a", Reason: "NodeNotReady", At: "21:20:00"}, {Node: "a", Reason: "NodeRebootEnd", At: "21:31:00"}},
		[]frame{{"21:31:05", node("Unknown", "21:20:00"), 2}, {"21:41:00", node("Unknown", "21:20:00"), 2}},
	}
	if got, want := s.run(t), []string{"21:41:00 a VerdictChanged CompletedStillNotReady"}; !slices.Equal(got, want) {
		t.Errorf("reported %q, want %q", got, want)
	}
}

func TestAClusterWhoseNodesAreOutOfSightReportsNothing(t *testing.T) {
	s, tracker := repairStory(), &transition.Tracker{}
	tracker.Next(s.examination(t, 2))
	blind := situation{Now: "21:45:00", Unseen: []string{"nodes"}, Events: s.events}
	if got := tracker.Next(repair.Examine(blind.snapshot(t), onceTable(), blind.options(t))); len(got) > 0 {
		t.Errorf("reported %q of nodes that nobody saw", shorts(got))
	}
	got := shorts(tracker.Next(s.examination(t, 7)))
	if len(got) != 5 || got[4] != "21:50:00 a Recovered" {
		t.Errorf("reported %q after it, without what happened in between", got)
	}
}

func TestAClusterClockThatIsAheadRepeatsNothing(t *testing.T) {
	one := situation{Ready: 3, Names: []string{"a"}, Nodes: node("Unknown", "21:32:00"),
		Events: []eventLine{{Node: "a", Reason: "NodeNotReady", At: "21:32:00"}}}
	tracker := &transition.Tracker{}
	var got []string
	for _, now := range []string{"21:30:00", "21:30:01", "21:30:02"} {
		one.Now = now
		got = append(got, shorts(tracker.Next(repair.Examine(one.snapshot(t), onceTable(), one.options(t))))...)
	}
	if want := []string{"21:32:00 a Down NotVisible"}; !slices.Equal(got, want) {
		t.Errorf("reported %q, want %q", got, want)
	}
}

func TestANodeThatWasShownHasToBeReadyForItToBeSettled(t *testing.T) {
	tracker := &transition.Tracker{}
	if tracker.Settled() {
		t.Error("settled before anything was seen")
	}
	events := []eventLine{
		{Node: "a", Reason: "NodeNotReady", At: "21:20:00"}, {Node: "a", Reason: "NodeReady", At: "21:32:00"},
		{Node: "a", Reason: "NodeNotReady", At: "21:40:00"},
	}
	s := story{events, []frame{{"21:30:00", node("Unknown", "21:20:00"), 1}, {"21:41:00", node("Unknown", "21:40:00"), 3}}}
	for i := range s.frames {
		tracker.Next(s.examination(t, i))
		if tracker.Settled() {
			t.Errorf("settled at %s, with the node NotReady", s.frames[i].now)
		}
	}
}

func BenchmarkTracking(b *testing.B) {
	snap := &snapshot.Snapshot{TakenAt: clock(b, "22:00:00"), NodesListed: true, EventsListed: true}
	for range 5000 {
		one := situation{Now: "22:00:00", Nodes: []nodeLine{{Name: "x", Ready: "True", Since: "20:00:00"}}}
		for _, n := range one.snapshot(b).Nodes {
			n.Name += string(rune('a'+len(snap.Nodes)%26)) + time.Duration(len(snap.Nodes)).String()
			snap.Nodes = append(snap.Nodes, n)
			snap.Scan = append(snap.Scan, snapshot.NodeStatus{Name: n.Name, Ready: true})
		}
	}
	table, tracker := onceTable(), &transition.Tracker{}
	b.ReportAllocs()
	for b.Loop() {
		tracker.Next(repair.Examine(snap, table, repair.Options{NotReadyFor: 5 * time.Minute}))
	}
}
