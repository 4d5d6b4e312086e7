package knowledge

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge/strict"
)

// FuzzLoad feeds anything to the loader, beside the shipped variables and steps. It returns
// a table or a list of faults with their places; what it takes for good can be looked up,
// its examples lead to it and its counter-examples do not.
func FuzzLoad(f *testing.F) {
	for _, seed := range []string{
		"", "a: [", "- x", "entries: 7", "entries:\n- use: x\n", "steps:\n- name: x\n  text: y\n", "a: &a {<<: *a}", "---\n---\n",
		goodEntry, goodVariables + goodEntry, goodVariables, "entries:\n- " + "code: &c X\n  aliases: [*c, *c]\n",
	} {
		f.Add([]byte(seed))
	}
	files, err := shippedFiles()
	if err != nil {
		f.Fatal(err)
	}
	var shared []File
	for _, file := range files {
		if strings.HasPrefix(file.Name, "variables") || strings.HasPrefix(file.Name, "steps") {
			shared = append(shared, file)
		}
		if _, entries, ok := strings.Cut(string(file.Data), "entries:\n"); ok {
			first, _, _ := strings.Cut(entries, "\n\n")
			f.Add([]byte("entries:\n" + first + "\n"))
		}
	}
	// A fault behind line ends that are not "\n" was taken for one behind the end of the file.
	f.Add([]byte("a:\n  - text: x\n    confidence: documented\r\r\r\r\r\re"))
	f.Fuzz(func(t *testing.T, data []byte) {
		table, err := Load(append(shared, File{Name: "x.yaml", Data: data})...)
		if (table == nil) != (err != nil) {
			t.Fatalf("a table %v and the error %v", table != nil, err)
		}
		if err != nil {
			checkFaults(t, err, len(lineBreak.FindAll(data, -1))+2) // an empty document begins behind its "---"
			return
		}
		for _, e := range table.Entries() {
			if got := table.Lookup(e.Code); !slices.Contains(got, e) {
				t.Errorf("the code %q leads to %d other entries", e.Code, len(got))
			}
			checkProof(t, table, e)
		}
	})
}

// lineBreak is what ends a line in YAML 1.1, by which its faults are counted.
// Source: https://yaml.org/spec/1.1/#id871136
var lineBreak = regexp.MustCompile("\r\n|[\r\n\u0085\u2028\u2029]")

// checkProof: the examples of an entry lead to it, and its counter-examples do not.
func checkProof(t *testing.T, table *Table, e *Entry) {
	t.Helper()
	leads := func(text string) bool {
		if e.Kind != KindCode {
			return slices.Contains(table.Lookup(text), e)
		}
		details, _ := Details(text)
		return table.Match(details).Entry == e
	}
	for _, text := range e.Examples {
		if !leads(text) {
			t.Errorf("the example %q does not lead to %s", text, e.Code)
		}
	}
	if i := slices.IndexFunc(e.CounterExamples, leads); i >= 0 {
		t.Errorf("the counter-example %q leads to %s", e.CounterExamples[i], e.Code)
	}
}

// checkFaults: each fault names its file, a line of it and what is wrong.
func checkFaults(t *testing.T, err error, lines int) {
	t.Helper()
	var load *strict.LoadError
	if !errors.As(err, &load) || len(load.Faults) == 0 {
		t.Fatalf("the error is a %T: %v", err, err)
	}
	for _, fault := range load.Faults {
		if fault.File != "x.yaml" || fault.Line < 1 || fault.Line > lines || fault.Text == "" {
			t.Errorf("the fault %+v has no text, or its place is not in the %d lines of the file", fault, lines)
		}
	}
}
