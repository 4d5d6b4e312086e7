package knowledge

import (
	"bytes"
	"flag"
	"fmt"
	"hash/crc32"
	"io/fs"
	"maps"
	"os"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/go-json-experiment/json"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge/pattern"
)

var update = flag.Bool("update", false, "write table.json")

func TestTheSavedTableIsThatOfTheFiles(t *testing.T) {
	table := fromYAML(t)
	index, texts := saved(t)
	for name, got := range map[string][]byte{"table.json": index, "texts.jsonl": texts} {
		if *update {
			if err := os.WriteFile(name, got, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(want, got) {
			t.Errorf("%s is not what the YAML files say, so that each start reads those, which is slow (go test ./pkg/knowledge -update writes it)", name)
		}
	}
	back, err := loadSaved(index, texts, shipped)
	if err != nil || back == nil {
		t.Fatalf("the saved table cannot be loaded: %v", err)
	}
	for _, e := range back.Entries() {
		e.saved = nil
	}
	for _, e := range table.entries {
		e.Examples, e.CounterExamples = nil, nil
	}
	for _, c := range table.checks() {
		c.Examples, c.CounterExamples = nil, nil
	}
	if !reflect.DeepEqual(back.entries, table.entries) || !reflect.DeepEqual(back.variables, table.variables) || !reflect.DeepEqual(back.checks(), table.checks()) {
		t.Error("saving changes the table")
	}
}

func TestWhatIsAskedForAtOnceIsReadOnce(t *testing.T) {
	index, texts := saved(t)
	table, err := loadSaved(index, texts, shipped)
	if err != nil || table == nil {
		t.Fatalf("the saved table cannot be loaded: %v", err)
	}
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for _, e := range table.Entries() {
				if len(e.Causes) == 0 || len(e.NextSteps) == 0 || e.Retry == "" {
					t.Errorf("%s has lost its texts", e.Code)
				}
			}
		})
	}
	all.Wait()
}

func TestAnEditedFileIsReadAgain(t *testing.T) {
	data, texts := saved(t)
	files := fstest.MapFS{}
	names, err := fs.Glob(shipped, "*")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range names {
		data, err := shipped.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = &fstest.MapFile{Data: data}
	}
	serves := func(data []byte) bool {
		table, err := loadSaved(data, texts, files)
		if err != nil {
			t.Fatal(err)
		}
		return table != nil
	}
	if !serves(data) {
		t.Error("the saved table of these very files does not serve")
	}
	if serves(append(bytes.Clone(data), "<<<<<<<\n"...)) {
		t.Error("a saved table that is not JSON serves")
	}
	texts = append(texts, '\n')
	if serves(data) {
		t.Error("texts that are not those of the index serve")
	}
	texts = texts[:len(texts)-1]
	files["code-missing.yaml"].Data = append(files["code-missing.yaml"].Data, '\n')
	if serves(data) {
		t.Error("an edit does not show")
	}
}

// fromYAML reads the shipped YAML files.
func fromYAML(t *testing.T) *Table {
	t.Helper()
	files, err := shippedFiles()
	if err != nil {
		t.Fatal(err)
	}
	l := &loader{steps: map[string]NextStep{}, retries: map[string]string{}}
	l.read(source{shipped: true}, files...)
	table, err := l.table(false)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// lineWriter collects lines, each once.
type lineWriter struct {
	lines  []string
	number map[string]int
}

func (w *lineWriter) add(text string) int {
	if n, ok := w.number[text]; ok {
		return n
	}
	w.number[text] = len(w.lines)
	w.lines = append(w.lines, text)
	return w.number[text]
}

// saved returns the index and the lines of the shipped files, with one variable or entry a line
// of the index, so that version control shows what an edit changes.
func saved(t *testing.T) (index, texts []byte) {
	t.Helper()
	sum, err := sumOf(shipped)
	if err != nil {
		t.Fatal(err)
	}
	table, w := fromYAML(t), &lineWriter{number: map[string]int{}}
	var variables, entries []string
	for _, v := range table.variables {
		variables = append(variables, asJSON(t, v))
	}
	for _, e := range table.entries {
		entries = append(entries, saveEntry(t, e, w))
	}
	var checks []pattern.Check
	for _, name := range slices.Sorted(maps.Keys(table.checks())) {
		check := *table.Check(name)
		check.Examples, check.CounterExamples = nil, nil
		checks = append(checks, check)
	}
	place := w.add(asJSON(t, checks))
	texts = []byte(strings.Join(w.lines, "\n"))
	return fmt.Appendf(nil, "{\"sum\":%d,\"texts\":%d,\"checks\":%d,\n\"variables\":[\n%s\n],\n\"entries\":[\n%s\n]}\n", sum, crc32.ChecksumIEEE(texts), place,
		strings.Join(variables, ",\n"), strings.Join(entries, ",\n")), texts
}

// foundBy are the keys of what an entry is found by; examples are read by the tests alone, and steps
// and references have lines of their own.
var (
	foundBy   = []string{"code", "kind", "title", "aliases", "signatures", "conditions", "events", "facts", "marks", "order", "exits", "role", "severity"}
	elsewhere = []string{"examples", "counterExamples", "nextSteps", "references"}
)

// saveEntry adds the line of an entry's text, and returns its part of the index.
func saveEntry(t *testing.T, e *Entry, w *lineWriter) string {
	steps, references := []int{}, []int{}
	for _, step := range e.NextSteps {
		steps = append(steps, w.add(asJSON(t, step)))
	}
	for _, reference := range e.References {
		references = append(references, w.add(asJSON(t, reference)))
	}
	var text map[string]any
	if err := json.Unmarshal([]byte(asJSON(t, e)), &text); err != nil {
		t.Fatal(err)
	}
	index := map[string]any{}
	for _, key := range foundBy {
		if value, ok := text[key]; ok {
			index[key] = value
		}
	}
	for _, key := range slices.Concat(foundBy, elsewhere) {
		delete(text, key)
	}
	text["stepLines"], text["referenceLines"] = steps, references
	index["line"] = w.add(asJSON(t, text))
	return asJSON(t, index)
}

func asJSON(t *testing.T, value any) string {
	t.Helper()
	text, err := json.Marshal(value, json.Deterministic(true))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
