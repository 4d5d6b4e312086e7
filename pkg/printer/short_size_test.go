package printer

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/clean"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// text returns words of many lengths.
func text(r *rand.Rand, words int) string {
	var out []string
	for range 1 + r.IntN(words) {
		out = append(out, name(r, 14))
	}
	return strings.Join(out, " ")
}

func name(r *rand.Rand, longest int) string {
	const letters = "abcdefghijklmnopqrstuvwxyz0123456789-"
	var out strings.Builder
	for range 1 + r.IntN(longest) {
		out.WriteByte(letters[r.IntN(len(letters)-1)])
	}
	return out.String()
}

// anyCluster returns a diagnosis of so many problems, with everything in it as long as it can be.
func anyCluster(r *rand.Rand, problems int) *diagnosis.Diagnosis {
	d := healthy()
	d.Origin = snapshot.Origin{Context: name(r, 300)}
	for range r.IntN(14) {
		d.Gaps = append(d.Gaps, snapshot.Gap{Subjects: []string{name(r, 200), text(r, 4)}, Reason: text(r, 60), Action: text(r, 30)})
	}
	for range r.IntN(5) {
		d.CommonCauses = append(d.CommonCauses, diagnosis.CommonCause{Dimension: "pool", Value: name(r, 90), Down: 3, Total: 4, Title: text(r, 10)})
	}
	if r.IntN(3) == 0 {
		d.Selector, d.NotFound = name(r, 200), []string{name(r, 253), name(r, 253)}
	}
	d.Summary = diagnosis.Summary{Total: 9000, Ready: 8000, NotReady: 1000, Listed: 1000 - r.IntN(2)*10, Removed: r.IntN(3), Recovered: []string{name(r, 253)}}
	for i := range problems {
		g := groupOf(i+1, diagnosis.Exhausted, "", redeployEntry())
		g.Title, g.DoFirst, g.Code, g.Scope = text(r, 12), text(r, 8), name(r, 80), knowledge.ScopePool
		g.Judged = []diagnosis.GroupCause{{Text: text(r, 30), Confirmed: 1, Evidence: []diagnosis.Proof{{Says: text(r, 20), Verdict: diagnosis.Confirmed}}}}
		for range 1 + r.IntN(4) {
			f := anyFinding(r)
			f.Group = i + 1
			g.Nodes, d.Findings = append(g.Nodes, f.Node), append(d.Findings, *f)
		}
		d.Groups = append(d.Groups, g)
	}
	return d
}

// anyFinding returns a finding in which everything is long.
func anyFinding(r *rand.Rand) *diagnosis.Finding {
	f := failedNode()
	f.Node, f.Pool, f.Zone, f.Details, f.NotReadyFor = name(r, 253), name(r, 40), name(r, 30), text(r, 60), lasting(time.Duration(r.IntN(9e6))*time.Second)
	answer := func() *diagnosis.Answer {
		proofs := []diagnosis.Proof{{Says: text(r, 30), Source: "event", Reason: name(r, 60), Message: text(r, 60), Time: before(time.Hour), Verdict: diagnosis.Confirmed}}
		return &diagnosis.Answer{Text: text(r, 20), Evidence: proofs, Causes: []diagnosis.JudgedCause{{Text: text(r, 40), Verdict: diagnosis.Confirmed, Evidence: proofs}}}
	}
	f.Down, f.Repair = answer(), answer()
	if r.IntN(2) == 0 {
		f.Impact = heavyImpact()
	}
	f.Next = &diagnosis.Expectation{Action: diagnosis.Redeploy, Round: 3, About: *before(time.Minute), Confidence: knowledge.Inferred}
	for i := range f.Steps {
		f.Steps[i].Text, f.Steps[i].Warning = text(r, 60), text(r, 60)
	}
	return f
}

// fits checks the size of a result on a terminal.
func fits(t *testing.T, what, out string, s Style) {
	t.Helper()
	lines := strings.Split(strings.TrimSuffix(out, "\n"), "\n")
	if len(lines) > s.Height {
		t.Errorf("%s: %d lines on a screen of %d:\n%s", what, len(lines), s.Height, out)
	}
	for _, line := range lines {
		if clean.Width(line) > s.Width {
			t.Errorf("%s: %d columns on a screen of %d: %q", what, clean.Width(line), s.Width, line)
		}
	}
}

