package knowledge

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge/strict"
)

// goodEntry is the smallest entry of kind code that loads. Faulty ones are made from it.
const goodEntry = `entries:
  - code: SomeCode
    kind: code
    title: A title
    meaning: A meaning.
    aliases: [Some alias]
    signatures: [SomeCode]
    severity: error
    owner: azure
    retry: A sentence.
    causes:
      - {id: what-it-is, text: A cause.,
        confidence: documented}
    nextSteps:
      - text: A step.
        command: kubectl get node "$NODE"
      - text: Another step.
        mutates: true
        warning: A warning.
        command: kubectl delete node "${NODE:?}"
    references: ["https://example.com/x"]
    confidence: documented
    verified: "2026-08"
    examples: ["failure: SomeCode"]
    counterExamples: ["failure: OtherSomeCode"]
`

const goodVariables = `variables:
  - name: NODE
    meaning: the node
  - name: POOL
    meaning: the pool
    query: POOL=$(kubectl get node "$NODE" -o name)
`

// faultsOf loads the files and returns the faults; a.yaml is first.
func faultsOf(t *testing.T, texts ...string) []string {
	t.Helper()
	files := make([]File, len(texts))
	for i, text := range texts {
		files[i] = File{Name: string(rune('a'+i)) + ".yaml", Data: []byte(text)}
	}
	table, err := Load(files...)
	if err == nil {
		return nil
	}
	var loadError *strict.LoadError
	if !errors.As(err, &loadError) || table != nil {
		t.Fatalf("Load returned %v and the error %T", table, err)
	}
	return strings.Split(err.Error(), "\n")
}

func TestLoadAcceptsAGoodTable(t *testing.T) {
	if faults := faultsOf(t, goodVariables, goodEntry); faults != nil {
		t.Errorf("faults: %q", faults)
	}
	table, err := Load()
	if err != nil || len(table.Entries()) != 0 {
		t.Errorf("no files: %v, %v", table, err)
	}
	if faults := faultsOf(t, "# nothing but a comment\n"); faults != nil {
		t.Errorf("an empty file: %q", faults)
	}
}

func TestLoadReadsWhatToDoFirstAndWhereACauseWasRead(t *testing.T) {
	first := strings.Repeat("é", longestDoFirst)
	text := strings.NewReplacer("    meaning:", "    doFirst: "+first+"\n    meaning:",
		"confidence: documented}\n", "confidence: documented,\n        reference: https://example.com/x}\n").Replace(goodEntry)
	table, err := Load(File{"v", []byte(goodVariables)}, File{"a", []byte(text)})
	if err != nil {
		t.Fatal(err)
	}
	e := table.Entry("SomeCode")
	if e.DoFirst != first || e.Causes[0].Reference != "https://example.com/x" {
		t.Errorf("read %q and %+v", e.DoFirst, e.Causes)
	}
}

func TestLoadKeepsTheOrderOfFilesAndLines(t *testing.T) {
	second := strings.NewReplacer("SomeCode", "Another", "Some alias", "Other alias").Replace(goodEntry)
	table, err := Load(File{"v", []byte(goodVariables)}, File{"z", []byte(second)}, File{"a", []byte(goodEntry)})
	if err != nil {
		t.Fatal(err)
	}
	var codes []string
	for _, e := range table.Entries() {
		codes = append(codes, e.Code)
	}
	if !slices.Equal(codes, []string{"Another", "SomeCode"}) {
		t.Errorf("entries are %q", codes)
	}
	if v := table.Variables(); len(v) != 2 || v[1].Name != "POOL" {
		t.Errorf("variables are %v", v)
	}
}

