package repair_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair/transition"
)

// onceTable is the built-in table, read once: the stories diagnose often.
var onceTable = sync.OnceValue(func() *knowledge.Table {
	table, err := knowledge.Builtin()
	if err != nil {
		panic(err)
	}
	return table
})

// frame is a moment of a story: the node's Ready condition, and how many of the story's
// events can be seen. The other nodes are Ready.
type frame struct {
	now   string
	nodes []nodeLine
	seen  int
}

// story is a cluster over time.
type story struct {
	events []eventLine
	frames []frame
}

func (s story) examination(t testing.TB, i int) *repair.Examination {
	f := s.frames[i]
	one := situation{Now: f.now, Ready: 3, Nodes: f.nodes, Events: s.events[:f.seen]}
	return repair.Examine(one.snapshot(t), onceTable(), one.options(t))
}

// short writes a transition as "21:34:00 a AttemptFailed Reboot 1 VMRedeploymentFailed".
func short(x diagnosis.Transition) string {
	parts := []string{x.Time.UTC().Format(time.TimeOnly), x.Node, string(x.Change)}
	if x.Action != "" {
		parts = append(parts, fmt.Sprintf("%s %d", x.Action, x.Round))
	}
	switch x.Change {
	case diagnosis.NodeDown, diagnosis.VerdictChanged:
		parts = append(parts, string(x.State))
	}
	if x.Code != "" {
		parts = append(parts, x.Code)
	}
	return strings.Join(parts, " ")
}

func shorts(all []diagnosis.Transition) []string {
	var out []string
	for _, x := range all {
		out = append(out, short(x))
	}
	return out
}

func node(ready, since string) []nodeLine {
	return []nodeLine{{Name: "a", Ready: corev1.ConditionStatus(ready), Since: since}}
}

// repairStory returns one node through a whole repair.
func repairStory() story {
	return story{
		events: []eventLine{
			{Node: "a", Reason: "NodeNotReady", At: "21:20:00"},
			{Node: "a", Reason: "NodeRebootStart", At: "21:31:00"},
			{Node: "a", Reason: "NodeRebootEnd", At: "21:32:00"},
			{Node: "a", Reason: "NodeReimageStart", At: "21:37:00"},
			{Node: "a", Reason: "NodeReimageError", At: "21:38:00", Message: "operation failure: VMRedeploymentFailed"},
			{Node: "a", Reason: "NodeReady", At: "21:50:00"},
		},
		frames: []frame{
			{"21:19:00", node("True", "20:00:00"), 0},
			{"21:21:00", node("Unknown", "21:20:00"), 1}, // not yet down for long
			{"21:25:01", node("Unknown", "21:20:00"), 1},
			{"21:31:01", node("Unknown", "21:20:00"), 2},
			{"21:32:01", node("Unknown", "21:20:00"), 3},
			{"21:37:01", node("Unknown", "21:20:00"), 4},
			{"21:38:01", node("Unknown", "21:20:00"), 5},
			{"21:50:01", node("True", "21:50:00"), 6},
		},
	}
}

func TestARepairIsReportedStepByStep(t *testing.T) {
	s, tracker := repairStory(), &transition.Tracker{}
	want := [][]string{
		nil, nil,
		{"21:20:00 a Down Suppressed"},
		{"21:31:00 a AttemptStarted Reboot 1"},
		{"21:32:00 a AttemptEnded Reboot 1"},
		{"21:37:00 a AttemptStarted Reimage 1"},
		{"21:38:00 a AttemptFailed Reimage 1 VMRedeploymentFailed"},
		{"21:50:00 a Recovered VMRedeploymentFailed"},
	}
	for i := range s.frames {
		d := s.examination(t, i)
		if got := shorts(tracker.Next(d)); !slices.Equal(got, want[i]) {
			t.Errorf("at %s reported %q, want %q", s.frames[i].now, got, want[i])
		}
		if again := tracker.Next(d); len(again) > 0 {
			t.Errorf("at %s reported again: %q", s.frames[i].now, shorts(again))
		}
		if down := i >= 2 && i <= 6; tracker.Settled() == down {
			t.Errorf("at %s settled: %v", s.frames[i].now, tracker.Settled())
		}
	}
}

