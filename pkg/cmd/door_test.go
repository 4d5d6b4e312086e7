package cmd

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"path/filepath"
	"strings"
	"testing"
)

// TestNothingPassesBesideTheDoor: what is read gets into the program in one file, which can
// replace names in it. A snapshot that is taken elsewhere, or a use of the redaction
// elsewhere, would be a way around --redact.
func TestNothingPassesBesideTheDoor(t *testing.T) {
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) == 0 {
		t.Fatalf("no files: %v", err)
	}
	seen := 0
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		for _, way := range waysIn(parsed) {
			seen++
			if name != "door.go" && (name != "watch_run.go" || way != "w.cluster.Snapshot") {
				t.Errorf("%s has %s, which belongs to door.go", name, way)
			}
		}
	}
	if seen < 3 {
		t.Errorf("only %d ways in were found: the test does not see them", seen)
	}
}

// waysIn returns the places that take a snapshot, also as a value, and the import of the
// redaction. That of a watch is by way of the watcher that the door made.
func waysIn(file *ast.File) []string {
	var found []string
	for _, imported := range file.Imports {
		if strings.HasSuffix(imported.Path.Value, `/pkg/redact"`) {
			found = append(found, "the import of redact")
		}
	}
	ast.Inspect(file, func(n ast.Node) bool {
		method, ok := n.(*ast.SelectorExpr)
		if !ok || method.Sel.Name != "Snapshot" {
			return true
		}
		if of, ok := method.X.(*ast.Ident); !ok || of.Name != "snapshot" { // that is the type
			found = append(found, types.ExprString(method))
		}
		return true
	})
	return found
}

func TestTheDoorIsSeenToBePassed(t *testing.T) {
	const text = `package cmd

import "example.org/pkg/redact"

func f(s *snapshot.Snapshot) { o.source.Snapshot(ctx); read := w.watch.cluster.Snapshot }`
	parsed, err := parser.ParseFile(token.NewFileSet(), "x.go", text, parser.SkipObjectResolution)
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(waysIn(parsed), ", "); got != "the import of redact, o.source.Snapshot, w.watch.cluster.Snapshot" {
		t.Errorf("found %q", got)
	}
}