func TestLoadReportsOneChange(t *testing.T) {
	tests := map[string]struct{ old, new, want string }{
		"unknown key":            {"    title:", "    titel: x\n    title:", `b.yaml:4: unknown key "titel"`},
		"duplicate key":          {"    title:", "    kind: code\n    title:", `b.yaml:4: key "kind" is there twice, first on line 3`},
		"number for a text":      {"title: A title", "title: 7", "b.yaml:4: title must be a text"},
		"text for a list":        {"aliases: [Some alias]", "aliases: x", "b.yaml:6: aliases must be a list"},
		"text for a bool":        {"mutates: true", `mutates: "true"`, "b.yaml:18: mutates must be true or false"},
		"unknown kind":           {"kind: code", "kind: cod", "b.yaml:3: kind must be one of code, state, suppression, visibility, condition, event, exit-code, entra-code, mass-failure, practice, not \"cod\""},
		"unknown owner":          {"owner: azure", "owner: me", `b.yaml:9: owner must be one of customer, azure, either, none, not "me"`},
		"unknown severity":       {"severity: error", "severity: bad", `b.yaml:8: severity must be one of error, warning, info, not "bad"`},
		"no month":               {`"2026-08"`, `"2026-13"`, `b.yaml:23: verified must be a month as YYYY-MM, not "2026-13"`},
		"reference in the clear": {"https://", "http://", `b.yaml:21: a reference must be an https address, not "http://example.com/x"`},
		"what to do, empty":      {"    meaning:", "    doFirst: ''\n    meaning:", "b.yaml:5: doFirst must be one line with no white space around it"},
		"what to do, two lines":  {"    meaning:", "    doFirst: \"a\\nb\"\n    meaning:", "b.yaml:5: doFirst must be one line with no white space around it"},
		"what to do, a sentence": {"    meaning:", "    doFirst: Do it.\n    meaning:", "b.yaml:5: doFirst must be without a full stop"},
		"what to do, too long":   {"    meaning:", "    doFirst: " + strings.Repeat("é", 61) + "\n    meaning:", "b.yaml:5: doFirst has 61 characters, 60 at most"},
		"what to do, a number":   {"    meaning:", "    doFirst: 1\n    meaning:", "b.yaml:5: doFirst must be a text"},
		"cause read elsewhere":   {"confidence: documented}\n", "confidence: documented,\n        reference: https://example.com/y}\n", `b.yaml:14: reference of a cause must be one of the entry's references, not "https://example.com/y"`},
		"cause read nowhere":     {"confidence: documented}\n", "confidence: unverified,\n        reference: https://example.com/x}\n", "b.yaml:14: an unverified cause has no reference: what was read there is documented, or inferred from it"},
		"cause without a name":   {"id: what-it-is, ", "", `b.yaml:12: a cause must have an id of lower-case words with hyphens, not ""`},
		"cause of no check":      {"{id: what-it-is,", "{id: what-it-is, confirmedBy: [no-check],", `b.yaml:12: there is no check "no-check"`},
		"step of no check":       {"      - text: A step.", "      - needs: [no-check]\n        text: A step.", `b.yaml:15: there is no check "no-check"`},
		"no scope":               {"severity: error", "scope: planet\n    severity: error", `b.yaml:8: scope must be one of cluster, network, pool, zone, node, not "planet"`},
		"down of a code":         {"severity: error", "down: true\n    severity: error", "b.yaml:8: only entries of kind suppression say whether they explain the outage too"},
		"cause without sureness": {"A cause.,\n        confidence: documented}\n", "A cause.}\n", "b.yaml:12: a cause must have a text and a confidence"},
		"unknown variable":       {`"$NODE"`, `"$NOD"`, `b.yaml:16: the command uses the unknown variable "NOD"`},
		"unquoted variable":      {`"$NODE"`, `$NODE`, "b.yaml:16: the command must have $NODE in double quotes"},
		"clever expansion":       {`"$NODE"`, `"${NODE%x}"`, "b.yaml:16: the command may use NODE only as $NODE, ${NODE} or ${NODE:?}"},
		"open quote":             {`"$NODE"`, `"$NODE`, "b.yaml:16: the command has a quote or bracket that does not close"},
		"no warning":             {"        warning: A warning.\n", "", "b.yaml:18: a step that changes something must have a warning"},
		"unguarded change":       {`"${NODE:?}"`, `"$NODE"`, `b.yaml:20: a command that changes something must have "${NODE:?}", so that it does nothing when NODE is empty`},
		"substituted change":     {`"${NODE:?}"`, `"$(cat x)"`, "b.yaml:20: a command that changes something must put the output of $(...) into a variable first"},
		"bad platform":           {"- text: A step.", "- text: A step.\n        for: [mac]", `b.yaml:16: for must be one of vmss, vm, linux, windows, not "mac"`},
		"missing example":        {`    examples: ["failure: SomeCode"]` + "\n", "", "b.yaml:2: an entry of kind code must have an example"},
		"failing example":        {`examples: ["failure: S`, `examples: ["failure: T`, "b.yaml:24: the example does not lead to SomeCode"},
		"failing counter":        {"OtherSomeCode", "Other SomeCode", "b.yaml:25: the counter-example leads to SomeCode"},
		"name beyond ASCII":      {"[Some alias]", "[Söme alias]", `b.yaml:6: code or alias "Söme alias" must be printable ASCII`},
		"alias of itself":        {"[Some alias]", "[somecode]", `b.yaml:6: code or alias "somecode" is taken by SomeCode`},
		"unknown shared step":    {"- text: A step.\n        command: kubectl get node \"$NODE\"", "- use: none", `b.yaml:15: there is no shared step "none"`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if !strings.Contains(goodEntry, test.old) {
				t.Fatalf("the good entry has no %q", test.old)
			}
			got := faultsOf(t, goodVariables, strings.Replace(goodEntry, test.old, test.new, 1))
			if !slices.Contains(got, test.want) {
				t.Errorf("faults are\n%s\nwant\n%s", strings.Join(got, "\n"), test.want)
			}
		})
	}
}

