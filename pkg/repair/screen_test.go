package repair_test

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer"
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
