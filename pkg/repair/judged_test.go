package repair_test

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge/pattern"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair"
)

var update = flag.Bool("update", false, "write testdata/judged.txt")

// judgedFile holds, for every situation, the answers to the two questions, the causes that are
// settled, and the first three steps.
const judgedFile = "testdata/judged.txt"

// stepsJudged is how many steps of a finding are compared.
const stepsJudged = 3

// fewest is how many situations there are at least.
const fewest = 160

// factLine is a fact of a situation.
type factLine struct {
	Node    string `json:"node"`
	Source  string `json:"source"`
	Type    string `json:"type"`
	Status  string `json:"status"`
	Reason  string `json:"reason"`
	Actor   string `json:"actor"`
	Message string `json:"message"`
	At      string `json:"at"`
}

// judged writes what a diagnosis concludes.
func judged(d *diagnosis.Diagnosis) string {
	var out strings.Builder
	for i := range d.Findings {
		f := &d.Findings[i]
		fmt.Fprintf(&out, "%s: %s\n", f.Node, f.State)
		for _, q := range []struct {
			name   string
			answer *diagnosis.Answer
		}{{"down", f.Down}, {"repair", f.Repair}} {
			if q.answer != nil {
				fmt.Fprintf(&out, "  %s: %s (%s)\n", q.name, q.answer.Text, q.answer.Basis)
			}
		}
		for _, c := range f.Settled {
			fmt.Fprintf(&out, "  %s: %s/%s\n", c.Verdict, c.Entry, c.ID)
		}
		for j, s := range f.Steps {
			if j < stepsJudged {
				fmt.Fprintf(&out, "  %d. %s\n", j+1, s.Text)
			}
		}
		fmt.Fprintf(&out, "  of %d steps\n", len(f.Steps))
	}
	if d.FixFirst != nil {
		fmt.Fprintf(&out, "  first: %d: %s\n", d.FixFirst.Group, d.FixFirst.Text)
	}
	return out.String()
}

func TestWhatEverySituationIsJudgedToBe(t *testing.T) {
	situations := readSituations(t)
	var got strings.Builder
	for _, name := range slices.Sorted(maps.Keys(situations)) {
		s := situations[name]
		fmt.Fprintf(&got, "# %s\n%s\n", name, judged(repair.Examine(s.snapshot(t), table(t), s.options(t)).Diagnosis()))
	}
	if *update {
		if err := os.WriteFile(judgedFile, []byte(got.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(judgedFile)
	if err != nil {
		t.Fatal(err)
	}
	if string(want) != got.String() {
		t.Errorf("the situations are judged otherwise than in %s (go test ./pkg/repair -run Judged -update writes it, then read the difference)", judgedFile)
	}
	if len(situations) < fewest {
		t.Errorf("there are %d situations, %d at least", len(situations), fewest)
	}
}

// TestEveryCheckMatters takes each check away, once, and demands that a situation is then judged
// otherwise.
func TestEveryCheckMatters(t *testing.T) {
	own, err := knowledge.With()
	if err != nil {
		t.Fatal(err)
	}
	situations := readSituations(t)
	names := slices.Sorted(maps.Keys(situations))
	run := func(name string) string {
		s := situations[name]
		return judged(repair.Examine(s.snapshot(t), own, s.options(t)).Diagnosis())
	}
	before := map[string]string{}
	for _, name := range names {
		before[name] = run(name)
	}
	for _, check := range own.Checks() {
		was := *check
		*check = pattern.Check{Name: was.Name, Says: was.Says, Evidence: pattern.Evidence{Facts: []pattern.Fact{{Source: "nobody", Type: "nothing"}}}}
		first := slices.IndexFunc(names, func(name string) bool { return strings.Contains(name, "/"+was.Name+": ") && run(name) != before[name] })
		if first < 0 && !slices.ContainsFunc(names, func(name string) bool { return run(name) != before[name] }) {
			t.Errorf("no situation shows whether the check %s holds", was.Name)
		}
		*check = was
	}
}

func TestNoCauseIsBothConfirmedAndRuledOut(t *testing.T) {
	for name, s := range readSituations(t) {
		d := repair.Examine(s.snapshot(t), table(t), s.options(t)).Diagnosis()
		for i := range d.Findings {
			for _, c := range d.Findings[i].Settled {
				for _, p := range c.Evidence {
					if c.Verdict != diagnosis.Open && p.Verdict != c.Verdict {
						t.Errorf("%s: %s/%s is %s by evidence that says %s", name, c.Entry, c.ID, c.Verdict, p.Verdict)
					}
				}
			}
		}
	}
}

// TestNoStepActsOnANodeThatIsGone allows commands that look a node up, and no others.
func TestNoStepActsOnANodeThatIsGone(t *testing.T) {
	gone := 0
	for name, s := range readSituations(t) {
		d := repair.Examine(s.snapshot(t), table(t), s.options(t)).Diagnosis()
		for i := range d.Findings {
			f := &d.Findings[i]
			if f.State != diagnosis.Removed {
				continue
			}
			gone++
			for _, step := range f.Steps {
				if step.Mutates && (strings.Contains(step.Command, `"${NODE:?}"`) || slices.Contains(strings.Fields(step.Command), f.Node)) {
					t.Errorf("%s: %s is gone, and a step is %q", name, f.Node, step.Command)
				}
			}
		}
	}
	if gone == 0 {
		t.Error("no situation has a node that is gone")
	}
}
