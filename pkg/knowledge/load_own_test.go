package knowledge

import (
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge/strict"
)

// ownEntry is an entry of one's own that uses shipped steps and variables.
const ownEntry = `entries:
  - code: TeamProxyDown
    kind: code
    title: Our proxy is down
    meaning: The proxy of the team does not answer.
    aliases: [proxy down]
    signatures: [TeamProxyDown]
    severity: error
    owner: customer
    retry: AKS goes on.
    causes:
      - {id: what-it-is, text: The proxy is being restarted.,
        confidence: inferred}
    nextSteps:
      - use: describe-node
      - text: Ask it.
        command: echo "$NODE"
    references: ["https://example.com/proxy"]
    confidence: inferred
    verified: "2026-08"
    examples: ["TeamProxyDown"]
`

func with(t *testing.T, texts ...string) (*Table, []string) {
	t.Helper()
	files := make([]File, len(texts))
	for i, text := range texts {
		files[i] = File{Name: string(rune('a'+i)) + ".yaml", Data: []byte(text)}
	}
	table, err := With(files...)
	if err == nil {
		return table, nil
	}
	var faults *strict.LoadError
	if !errors.As(err, &faults) || table != nil {
		t.Fatalf("With returned %v and %v", table, err)
	}
	return nil, strings.Split(err.Error(), "\n")
}

func TestWithAddsEntriesThatUseShippedStepsAndVariables(t *testing.T) {
	table, faults := with(t, ownEntry)
	if faults != nil {
		t.Fatalf("faults: %q", faults)
	}
	e := table.Entry("proxy down")
	if e == nil || e.Source != "a.yaml" || !strings.HasPrefix(e.NextSteps[0].Command, "kubectl describe") {
		t.Errorf("the entry is %+v", e)
	}
	if got := codesOf(table.Lookup(head + ": TeamProxyDown")); got != "TeamProxyDown" {
		t.Errorf("its message leads to %s", got)
	}
	if len(table.Entries()) != len(builtin(t).Entries())+1 || table.Entry("NotFound").Source != BuiltIn {
		t.Error("the shipped entries are not as they were")
	}
}

func TestWithReplacesAnEntryWholeAndInItsPlace(t *testing.T) {
	replace := strings.NewReplacer("TeamProxyDown", "notfound", "proxy down", "our alias").Replace(ownEntry)
	table, faults := with(t, replace, strings.Replace(replace, "Our proxy", "Newest", 1))
	if faults != nil {
		t.Fatalf("faults: %q", faults)
	}
	e := table.Entry("NotFound")
	if e.Source != "b.yaml" || e.Title != "Newest is down" || len(e.Causes) != 1 || len(e.CounterExamples) != 0 {
		t.Errorf("the entry is %+v", e)
	}
	place := func(t *Table, code string) int {
		return slices.IndexFunc(t.Entries(), func(e *Entry) bool { return strings.EqualFold(e.Code, code) })
	}
	if place(table, "NotFound") != place(builtin(t), "NotFound") || len(table.Entries()) != len(builtin(t).Entries()) {
		t.Error("the entry is not in the place of the shipped one")
	}
}

func TestWithReportsFaultsOfOwnFilesAlone(t *testing.T) {
	broken := strings.NewReplacer("proxy down", "vmssCSE", "[TeamProxyDown]", "[NotFound]", `"$NODE"`, `"$MINE"`,
		"describe-node", "no-such-step").Replace(ownEntry)
	_, faults := with(t, broken, "entries: 1\n")
	want := []string{
		`a.yaml:6: code or alias "vmssCSE" is taken by VMExtensionProvisioningError`,
		`a.yaml:7: signature "NotFound" is taken by NotFound`,
		`a.yaml:15: there is no shared step "no-such-step"`,
		`a.yaml:17: the command uses the unknown variable "MINE"`,
		`b.yaml:1: entries must be a list`,
	}
	for _, w := range want {
		if !slices.Contains(faults, w) {
			t.Errorf("faults are\n%s\nwithout\n%s", strings.Join(faults, "\n"), w)
		}
	}
	for _, f := range faults {
		if !strings.HasPrefix(f, "a.yaml:") && !strings.HasPrefix(f, "b.yaml:") {
			t.Errorf("a fault of a shipped file: %s", f)
		}
	}
}

func TestWithRefusesWhatIsThereTwice(t *testing.T) {
	_, entry, _ := strings.Cut(ownEntry, "entries:\n")
	_, faults := with(t, ownEntry+entry)
	if want := `a.yaml:22: code or alias "TeamProxyDown" is taken by TeamProxyDown`; !slices.Contains(faults, want) {
		t.Errorf("one code twice in a file: %q", faults)
	}
	_, faults = with(t, "steps:\n  - name: drain\n    text: Mine.\nvariables:\n  - name: NODE\n    meaning: mine\n")
	for _, want := range []string{`a.yaml:2: there is another shared step "drain"`, `a.yaml:5: there is another variable "NODE"`} {
		if !slices.Contains(faults, want) {
			t.Errorf("a shipped name taken again: %q, want %s", faults, want)
		}
	}
}

