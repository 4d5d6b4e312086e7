package repair_test

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair"
)

// besideFile holds what each situation with facts of Azure is diagnosed as without them, and with them.
const besideFile = "testdata/beside-azure.txt"

// besideWidth is how wide each half is.
const besideWidth = 76

// besideLines are the headline, the answers, the judged causes and the steps that are left.
func besideLines(d *diagnosis.Diagnosis) []string {
	var lines []string
	for i := range d.Findings {
		f := &d.Findings[i]
		lines = append(lines, d.Groups[f.Group-1].Title, strings.TrimSpace(string(f.State)+" "+f.Code+f.Reason))
		for _, a := range []*diagnosis.Answer{f.Down, f.Repair} {
			if a != nil {
				lines = append(lines, "answer: "+a.Text)
			}
		}
		for _, c := range f.Settled {
			if c.Verdict != diagnosis.Open {
				lines = append(lines, string(c.Verdict)+": "+c.Text)
			}
		}
		for j, s := range f.Steps {
			lines = append(lines, fmt.Sprintf("%d. %s", j+1, s.Text))
		}
	}
	return lines
}

// In each situation Azure has a code, an attempt or evidence on a cause that the cluster does not show.
func TestBesideAzureJudged(t *testing.T) {
	situations := readSituations(t)
	var got strings.Builder
	count := 0
	for _, name := range slices.Sorted(maps.Keys(situations)) {
		about, ok := strings.CutPrefix(name, "judged-azure/with Azure, ")
		if !ok {
			continue
		}
		count++
		s := situations[name]
		snap := s.snapshot(t)
		with := repair.Examine(snap, table(t), s.options(t)).Diagnosis()
		plain := *snap
		plain.Facts = nil
		without := repair.Examine(&plain, table(t), s.options(t)).Diagnosis()
		left, right := besideLines(without), besideLines(with)
		fmt.Fprintf(&got, "# %s\n%-*s | %s\n", about, besideWidth, "WITHOUT AZURE", "WITH AZURE")
		for i := range max(len(left), len(right)) {
			fmt.Fprintf(&got, "%-*s | %s\n", besideWidth, line(left, i), line(right, i))
		}
		got.WriteByte('\n')
		a, b := &without.Findings[0], &with.Findings[0]
		if len(b.Settled) <= len(a.Settled) && b.Code == a.Code && len(b.Attempts) == len(a.Attempts) {
			t.Errorf("%s: Azure adds nothing", about)
		}
	}
	if count != 14 {
		t.Errorf("%d situations, want one for each of the nine codes and five of those without one", count)
	}
	if *update {
		if err := os.WriteFile(besideFile, []byte(got.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if want, err := os.ReadFile(besideFile); err != nil || string(want) != got.String() {
		t.Errorf("it is diagnosed otherwise than in %s (go test ./pkg/repair -run Judged -update writes it, then read the difference): %v", besideFile, err)
	}
}

// line is a line of a half, cut where it is too long.
func line(lines []string, i int) string {
	if i >= len(lines) {
		return ""
	}
	if text := lines[i]; utf8.RuneCountInString(text) > besideWidth {
		return string([]rune(text)[:besideWidth-1]) + "…"
	}
	return lines[i]
}
