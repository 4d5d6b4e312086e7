package repair_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair"
)

func table(t testing.TB) *knowledge.Table {
	t.Helper()
	table, err := knowledge.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	return table
}

func (s situation) options(t testing.TB) repair.Options {
	o := repair.Options{NotReadyFor: 5 * time.Minute, Until: clock(t, s.Until)}
	if s.Since != "" {
		since, err := time.ParseDuration(s.Since)
		if err != nil {
			t.Fatal(err)
		}
		o.Since = since
	}
	return o
}

func TestSituations(t *testing.T) {
	table := table(t)
	for name, s := range readSituations(t) {
		t.Run(name, func(t *testing.T) {
			d := repair.Examine(s.snapshot(t), table, s.options(t)).Diagnosis()
			if !strings.HasPrefix(name, "judged-") { // what these are judged to be is in judgedFile
				s.check(t, d)
			}
			checkInvariants(t, d, table)
		})
	}
}

// check compares a diagnosis with what the situation wants; the order of findings is free.
func (s situation) check(t *testing.T, d *diagnosis.Diagnosis) {
	got := map[string]diagnosis.Finding{}
	for _, f := range d.Findings {
		got[f.Node] = f
	}
	for _, want := range s.Want {
		f, ok := got[want.Node]
		if !ok {
			t.Errorf("no finding for %s", want.Node)
			continue
		}
		delete(got, want.Node)
		want.check(t, f)
	}
	for name, f := range got {
		t.Errorf("unexpected finding for %s: %s %s", name, f.State, f.Reason)
	}
	if d.Summary.Below != s.Below || len(d.Summary.Flapping) != s.Flapping || len(d.Gaps) != len(s.Unseen)+s.Gaps {
		t.Errorf("below %d, flapping %v, gaps %d: want %d, %d, %d", d.Summary.Below, d.Summary.Flapping, len(d.Gaps), s.Below, s.Flapping, len(s.Unseen)+s.Gaps)
	}
	var mass []string
	for _, m := range d.CommonCauses {
		mass = append(mass, strings.TrimSpace(fmt.Sprintf("%s %s", m.Dimension, m.Value))+fmt.Sprintf(" %d/%d", m.Down, m.Total))
	}
	if s.Mass != nil && !slices.Equal(mass, s.Mass) {
		t.Errorf("mass failures %q, want %q", mass, s.Mass)
	}
	if !slices.Equal(d.NotFound, s.NotFound) {
		t.Errorf("not found %v, want %v", d.NotFound, s.NotFound)
	}
	if !slices.Equal(d.Summary.Recovered, s.Recovered) {
		t.Errorf("recovered %v, want %v", d.Summary.Recovered, s.Recovered)
	}
	if got := pastLines(d); s.Past != nil && !slices.Equal(got, s.Past) {
		t.Errorf("of the past %q, want %q", got, s.Past)
	}
}

// pastLines writes what a diagnosis knows of the time before, one line for each thing.
func pastLines(d *diagnosis.Diagnosis) []string {
	var lines []string
	for _, r := range d.Repeated {
		line := fmt.Sprintf("%s repaired %d times, Ready after %d", r.Node, r.Repairs, r.Ready)
		for _, step := range r.Steps {
			line += fmt.Sprintf(", %s %d/%d", step.Action, step.Count, step.Failed)
		}
		for _, code := range r.Codes {
			line += fmt.Sprintf(", %s %d", code.Code, code.Count)
		}
		lines = append(lines, line)
	}
	for i := range d.Findings {
		f := &d.Findings[i]
		if r := f.Removal; r != nil {
			since, gone := "never", "at"
			if r.Since != nil {
				since = r.Since.Format(time.TimeOnly)
			}
			if r.AtLeast {
				gone = "after"
			}
			lines = append(lines, fmt.Sprintf("%s NotReady from %s, gone %s %s", f.Node, since, gone, r.At.Format(time.TimeOnly)))
		}
		if f.SetAside != nil {
			lines = append(lines, fmt.Sprintf("%s %d events set aside", f.Node, f.SetAside.Events))
		}
	}
	return lines
}

