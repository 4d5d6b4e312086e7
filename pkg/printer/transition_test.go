package printer_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// transition returns a transition of node n at 21:45.
func transition(change diagnosis.Change) diagnosis.Transition {
	return diagnosis.Transition{
		TypeMeta: metav1.TypeMeta{APIVersion: diagnosis.APIVersion, Kind: diagnosis.TransitionKind},
		Time:     metav1.Date(2026, 5, 19, 21, 45, 0, 0, time.UTC), Node: "n", Change: change,
		NotReadyFor: &metav1.Duration{Duration: 25 * time.Minute},
	}
}

func TestATransitionIsOneLine(t *testing.T) {
	for _, test := range []struct {
		change diagnosis.Change
		set    func(*diagnosis.Transition)
		want   string
	}{
		{diagnosis.NodeDown, func(x *diagnosis.Transition) { x.State, x.Code, x.AtLeast = diagnosis.Failed, "SomeCode", true }, "NotReady for >=25m: Failed: SomeCode"},
		{diagnosis.NodeDown, nil, "NotReady for 25m, seen only afterwards"},
		{diagnosis.NodeRecovered, nil, "Ready again after 25m"},
		{diagnosis.NodeRemoved, func(x *diagnosis.Transition) { x.Code = "SomeCode" }, "removed, NotReady for 25m: SomeCode"},
		{diagnosis.NodeRemoved, func(x *diagnosis.Transition) { x.NotReadyFor = nil }, "removed"},
		{diagnosis.AttemptStarted, nil, "reimage started (round 2)"},
		{diagnosis.AttemptEnded, nil, "reimage ended (round 2)"},
		{diagnosis.AttemptFailed, func(x *diagnosis.Transition) { x.Code = "SomeCode" }, "reimage failed (round 2): SomeCode"},
		{diagnosis.AttemptFailed, func(x *diagnosis.Transition) { x.Code = "NoCode" }, "reimage failed (round 2), no code in the event"},
		{diagnosis.AttemptFailed, func(x *diagnosis.Transition) { x.Code, x.Details = "UnknownCode", "a\nnew text" }, "reimage failed (round 2): unknown code: a new text"},
		{diagnosis.VerdictChanged, func(x *diagnosis.Transition) { x.State, x.Before = diagnosis.NoOutcome, diagnosis.InProgress }, "is now NoOutcome (before: InProgress)"},
	} {
		x := transition(test.change)
		x.Action, x.Round = diagnosis.Reimage, 2
		if test.set != nil {
			test.set(&x)
		}
		var out strings.Builder
		if err := printer.Transition(&out, x, printer.Style{Width: 20}); err != nil {
			t.Fatal(err)
		}
		if want := "2026-05-19T21:45:00Z n " + test.want + "\n"; out.String() != want {
			t.Errorf("printed %q, want %q", out.String(), want)
		}
	}
}

func TestAHostileTransitionStaysOneHarmlessLine(t *testing.T) {
	x := transition(diagnosis.AttemptFailed)
	x.Node, x.Action, x.Code, x.Details = "n\x1b[2J\u202e", "Re\nboot\x07", "UnknownCode", strings.Repeat("\u009b31m", 5000)
	var text, object strings.Builder
	if err := printer.Transition(&text, x, printer.Style{}); err != nil {
		t.Fatal(err)
	}
	if err := printer.TransitionJSON(&object, x); err != nil {
		t.Fatal(err)
	}
	for what, got := range map[string]string{"text": text.String(), "JSON": object.String()} {
		if strings.Count(got, "\n") != 1 || strings.ContainsAny(got, "\x1b\x07\u009b\u202e") {
			t.Errorf("%s: %.200q", what, got)
		}
	}
	if len(text.String()) > 2000 {
		t.Errorf("the line has %d bytes", len(text.String()))
	}
	var back diagnosis.Transition
	if err := json.Unmarshal([]byte(object.String()), &back); err != nil || back.Node != x.Node || back.Details != x.Details {
		t.Errorf("the JSON lost data: %v, %q", err, back.Node)
	}
}