// TestAnySplitOfATimelineReportsTheSame leaves out moments, as a lost connection does.
// Whatever is left out, no phase of an attempt and no change of the node is lost or
// reported twice, not even when nobody saw the node down; only verdicts that nobody saw are
// not reported.
func TestAnySplitOfATimelineReportsTheSame(t *testing.T) {
	s := repairStory()
	last := len(s.frames) - 1
	diagnoses := make([]*repair.Examination, len(s.frames))
	for i := range diagnoses {
		diagnoses[i] = s.examination(t, i)
	}
	want := transitionsOf(diagnoses)
	for mask := range 1 << (last - 1) {
		some := []*repair.Examination{diagnoses[0]}
		for i := 1; i < last; i++ {
			if mask&(1<<(i-1)) != 0 {
				some = append(some, diagnoses[i])
			}
		}
		got := transitionsOf(append(some, diagnoses[last]))
		if !slices.Equal(phasesOf(got), phasesOf(want)) {
			t.Fatalf("with the moments %b reported %q, want %q", mask, got, want)
		}
		if count(got, "Down") != 1 || count(got, "Recovered") != 1 {
			t.Fatalf("with the moments %b reported %q", mask, got)
		}
	}
}

// transitionsOf returns all transitions of a run of diagnoses, each given twice.
func transitionsOf(diagnoses []*repair.Examination) []string {
	tracker := &transition.Tracker{}
	var out []string
	for _, d := range diagnoses {
		out = append(out, shorts(tracker.Next(d))...)
		out = append(out, shorts(tracker.Next(d))...)
	}
	return out
}

func phasesOf(lines []string) []string {
	return slices.DeleteFunc(slices.Clone(lines), func(l string) bool { return !strings.Contains(l, " Attempt") })
}

func count(lines []string, part string) int {
	n := 0
	for _, l := range lines {
		if strings.Contains(l, part) {
			n++
		}
	}
	return n
}

// TestEveryPhaseOfEverySituationIsReportedOnce gives the events of each situation one after
// the other, in any order and in any number of steps.
func TestEveryPhaseOfEverySituationIsReportedOnce(t *testing.T) {
	table, r := onceTable(), rand.New(rand.NewPCG(3, 4))
	situations := readSituations(t)
	for _, name := range slices.Sorted(maps.Keys(situations)) {
		s := situations[name]
		if slices.Contains(s.Unseen, "nodes") {
			continue
		}
		snap := s.snapshot(t)
		events := slices.Clone(snap.Events)
		var want []string
		for round := range 5 {
			r.Shuffle(len(events), func(i, j int) { events[i], events[j] = events[j], events[i] })
			tracker := &transition.Tracker{}
			snap.Events = nil
			snap.Nodes = ready(snap.Nodes)
			tracker.Next(repair.Examine(snap, table, s.options(t)))
			snap = s.snapshot(t)
			var got []string
			for n := 0; n < len(events); {
				n += 1 + r.IntN(len(events)-n)
				snap.Events = events[:n]
				got = append(got, shorts(tracker.Next(repair.Examine(snap, table, s.options(t))))...)
			}
			got = withoutRound(phasesOf(got))
			slices.Sort(got)
			if round == 0 {
				want = got
			}
			if !slices.Equal(got, want) || len(slices.Compact(slices.Clone(got))) != len(got) {
				t.Errorf("%s: reported %q, and another time %q", name, got, want)
			}
		}
	}
}

// ready returns the same nodes, all Ready.
func ready(nodes []corev1.Node) []corev1.Node {
	out := make([]corev1.Node, len(nodes))
	for i := range nodes {
		out[i] = *nodes[i].DeepCopy()
		for j := range out[i].Status.Conditions {
			out[i].Status.Conditions[j].Status = corev1.ConditionTrue
		}
	}
	return out
}

// withoutRound leaves what does not depend on the events that were there before: the time,
// the node, the change and the action.
func withoutRound(lines []string) []string {
	out := make([]string, len(lines))
	for i, l := range lines {
		out[i] = strings.Join(strings.Fields(l)[:4], " ")
	}
	return out
}
