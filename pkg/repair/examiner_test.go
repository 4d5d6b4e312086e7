package repair_test

import (
	"slices"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair/transition"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// What is not of a node and its events alone is looked at each time: what time it is, and which nodes were read in full.
func TestAnExaminerKeepsOnlyWhatNothingElseChanges(t *testing.T) {
	events := []eventLine{{Node: "a", Reason: "NodeRebootStart", At: "21:10:00"}, {Node: "a", Reason: "NodeNotReady", At: "21:40:00"}}
	nodes := []nodeLine{{Name: "a", Ready: "Unknown", Since: "21:40:00", Created: "21:30:00"}}
	examiner := repair.NewExaminer(onceTable(), repair.Options{NotReadyFor: 5 * time.Minute})
	for _, step := range []struct {
		now   string
		whole bool
	}{{"21:37:00", true}, {"21:38:30", true}, {"21:39:30", true}, {"21:39:40", false}, {"21:45:00", true}, {"21:46:00", true}} {
		s := situation{Now: step.now, Ready: 3, Nodes: nodes, Events: events}.snapshot(t)
		s.Scan, s.Changes = append(s.Scan, snapshot.NodeStatus{Name: "a"}), map[string]int{"a": 1}
		if !step.whole {
			s.Nodes = []corev1.Node{}
		}
		want := asJSON(t, repair.Examine(s, onceTable(), repair.Options{NotReadyFor: 5 * time.Minute}).Diagnosis())
		if got := asJSON(t, examiner.Examine(s).Diagnosis()); got != want {
			t.Errorf("at %s:\n%s\nwant\n%s", step.now, got, want)
		}
	}
}

// The clock of a cluster is an estimate, which can go back.
func TestAnExaminerLeavesOutTheEventsThatAreTooOldNow(t *testing.T) {
	o := repair.Options{NotReadyFor: 5 * time.Minute, Since: 10 * time.Minute}
	events := []eventLine{{Node: "a", Reason: "NodeRebootStart", At: "21:10:00"}, {Node: "a", Reason: "NodeReimageStart", At: "21:20:00"}}
	nodes := []nodeLine{{Name: "a", Ready: "Unknown", Since: "21:05:00", Created: "20:30:00"}}
	examiner := repair.NewExaminer(onceTable(), o)
	attempts := map[int]bool{}
	for _, now := range []string{"21:15:00", "21:20:00", "21:20:01", "21:25:00", "21:19:59", "21:30:00", "21:31:00", "21:30:00", "21:40:00", "21:12:00"} {
		s := situation{Now: now, Ready: 3, Nodes: nodes, Events: events}.snapshot(t)
		s.Changes = map[string]int{"a": 1}
		want := repair.Examine(s, onceTable(), o).Diagnosis()
		if got := asJSON(t, examiner.Examine(s).Diagnosis()); got != asJSON(t, want) {
			t.Errorf("at %s:\n%s\nwant\n%s", now, got, asJSON(t, want))
		}
		attempts[len(want.Findings[0].Attempts)] = true
	}
	if len(attempts) != 3 {
		t.Errorf("there are %v attempts, and not 0, 1 and 2", attempts)
	}
}

// What Azure answers about a repair is news, although the node and its events are as before.
func TestARepairThatTheActivityLogShowsIsReported(t *testing.T) {
	one := situation{Now: "21:40:00", Ready: 3, Nodes: node("Unknown", "21:20:00")}
	examiner, tracker := repair.NewExaminer(onceTable(), repair.Options{NotReadyFor: 5 * time.Minute}), &transition.Tracker{}
	var got []string
	for _, operations := range [][]string{nil, {"Restart"}, {"Restart", "Reimage"}} {
		s := one.snapshot(t)
		s.Changes = map[string]int{"a": 1}
		for i, kind := range operations {
			at := clock(t, "21:31:00").Add(time.Duration(i) * 5 * time.Minute)
			s.Facts = append(s.Facts, snapshot.Fact{Source: "azure-activity-log", Type: kind, Node: "a", Actor: "AKS", Status: "Succeeded", Time: at, Until: at.Add(time.Minute)})
		}
		got = append(got, shorts(tracker.Next(examiner.Examine(s)))...)
	}
	for _, want := range []string{"21:31:00 a AttemptStarted Reboot 1", "21:36:00 a AttemptStarted Reimage 1", "21:37:00 a AttemptEnded Reimage 1"} {
		if !slices.Contains(got, want) {
			t.Errorf("reported %q, without %q", got, want)
		}
	}
}