func TestLoadReportsEveryMissingPart(t *testing.T) {
	got := faultsOf(t, "entries:\n  - {}\n")
	want := []string{
		"a.yaml:2: code is missing", "a.yaml:2: confidence is missing", "a.yaml:2: kind is missing",
		"a.yaml:2: meaning is missing", "a.yaml:2: owner is missing", "a.yaml:2: retry is missing",
		"a.yaml:2: severity is missing", "a.yaml:2: there must be a cause", "a.yaml:2: there must be a next step",
		"a.yaml:2: there must be a reference", "a.yaml:2: title is missing", "a.yaml:2: verified is missing",
	}
	if !slices.Equal(got, want) {
		t.Errorf("faults are\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestLoadReportsAllFaultsOfAllFilesInOrder(t *testing.T) {
	got := faultsOf(t,
		goodVariables+"more: x\n",
		strings.Replace(goodEntry, "kind: code", "kind: x", 1),
		strings.Replace(goodEntry, "owner: azure", "owner: x", 1))
	want := []string{
		`a.yaml:7: unknown key "more"`,
		`b.yaml:3: kind must be`,
		`c.yaml:2: code or alias "SomeCode" is taken by SomeCode`,
		`c.yaml:6: code or alias "Some alias" is taken by SomeCode`,
		`c.yaml:7: signature "SomeCode" is taken by SomeCode`,
		`c.yaml:9: owner must be`,
		`c.yaml:24: the example does not lead to SomeCode`,
	}
	if len(got) != len(want) {
		t.Fatalf("faults are\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	for i := range want {
		if !strings.HasPrefix(got[i], want[i]) {
			t.Errorf("fault %d is %q, want %q", i, got[i], want[i])
		}
	}
}

func TestLoadReportsFilesThatAreNoTable(t *testing.T) {
	tests := map[string]struct{ text, want string }{
		"no mapping":    {"- x\n", "a.yaml:1: the file must be a mapping"},
		"no list":       {"entries: x\n", "a.yaml:1: entries must be a list"},
		"no entry":      {"entries:\n  - x\n", "a.yaml:2: each of entries must be a mapping"},
		"two documents": {"entries: []\n---\nentries: []\n", "a.yaml:2: a file holds one YAML document, this is a second"},
		"twice a list":  {"entries: []\nentries: []\n", `a.yaml:2: key "entries" is there twice`},
		"bad YAML":      {"entries: [\n", "a.yaml:1: not YAML: "},
		"an alias":      {"x: &x []\nentries: *x\n", "a.yaml:2: entries must be a list"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got := faultsOf(t, test.text)
			if !slices.ContainsFunc(got, func(f string) bool { return strings.HasPrefix(f, test.want) }) {
				t.Errorf("faults are\n%s\nwant\n%s", strings.Join(got, "\n"), test.want)
			}
		})
	}
}
