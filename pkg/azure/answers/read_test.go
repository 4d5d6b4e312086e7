package answers_test

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

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure/answers"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

var update = flag.Bool("update", false, "write what the answers in testdata are read as")

// samples returns the answers in testdata by their names.
func samples(tb testing.TB) map[string]string {
	tb.Helper()
	all := map[string]string{}
	for _, path := range archives(tb) {
		archive, err := txtar.ParseFile(path)
		if err != nil {
			tb.Fatal(err)
		}
		for _, f := range archive.Files {
			if !strings.HasSuffix(f.Name, wantSuffix) {
				all[f.Name] = string(f.Data)
			}
		}
	}
	return all
}

func archives(tb testing.TB) []string {
	tb.Helper()
	paths, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(paths) == 0 {
		tb.Fatalf("no samples: %v", err)
	}
	return paths
}

// wantSuffix is how the file is called that says what an answer is read as.
const wantSuffix = ".want"

// Each answer is read as the facts that stand behind it.
func TestEachAnswerBecomesItsFacts(t *testing.T) {
	for _, path := range archives(t) {
		archive, err := txtar.ParseFile(path)
		if err != nil {
			t.Fatal(err)
		}
		want, written := map[string]string{}, &txtar.Archive{Comment: archive.Comment}
		for _, f := range archive.Files {
			want[f.Name] = string(f.Data)
		}
		for _, f := range archive.Files {
			if strings.HasSuffix(f.Name, wantSuffix) {
				continue
			}
			got := describe(answers.Read(string(f.Data)))
			written.Files = append(written.Files, f, txtar.File{Name: f.Name + wantSuffix, Data: []byte(got)})
			if !*update && got != want[f.Name+wantSuffix] {
				t.Errorf("%s is read as\n%swant (go test ./pkg/azure/answers -update writes it)\n%s", f.Name, got, want[f.Name+wantSuffix])
			}
		}
		if data := txtar.Format(written); *update && !bytes.Equal(data, txtar.Format(archive)) {
			if err := os.WriteFile(path, data, 0o644); err != nil { //nolint:gosec // everybody may read it
				t.Fatal(err)
			}
		}
	}
}

// describe writes answers in a line for each thing.
func describe(found []answers.Answer, rest string) string {
	var b strings.Builder
	for i := range found {
		a := &found[i]
		fmt.Fprintln(&b, "taken for", a.Page)
		for j := range a.Facts {
			fmt.Fprintln(&b, " ", factLine(&a.Facts[j]))
		}
		for j := range a.Above {
			fmt.Fprintf(&b, "  above %s%s: %s\n", a.Above[j].Pool, a.Above[j].ScaleSet, factLine(&a.Above[j].Fact))
		}
		for j := range a.Changes {
			fmt.Fprintln(&b, "  changed", factLine(&a.Changes[j]))
		}
		for _, text := range a.Errors {
			fmt.Fprintln(&b, "  error", text)
		}
		for _, g := range a.Gaps {
			fmt.Fprintln(&b, "  gap", g.Subject())
		}
	}
	if rest = strings.TrimSpace(rest); rest != "" {
		fmt.Fprintf(&b, "rest %d bytes\n", len(rest))
	}
	return b.String()
}

func factLine(f *snapshot.Fact) string {
	line := fmt.Sprintf("%s %s %s=%s", f.Node, f.Source, f.Type, f.Status)
	if f.Reason != "" {
		line += " reason " + f.Reason
	}
	if f.Actor != "" {
		line += " by " + f.Actor
	}
	if !f.Time.IsZero() {
		line += " at " + f.Time.Format(time.RFC3339Nano)
	}
	if !f.Until.IsZero() {
		line += " until " + f.Until.Format(time.RFC3339Nano)
	}
	if f.CorrelationID != "" {
		line += " id " + f.CorrelationID
	}
	if f.Message != "" {
		line += " " + fmt.Sprintf("%q", f.Message)
	}
	return strings.TrimSpace(line)
}