// crowd returns a diagnosis with many nodes down.
func crowd(n int) *diagnosis.Diagnosis {
	d := &diagnosis.Diagnosis{
		Origin: snapshot.Origin{Text: "test"}, TakenAt: metav1.Date(2026, 5, 19, 22, 0, 0, 0, time.UTC), Threshold: metav1.Duration{Duration: 5 * time.Minute},
		Summary: diagnosis.Summary{Total: 2 * n, Ready: n, NotReady: n, Listed: n},
		Groups:  []diagnosis.Group{{ID: 1, State: diagnosis.Failed, Code: "SomeCode"}},
	}
	since := metav1.Date(2026, 5, 19, 21, 0, 0, 0, time.UTC)
	for i := range n {
		d.Findings = append(d.Findings, diagnosis.Finding{
			Node: fmt.Sprintf("aks-user-15776247-vmss%06d", i), Pool: "user", State: diagnosis.Failed, Group: 1,
			NotReadySince: &since, NotReadyFor: metav1.Duration{Duration: time.Hour},
		})
	}
	return d
}

func TestAScreenNeverHasMoreLinesThanTheTerminal(t *testing.T) {
	latest := []diagnosis.Transition{transition(diagnosis.NodeDown), transition(diagnosis.AttemptStarted), transition(diagnosis.NodeRecovered)}
	for _, width := range []int{0, 30, 80, 120} {
		for _, height := range []int{0, 1, 2, 3, 4, 5, 8, 12, 20, 24, 50} {
			for _, nodes := range []int{0, 1, 200} {
				d := crowd(nodes)
				d.Gaps = []snapshot.Gap{{Subjects: []string{"nodes"}, Reason: strings.Repeat("a long reason ", 40)}}
				lines, err := printer.Screen(d, latest, printer.Style{Width: width}, height)
				if err != nil {
					t.Fatal(err)
				}
				if height > 0 && len(lines) > height {
					t.Fatalf("%d lines on a terminal of %d columns and %d lines", len(lines), width, height)
				}
				if height >= 20 && (!strings.Contains(strings.Join(lines, "\n"), "Ready again") || nodes > 0 && !strings.Contains(strings.Join(lines, "\n"), "vmss000000")) {
					t.Fatalf("at %dx%d nodes or changes are missing:\n%s", width, height, strings.Join(lines, "\n"))
				}
			}
		}
	}
}

func TestAScreenLeavesOutColumnsBeforeItLeavesOutNames(t *testing.T) {
	for width, want := range map[int]string{
		120: "NODE NOTREADY POOL LAST STEP VERDICT", 70: "NODE NOTREADY LAST STEP VERDICT", 60: "NODE NOTREADY VERDICT", 20: "NODE NOTREADY VERDICT",
	} {
		lines, err := printer.Screen(crowd(1), nil, printer.Style{Width: width}, 24)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for i, line := range lines {
			if strings.HasPrefix(line, "NODE ") {
				got = strings.Join(strings.Fields(line), " ")
				if !strings.HasPrefix(lines[i+1], "aks-user-15776247-vmss000000 ") {
					t.Errorf("at %d columns the name is %q", width, lines[i+1])
				}
			}
		}
		if got != want {
			t.Errorf("at %d columns the table has %q, want %q", width, got, want)
		}
	}
}

func TestAScreenMarksWhereAVerdictIsCut(t *testing.T) {
	d := crowd(1)
	d.Groups = []diagnosis.Group{{ID: 1, State: diagnosis.Failed, Code: "OutboundConnectivityNotEnabledOnVMSS"}}
	d.Findings[0].Group = 1
	for width, want := range map[int]string{80: "Failed: OutboundCon...tyNotEnabledOnVMSS", 120: "Failed: OutboundConnectivityNotEnabledOnVMSS"} {
		lines, err := printer.Screen(d, nil, printer.Style{Width: width}, 24)
		if err != nil {
			t.Fatal(err)
		}
		text := strings.Join(lines, "\n")
		if !strings.Contains(text, want) {
			t.Errorf("at %d columns there is no %q:\n%s", width, want, text)
		}
	}
}