func TestEveryAnswerFitsTheScreen(t *testing.T) {
	styles := []Style{{Width: 80, Height: 24}, {Width: 80, Height: 40}, {Width: 100, Height: 30}, {Width: 120, Height: 24}, {Width: 120, Height: 40}, {Width: 200, Height: 50}}
	print := func(r rendering, s Style) string {
		var out bytes.Buffer
		if err := r.print(&out, s); err != nil {
			t.Fatal(err)
		}
		return out.String()
	}
	for _, s := range styles {
		for _, r := range shortRenderings() {
			if r.name != "clusters" { // a list has a screen for each cluster
				fits(t, r.name, print(r, s), s)
			}
		}
		for problems := range 61 {
			if s.Width > 80 && problems%7 != 0 { // the narrowest is the hardest
				continue
			}
			r := rand.New(rand.NewPCG(uint64(problems), uint64(s.Width)))
			d := anyCluster(r, problems)
			out := print(shortOverview("", d), s)
			what := fmt.Sprintf("%d problems at %d x %d", problems, s.Width, s.Height)
			fits(t, what, out, s)
			nothingVanishes(t, what, out, d)
			e := redeployEntry()
			e.Title, e.DoFirst, e.Code = text(r, 20), text(r, 20), name(r, 60)
			one := anyFinding(r)
			fits(t, "a node beside "+what, print(rendering{"", func(w io.Writer, s Style) error {
				return ShortNode(w, d, one, finding(e), Reach{Rerun: []string{"--kubeconfig=" + name(r, 200), "-f", text(r, 4)}}, s)
			}}, s), s)
		}
	}
}

// leftOut matches what counts problems, and gaps, that have no line.
var leftOut = regexp.MustCompile(`(\d+) more (problem|thing)`)

// nothingVanishes checks that each problem and each gap has a line or is counted, and that it is
// said where to see it.
func nothingVanishes(t *testing.T, what, out string, d *diagnosis.Diagnosis) {
	t.Helper()
	counted := map[string]int{"thing": strings.Count(out, "NOT SEEN: "), "problem": len(regexp.MustCompile(`(?m)^\d+ +\S.* \d+ +\S+`).FindAllString(out, -1))}
	for _, found := range leftOut.FindAllStringSubmatch(out, -1) {
		n, err := strconv.Atoi(found[1])
		if err != nil {
			t.Fatal(err)
		}
		counted[found[2]] += n
		if found[2] == "thing" {
			counted["thing"]-- // the line that counts
		}
		if !strings.Contains(out, "--details") {
			t.Errorf("%s: it is not said how to see the rest:\n%s", what, out)
		}
	}
	if counted["thing"] != len(d.Gaps) {
		t.Errorf("%s: %d of %d gaps are said or counted:\n%s", what, counted["thing"], len(d.Gaps), out)
	}
	if len(d.Groups) > 1 && counted["problem"] < len(d.Groups) {
		t.Errorf("%s: %d of %d problems are said or counted:\n%s", what, counted["problem"], len(d.Groups), out)
	}
}

func TestAPipeHasEverything(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	d := anyCluster(r, 60)
	var out bytes.Buffer
	if err := shortOverview("", d).print(&out, Style{}); err != nil {
		t.Fatal(err)
	}
	for i := range d.Findings {
		if !strings.Contains(out.String(), d.Findings[i].Node) {
			t.Errorf("the node %s is missing", d.Findings[i].Node)
		}
	}
	for i := range d.Groups {
		g := &d.Groups[i]
		for _, want := range []string{g.Title, g.Code, g.DoFirst, g.Judged[0].Text} {
			if !strings.Contains(out.String(), want) {
				t.Errorf("problem %d: %q is missing", g.ID, want)
			}
		}
	}
	for _, gap := range d.Gaps {
		for _, want := range append([]string{gap.Reason, gap.Action}, gap.Subjects...) {
			if !strings.Contains(out.String(), want) {
				t.Errorf("of a gap %q is missing", want)
			}
		}
	}
}