func (want wantLine) check(t *testing.T, f diagnosis.Finding) {
	if string(f.State) != want.State || f.Reason != want.Reason || f.Code != want.Code {
		t.Errorf("%s: state %s, reason %q, code %q; want %s, %q, %q", f.Node, f.State, f.Reason, f.Code, want.State, want.Reason, want.Code)
	}
	since := time.Time{}
	if f.NotReadySince != nil {
		since = f.NotReadySince.Time
	}
	if want.Since != "" && (!since.Equal(clock(t, want.Since)) || f.AtLeast != want.AtLeast) {
		t.Errorf("%s: since %s, at least %v; want %s, %v", f.Node, since.Format("15:04:05"), f.AtLeast, want.Since, want.AtLeast)
	}
	var attempts []string
	for _, a := range f.Attempts {
		attempts = append(attempts, shortAttempt(a))
	}
	if want.Attempts != nil && !slices.Equal(attempts, want.Attempts) {
		t.Errorf("%s: attempts %q, want %q", f.Node, attempts, want.Attempts)
	}
	if n := len(want.Entries); n > len(f.Entries) || !slices.Equal(f.Entries[:n], want.Entries) {
		t.Errorf("%s: entries %q, want first %q", f.Node, f.Entries, want.Entries)
	}
	want.checkContext(t, f)
	if want.FirstStep != "" && (len(f.Steps) == 0 || !strings.Contains(f.Steps[0].Text+"\n"+f.Steps[0].Command, want.FirstStep)) {
		t.Errorf("%s: the first step of %+v has no %q", f.Node, f.Steps, want.FirstStep)
	}
}

// checkContext compares what the finding has besides the code.
func (want wantLine) checkContext(t *testing.T, f diagnosis.Finding) {
	if f.Cause != want.Cause {
		t.Errorf("%s: cause %q, want %q (entries %q)", f.Node, f.Cause, want.Cause, f.Entries)
	}
	if want.Unknown != "" && (len(f.Unknown) == 0 || f.Unknown[0] != want.Unknown) {
		t.Errorf("%s: unknown codes %q, want first %q", f.Node, f.Unknown, want.Unknown)
	}
	next := "none"
	if f.Next != nil {
		next = fmt.Sprintf("%s %d %s", f.Next.Action, f.Next.Round, f.Next.About.UTC().Format("15:04:05"))
	}
	if want.Next != "" && next != want.Next {
		t.Errorf("%s: next %s, want %s", f.Node, next, want.Next)
	}
	var signals []string
	for _, s := range f.Signals {
		signals = append(signals, strings.TrimSpace(fmt.Sprintf("%s %s %s", s.Role, s.Source, s.Name)))
	}
	if want.Signals != nil && !slices.Equal(signals, want.Signals) {
		t.Errorf("%s: signals %q, want %q", f.Node, signals, want.Signals)
	}
}

func shortAttempt(a diagnosis.Attempt) string {
	phases := ""
	for letter, seen := range []bool{a.Start != nil, a.End != nil, a.Error != nil} {
		if seen {
			phases += string("SEX"[letter])
		}
	}
	earlier := ""
	if a.Earlier {
		earlier = "-"
	}
	return fmt.Sprintf("%s%d %s %s", earlier, a.Round, a.Action, phases)
}

// checkInvariants are true of every diagnosis, whatever the snapshot.
func checkInvariants(t testing.TB, d *diagnosis.Diagnosis, table *knowledge.Table) {
	t.Helper()
	for _, f := range d.Findings {
		if f.Group < 1 || f.Group > len(d.Groups) || !slices.Contains(d.Groups[f.Group-1].Nodes, f.Node) {
			t.Errorf("%s is in group %d, which does not have it", f.Node, f.Group)
		}
		if len(f.Entries) == 0 || table.Entry(f.Entries[0]) == nil || len(f.Steps) == 0 {
			t.Errorf("%s: entries %q and %d steps: nothing to show the user", f.Node, f.Entries, len(f.Steps))
		}
		for _, code := range f.Entries {
			if table.Entry(code) == nil {
				t.Errorf("%s: the table has no entry %q", f.Node, code)
			}
		}
		if f.NotReadyFor.Duration < 0 {
			t.Errorf("%s: NotReady for %s", f.Node, f.NotReadyFor.Duration)
		}
		if !slices.IsSortedFunc(f.Timeline, func(a, b diagnosis.Moment) int { return a.Time.Compare(b.Time.Time) }) {
			t.Errorf("%s: the timeline is not in order", f.Node)
		}
	}
	s := d.Summary
	if s.Total >= 0 && s.Total != s.Ready+s.NotReady+s.Unread {
		t.Errorf("the summary does not add up: %+v", s)
	}
}
