package paste_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cmd/paste"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer"
)

var update = flag.Bool("update", false, "write what is said of answers of Azure")

// answersSaid is the golden file.
const answersSaid = "testdata/azure.txt"

// What is said of each answer of Azure, down to the steps.
func TestWhatIsSaidOfAnswersOfAzure(t *testing.T) {
	var all bytes.Buffer
	for _, f := range samples(t) {
		fmt.Fprintf(&all, "=== %s\n%s", f.Name, said(t, string(f.Data)))
	}
	want, err := os.ReadFile(answersSaid)
	switch {
	case *update:
		if err := os.WriteFile(answersSaid, all.Bytes(), 0o644); err != nil { //nolint:gosec // everybody may read it
			t.Fatal(err)
		}
	case err != nil:
		t.Fatal(err)
	case !bytes.Equal(all.Bytes(), want):
		got, wanted := strings.Split(all.String(), "\n"), strings.Split(string(want), "\n")
		for i := range min(len(got), len(wanted)) {
			if got[i] != wanted[i] {
				t.Fatalf("line %d is\n%s\nwant (go test ./pkg/cmd/paste -update writes it)\n%s", i+1, got[i], wanted[i])
			}
		}
		t.Fatalf("there are %d lines, want %d", len(got), len(wanted))
	}
}

// samples returns the answers of Azure that the tests of their reader have.
func samples(t *testing.T) []txtar.File {
	t.Helper()
	paths, err := filepath.Glob("../../azure/answers/testdata/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no samples: %v", err)
	}
	var all []txtar.File
	for _, path := range paths {
		archive, err := txtar.ParseFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range archive.Files {
			if !strings.HasSuffix(f.Name, ".want") {
				all = append(all, f)
			}
		}
	}
	return all
}

// said returns what is printed of a text, without its steps, and what is left to explain.
func said(t *testing.T, text string) string {
	t.Helper()
	table, err := knowledge.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	now := func() time.Time { return time.Date(2026, 5, 19, 22, 0, 0, 0, time.UTC) }
	o, err := paste.Reader{Out: &paste.Counter{W: &out}, Table: table, Style: printer.Style{Width: 100}, Now: now, Details: true}.Read(t.Context(), text)
	if err != nil {
		t.Fatal(err)
	}
	printed, _, _ := strings.Cut(out.String(), "\nNext steps\n")
	if o.Incomplete != nil {
		printed += "incomplete: " + o.Incomplete.Error() + "\n"
	}
	for _, e := range table.Explain(o.Text).Entries {
		printed += "and explains " + e.Code + "\n"
	}
	return printed + "\n"
}

// Nothing that is said of an answer alone says whether a node is Ready.
func TestAnAnswerDoesNotSayWhetherANodeIsReady(t *testing.T) {
	for _, f := range samples(t) {
		text := said(t, string(f.Data))
		for _, claim := range []string{"is NotReady", "are NotReady", "is Ready.", "are Ready", "node is down"} {
			if strings.Contains(strings.ReplaceAll(text, "whether a node is Ready", ""), claim) {
				t.Errorf("%s: %q is in\n%s", f.Name, claim, text)
			}
		}
	}
}

// An answer that was cut never gets "All is well".
func TestAnAnswerThatWasCutIsNotWell(t *testing.T) {
	for _, f := range samples(t) {
		text := strings.TrimSpace(string(f.Data))
		for end := 1; end < len(text); end += 97 {
			if strings.Contains(said(t, text[:end]), "All is well") {
				t.Fatalf("%s, cut behind byte %d, is said to be well", f.Name, end)
			}
		}
	}
}
