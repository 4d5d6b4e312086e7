package cmd_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cmd"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv/paste"
)

// onSmallTerminal is what a command prints to a terminal of 80 columns and 24 lines, also where it could not see everything.
func onSmallTerminal(t *testing.T, args ...string) string {
	t.Helper()
	var out, errOut bytes.Buffer
	sys := system(t, &out, &errOut, args...)
	sys.Terminal, sys.Height = func(any) (int, bool) { return 80, true }, func(any) int { return 24 }
	cmd.Main(sys)
	if out.Len() == 0 {
		t.Fatalf("%q prints nothing: %s", args, errOut.String())
	}
	return out.String()
}

// brokenCommands are the commands of a text that are printed over several lines.
func brokenCommands(text string) [][]string {
	var out [][]string
	var open []string
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if begun := len(open) > 0; begun || strings.HasSuffix(line, ` \`) {
			if _, behind, ok := strings.Cut(line, ":   "); !begun && ok {
				line = behind // a label
			}
			open = append(open, strings.TrimSpace(line))
		}
		if len(open) > 0 && !strings.HasSuffix(line, ` \`) {
			out, open = append(out, open), nil
		}
	}
	return out
}

func TestAPartOfWhatIsPrintedRunsNothing(t *testing.T) {
	var pages []string
	add := func(args ...string) {
		pages = append(pages, onSmallTerminal(t, args...), onSmallTerminal(t, append(args, "--details", "--no-pager")...))
	}
	for _, demo := range []string{"--demo", "--demo=all"} {
		add("diagnose", demo)
		_, names, _ := run(t, "diagnose", demo, "-o", "name")
		for name := range strings.FieldsSeq(names) {
			add("diagnose", demo, name)
		}
	}
	table, err := knowledge.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range table.Entries() {
		add("explain", e.Code)
	}
	var cuts, wholes []string
	for _, page := range pages {
		for _, lines := range brokenCommands(page) {
			cuts = append(cuts, paste.Cuts(lines)...)
			wholes = append(wholes, strings.Join(lines, "\n"))
		}
	}
	slices.Sort(cuts)
	slices.Sort(wholes)
	cuts, wholes = slices.Compact(cuts), slices.Compact(wholes)
	if len(wholes) < 100 {
		t.Fatalf("only %d commands over several lines on %d pages", len(wholes), len(pages))
	}
	for i, made := range paste.Run(t, "sh", cuts, nil) {
		if len(made) > 0 {
			t.Errorf("after\n%s\nthere was called\n%s", cuts[i], strings.Join(made, "\n"))
		}
	}
	t.Logf("%d pages, %d commands over several lines, cut in %d places", len(pages), len(wholes), len(cuts))
}
