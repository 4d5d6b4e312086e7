package repair_test

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// TestEverySituationHasAnAnswerOfOneScreen prints the page of each node, and the overview.
func TestEverySituationHasAnAnswerOfOneScreen(t *testing.T) {
	style := printer.Style{Width: 80, Height: 24}
	pages := 0
	for name, d := range diagnoses(t) {
		check := func(what string, out bytes.Buffer, err error) {
			if err != nil {
				t.Fatal(err)
			}
			lines := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
			if len(lines) > style.Height {
				t.Errorf("%s: %s: %d lines:\n%s", name, what, len(lines), out.String())
			}
			for _, line := range lines {
				if utf8.RuneCountInString(line) > style.Width {
					t.Errorf("%s: %s: more than %d columns: %q", name, what, style.Width, line)
				}
			}
			for _, gap := range d.Gaps {
				if subject, _, _ := strings.Cut(gap.Subjects[0], " "); !strings.Contains(out.String(), subject) && !strings.Contains(out.String(), "more thing") {
					t.Errorf("%s: %s: the gap %q vanishes:\n%s", name, what, gap.Subjects[0], out.String())
				}
			}
		}
		var out bytes.Buffer
		err := printer.Short(&out, d, printer.Reach{}, table(t).Find, style)
		check("overview", out, err)
		for i := range d.Findings {
			f := &d.Findings[i]
			var out bytes.Buffer
			err := printer.ShortNode(&out, d, f, table(t).Find, printer.Reach{Kubectl: []string{"--context=prod"}}, style)
			check(f.Node, out, err)
			pages++
		}
	}
	const fewest = 160
	if pages < fewest {
		t.Errorf("%d pages were looked at", pages)
	}
}

// TestAnOverviewIsTheSameWithoutWhatItDoesNotShow prints each situation as an overview, and all of them as one.
func TestAnOverviewIsTheSameWithoutWhatItDoesNotShow(t *testing.T) {
	known, several := table(t), 0
	check := func(name string, s *snapshot.Snapshot, o repair.Options) {
		whole := repair.Examine(s, known, o).Diagnosis()
		o.Overview = true
		short := repair.Examine(s, known, o).Diagnosis()
		for _, style := range []printer.Style{{Width: 80, Height: 24}, {}, {NoHeaders: true}} {
			var want, got bytes.Buffer
			if err := errors.Join(printer.Short(&want, whole, printer.Reach{}, known.Find, style), printer.Short(&got, short, printer.Reach{}, known.Find, style)); err != nil {
				t.Fatal(err)
			}
			if got.String() != want.String() {
				t.Errorf("%s: %+v: it is\n%s\nand not\n%s", name, style, got.String(), want.String())
			}
		}
		if len(whole.Findings) > 1 {
			several++
			for i := range whole.Findings {
				f := &whole.Findings[i]
				f.Steps, f.Setup, f.Timeline = []diagnosis.Step{}, nil, nil
			}
		}
		if asJSON(t, short) != asJSON(t, whole) {
			t.Errorf("%s: it lacks something else", name)
		}
	}
	for name, s := range readSituations(t) {
		check(name, s.snapshot(t), s.options(t))
	}
	check("all", everything(t), repair.Options{NotReadyFor: 5 * time.Minute})
	if several < 3 {
		t.Errorf("%d situations have several nodes", several)
	}
}
