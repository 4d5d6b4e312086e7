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
	"testing"
	"testing/fstest"

	"github.com/go-json-experiment/json"
)

var update = flag.Bool("update", false, "write table.json")

func TestTheSavedTableIsThatOfTheFiles(t *testing.T) {
	table, got := fromYAML(t), saved(t)
	if *update {
		if err := os.WriteFile("table.json", got, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile("table.json")
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(want, got) {
		t.Error("table.json is not what the YAML files say, so that each start reads those, which is slow (go test ./pkg/knowledge -update writes it)")
	}
	back, err := loadSaved(got, shipped)
	if err != nil || back == nil {
		t.Fatalf("the saved table cannot be loaded: %v", err)
	}
	for _, e := range table.entries {
		e.Examples, e.CounterExamples = nil, nil
	}
	if !reflect.DeepEqual(back.entries, table.entries) || !reflect.DeepEqual(back.variables, table.variables) {
		t.Error("saving changes the table")
	}
}

func TestAnEditedFileIsReadAgain(t *testing.T) {
	data := saved(t)
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
		table, err := loadSaved(data, files)
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
	l := &loader{steps: map[string]NextStep{}}
	l.read(source{shipped: true}, files...)
	table, err := l.table(false)
	if err != nil {
		t.Fatal(err)
	}
	return table
}

// saved returns the JSON of the shipped files, with one variable, step or entry a line, so
// that version control shows what an edit changes.
func saved(t *testing.T) []byte {
	t.Helper()
	sum, err := sumOf(shipped)
	if err != nil {
		t.Fatal(err)
	}
	table := fromYAML(t)
	var variables, entries []string
	steps := map[string]string{}
	var references []string
	for _, v := range table.variables {
		variables = append(variables, asJSON(t, v))
	}
	for _, e := range table.entries {
		entry := savedEntry{Entry: *e}
		entry.Examples, entry.CounterExamples = nil, nil
		for _, reference := range e.References {
			if !slices.Contains(references, reference) {
				references = append(references, reference)
			}
			entry.References = append(entry.References, slices.Index(references, reference))
		}
		for _, step := range e.NextSteps {
			text := asJSON(t, step)
			key := fmt.Sprintf("%08x", crc32.ChecksumIEEE([]byte(text)))
			steps[key] = asJSON(t, key) + ":" + text
			entry.NextSteps = append(entry.NextSteps, key)
		}
		entries = append(entries, asJSON(t, entry))
	}
	return fmt.Appendf(nil, "{\"sum\":%d,\n\"variables\":[\n%s\n],\n\"steps\":{\n%s\n},\n\"references\":%s,\n\"entries\":[\n%s\n]}\n", sum,
		strings.Join(variables, ",\n"), strings.Join(slices.Sorted(maps.Values(steps)), ",\n"), asJSON(t, references), strings.Join(entries, ",\n"))
}

func asJSON(t *testing.T, value any) string {
	t.Helper()
	text, err := json.Marshal(value, json.Deterministic(true))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
