package printer

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
)

// explanation is the answer to a text that leads to these entries.
func explanation(name string, below Below, general []*knowledge.Entry, entries ...*knowledge.Entry) rendering {
	var list []Explained
	for _, e := range entries {
		list = append(list, Explained{Entry: e, Setup: []string{"NODE_RG=$(az x)", "NODE=  # fill in: the node"}})
	}
	return rendering{name, func(w io.Writer, s Style) error { return ShortEntries(w, list, general, below, sayNames, s) }}
}

// explanations returns the answers of explain on one screen.
func explanations() []rendering {
	own := redeployEntry()
	own.Source, own.Causes[0].ConfirmedBy, own.Causes[1].RuledOutBy = "team.yaml", []string{"no-host", "no-room"}, []string{"host-lives"}
	return []rendering{
		explanation("explain", Below{}, nil, own),
		explanation("explain-several", Below{}, []*knowledge.Entry{unknownEntry()}, credentialEntry(), own, stoppedEntry()),
		explanation("explain-beside", Below{Lines: 21, Verdict: true}, nil, entries()...),
		{"kinds", func(w io.Writer, s Style) error { return Kinds(w, entries(), s) }},
	}
}

// builtin returns all entries of the table, whole, with the lines that set their variables.
func builtin(t *testing.T) (*knowledge.Table, []Explained) {
	t.Helper()
	table, err := knowledge.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	var list []Explained
	for _, e := range table.Entries() {
		var commands []string
		for _, step := range e.NextSteps {
			commands = append(commands, step.Command)
		}
		list = append(list, Explained{Entry: e, Setup: table.Setup(commands, nil)})
	}
	return table, list
}

// Every entry has its answer within 24 lines of 80 columns, and several have theirs within 40, also
// below the verdict on a page.
func TestEveryExplanationFitsTheScreen(t *testing.T) {
	table, list := builtin(t)
	print := func(below Below, s Style, entries ...Explained) string {
		var out bytes.Buffer
		if err := ShortEntries(&out, entries, nil, below, table.Says, s); err != nil {
			t.Fatal(err)
		}
		return out.String()
	}
	for _, s := range []Style{{Width: 80, Height: 24}, {Width: 80, Height: 60}, {Width: 60, Height: 20}, {Width: 120, Height: 40}, {Width: 200, Height: 24}} {
		most := s
		if s.Width == 80 {
			most.Height = 24
		}
		for _, e := range list {
			out := print(Below{}, s, e)
			fits(t, fmt.Sprintf("%s at %+v", e.Entry.Code, s), out, most)
			if changes := strings.Count(out, ". ! "); changes > 1 || strings.Contains(out, "\n  4. ") {
				t.Errorf("%s: more than three steps, or more than one that changes something:\n%s", e.Entry.Code, out)
			}
		}
		r := rand.New(rand.NewPCG(1, uint64(s.Width)))
		for n := 2; n < 60; n += 3 {
			var several []Explained
			for range n {
				several = append(several, list[r.IntN(len(list))])
			}
			fits(t, fmt.Sprintf("%d entries at %+v", n, s), print(Below{}, s, several...), Style{Width: s.Width, Height: min(s.Height, 40)})
			fits(t, fmt.Sprintf("%d entries beside a verdict at %+v", n, s), print(Below{Lines: 21, Verdict: true}, s, several...), Style{Width: s.Width, Height: 40 - 21})
		}
	}
}

// The best practices are fifteen lines below their title, with the commands that put them in place.
func TestTheBestPracticesAreFifteenLines(t *testing.T) {
	table, list := builtin(t)
	i := slices.IndexFunc(list, func(e Explained) bool { return e.Entry.Kind == knowledge.KindPractice })
	for _, s := range []Style{{Width: 80, Height: 24, NoHeaders: true}, {Width: 120, Height: 40, NoHeaders: true}} {
		var out bytes.Buffer
		if err := ShortEntries(&out, list[i:i+1], nil, Below{}, table.Says, s); err != nil {
			t.Fatal(err)
		}
		_, content, _ := strings.Cut(strings.TrimSpace(out.String()), "\n")
		if n := strings.Count(content, "\n") + 1; n > 15 {
			t.Errorf("%d lines at %d columns:\n%s", n, s.Width, &out)
		}
		page := strings.Join(strings.Fields(content), " ")
		for _, want := range []string{"about one hour", "90 days", "alert on repair errors and on NotReady nodes", "roubleshoot yourself"} {
			if !strings.Contains(page, want) {
				t.Errorf("%q is missing at %d columns:\n%s", want, s.Width, &out)
			}
		}
		for _, command := range []string{"history", "alerts --check", "diagnose --save evidence.tgz"} {
			if !strings.Contains(out.String(), "\n       kubectl autorepair "+command+"\n") && !strings.HasSuffix(out.String(), "       kubectl autorepair "+command+"\n") {
				t.Errorf("there is no line with kubectl autorepair %s at %d columns:\n%s", command, s.Width, &out)
			}
		}
	}
}

// A pipe has no screen: each entry has all of its causes with what shows them, and nothing is cut.
func TestAPipeExplainsWithoutCuts(t *testing.T) {
	table, list := builtin(t)
	var out bytes.Buffer
	if err := ShortEntries(&out, list, nil, Below{}, table.Says, Style{}); err != nil {
		t.Fatal(err)
	}
	whole := strings.Join(strings.Fields(out.String()), " ")
	for _, e := range list {
		wanted := []string{e.Entry.Code + ": " + e.Entry.Title, e.Entry.Meaning, e.Entry.DoFirst}
		for _, c := range e.Entry.Causes {
			wanted = append(append(wanted, c.Text), table.Says(c.ConfirmedBy)...)
		}
		for _, want := range wanted {
			if !strings.Contains(whole, strings.Join(strings.Fields(want), " ")) {
				t.Errorf("%s: %q is missing", e.Entry.Code, want)
			}
		}
	}
}