func TestLoadReportsSignalsThatCannotWork(t *testing.T) {
	tests := map[string]struct{ kind, keys, want string }{
		"no role":          {"event", "events: [{reason: X}]", "b.yaml:2: an entry of kind event must have a role"},
		"other role":       {"event", "events: [{reason: X}]\n    role: maybe", `b.yaml:9: role must be one of cause, symptom, not "maybe"`},
		"no pattern":       {"condition", "role: cause", "b.yaml:2: an entry of kind condition must have conditions, events, facts or signatures"},
		"pattern of code":  {"code", "events: [{reason: X}]", "b.yaml:2: only entries of the kinds condition and event have conditions, events and facts"},
		"empty condition":  {"condition", "conditions: [{}]\n    role: cause", "b.yaml:8: a condition must have a field that is set"},
		"empty event":      {"event", "events: [{}]\n    role: cause", "b.yaml:8: an event must have a field that is set"},
		"bad status":       {"condition", "conditions: [{type: X, status: Bad}]\n    role: cause", `b.yaml:8: status must be one of True, False, Unknown, not "Bad"`},
		"status as a bool": {"condition", "conditions: [{type: X, status: True}]\n    role: cause", "b.yaml:8: status must be a text"},
		"no exits":         {"exit-code", "severity: error", "b.yaml:2: an entry of kind exit-code must have exits"},
		"exits of a code":  {"code", "exits: [{number: 5, os: linux}]", "b.yaml:8: only entries of kind exit-code have exits"},
		"no system":        {"exit-code", "exits: [{number: 5}]", `b.yaml:8: os of an exit code must be linux or windows, not ""`},
		"number as text":   {"exit-code", `exits: [{number: "5", os: linux}]`, "b.yaml:8: number must be a number"},
		"number too large": {"exit-code", "exits: [{number: 256, os: linux}]", "b.yaml:8: an exit code must be a number from 0 to 255, not 256"},
		"two systems":      {"exit-code", "exits: [{number: 5, os: linux}, {number: 5, os: windows}]", "b.yaml:8: the exit codes of an entry must be of one operating system"},
		"exit code twice":  {"exit-code", "exits: [{number: 5, os: linux}, {number: 5, os: linux}]", `b.yaml:8: exit code "vmssCSE:5" is taken by SomeCode`},
		"empty fact":       {"event", "facts: [{type: X}]\n    role: cause", "b.yaml:8: a fact must have a source and a type"},
		"fact of a code":   {"code", "facts: [{source: s, type: X}]", "b.yaml:2: only entries of the kinds condition and event have conditions, events and facts"},
		"mark of a code":   {"code", "marks: [{taint: x}]\n    order: 7", "b.yaml:2: only entries of kind suppression have marks and an order"},
		"mark, no order":   {"suppression", "marks: [{taint: x}]", "b.yaml:2: a suppression with marks must have an order of 1 or more"},
		"empty mark":       {"suppression", "marks: [{value: x}]\n    order: 7", "b.yaml:8: a mark must have one of taint, label, annotation and providerID"},
		"two marks in one": {"suppression", "marks: [{taint: x, label: y}]\n    order: 7", "b.yaml:8: a mark must have one of taint, label, annotation and providerID"},
		"value of a taint": {"suppression", "marks: [{taint: x, value: y}]\n    order: 7", "b.yaml:8: value goes with a label or an annotation"},
		"source by hand":   {"code", "source: me", `b.yaml:8: unknown key "source"`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			text := strings.Replace(goodEntry, "kind: code", "kind: "+test.kind, 1)
			text = strings.Replace(text, "    severity:", "    "+test.keys+"\n    severity:", 1)
			if name == "no pattern" {
				text = regexp.MustCompile(`(?m)^ +signatures:.*\n`).ReplaceAllString(text, "")
			}
			if got := faultsOf(t, goodVariables, text); !slices.Contains(got, test.want) {
				t.Errorf("faults are\n%s\nwant\n%s", strings.Join(got, "\n"), test.want)
			}
		})
	}
}

func TestLookupTakesWhatADiagnosisPrints(t *testing.T) {
	table := builtin(t)
	for what, want := range map[string][]string{
		"Suppressed: StoppedVM":                            {"StoppedVM", "Suppressed"},
		"Failed: VMExtensionProvisioningError: vmssCSE:50": {"vmssCSE:50", "VMExtensionProvisioningError", "Failed"},
		"NodeRedeployError":                                {"Failed"},
		"NodeRebootStart":                                  {"InProgress"},
	} {
		var got []string
		for _, e := range table.Lookup(what) {
			got = append(got, e.Code)
		}
		if !slices.Equal(got, want) {
			t.Errorf("Lookup(%q) = %q, want %q", what, got, want)
		}
	}
	if got := table.Explain(`Code="Mystery" Message="x"`).Unknown; !slices.Equal(got, []string{"Mystery"}) {
		t.Errorf("Unknown = %q", got)
	}
}

func TestLoadReportsTwoSuppressionsOfOneOrder(t *testing.T) {
	first := strings.Replace(goodEntry, "kind: code", "kind: suppression\n    order: 7", 1)
	second := strings.NewReplacer("SomeCode", "OtherCode", "some signature", "other signature").Replace(first)
	if got := faultsOf(t, goodVariables, first, second); !slices.ContainsFunc(got, func(fault string) bool {
		return strings.HasSuffix(fault, ": the order 7 is that of SomeCode")
	}) {
		t.Errorf("faults are\n%s", strings.Join(got, "\n"))
	}
}
