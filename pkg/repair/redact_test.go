package repair_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/dump"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/redact"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// verdicts returns all of a diagnosis that is no name and no free text, a node a line.
func verdicts(t *testing.T, d *diagnosis.Diagnosis) []string {
	t.Helper()
	var lines []string
	add := func(what ...any) {
		line, err := json.Marshal(what)
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, string(line))
	}
	for i := range d.Findings {
		f := d.Findings[i]
		for i := range f.Attempts {
			f.Attempts[i].Details = ""
		}
		for i := range f.Signals {
			f.Signals[i].Name, f.Signals[i].Reason, f.Signals[i].Message = "", "", ""
		}
		var commands []bool
		for _, s := range f.Steps {
			commands = append(commands, s.Command != "")
		}
		add("finding", f.State, f.Reason, f.Code, f.Cause, f.Entries, f.Outer, f.NotReadySince, f.AtLeast, f.OS, f.Kubelet, f.Attempts, f.Signals,
			f.Next, f.Heartbeat, f.Machine.InstanceID, f.Machine.Inferred, len(f.Setup), commands, len(f.Timeline), len(f.Taints), f.Impact)
	}
	for _, g := range d.Groups {
		add("group", g.State, g.Reason, g.Code, g.Cause, g.Entry, len(g.Nodes), len(g.Details))
	}
	for _, m := range d.CommonCauses {
		add("mass", m.Dimension, m.Down, m.Total, m.Entry)
	}
	slices.Sort(lines)
	s := d.Summary
	return append(lines, fmt.Sprint(s.Total, s.Ready, s.Listed, s.Below, s.Removed, s.Unread, len(s.Recovered), d.Events, len(d.Gaps), len(d.NotFound)))
}

func without(lines, others []string) []string {
	return slices.DeleteFunc(slices.Clone(lines), func(line string) bool { return slices.Contains(others, line) })
}

// redactor returns a redaction with the vocabulary that the command gives it.
func redactor(t *testing.T, table *knowledge.Table) *redact.Redactor {
	t.Helper()
	words, err := table.Vocabulary()
	if err != nil {
		t.Fatal(err)
	}
	r, err := redact.New(strings.NewReader(strings.Repeat("k", 32)), words...)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestARedactedDiagnosisSaysTheSame(t *testing.T) {
	table := table(t)
	r := redactor(t, table)
	check := func(name string, s *snapshot.Snapshot, o repair.Options) {
		t.Run(name, func(t *testing.T) {
			want, got := verdicts(t, repair.Examine(s, table, o).Diagnosis()), verdicts(t, repair.Examine(r.Snapshot(s), table, o).Diagnosis())
			if !slices.Equal(got, want) {
				t.Errorf("redacted\n%s\nas it is\n%s", strings.Join(without(got, want), "\n"), strings.Join(without(want, got), "\n"))
			}
		})
	}
	for name, s := range readSituations(t) {
		check(name, s.snapshot(t), s.options(t))
	}
	demo, err := dump.NewDemo(dump.DemoAll, snapshot.Selection{}, time.Time{}, false).Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	check("demo", demo, repair.Options{NotReadyFor: 5 * time.Minute})
}
