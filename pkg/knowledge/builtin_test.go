package knowledge

import (
	"reflect"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode/utf8"
)

// checkedTable loads the shipped files with every check that a file of one's own gets, once.
var checkedTable = sync.OnceValues(func() (*Table, error) {
	files, err := shippedFiles()
	if err != nil {
		return nil, err
	}
	return Load(files...)
})

// builtin returns the shipped table, checked.
func builtin(t testing.TB) *Table {
	t.Helper()
	table, err := checkedTable()
	if err != nil {
		t.Fatalf("the shipped table does not load:\n%v", err)
	}
	return table
}

func TestBuiltinIsTheCheckedTable(t *testing.T) {
	table, err := Builtin()
	if err != nil {
		t.Fatal(err)
	}
	checked := builtin(t)
	if !reflect.DeepEqual(table.Variables(), checked.Variables()) || len(table.Entries()) != len(checked.Entries()) {
		t.Fatalf("Builtin has %d variables and %d entries, the checked table %d and %d", len(table.Variables()),
			len(table.Entries()), len(checked.Variables()), len(checked.Entries()))
	}
	for i, e := range checked.Entries() {
		want := *e
		want.Source, want.Examples, want.CounterExamples = BuiltIn, nil, nil
		got := *table.Entries()[i]
		got.saved = nil
		if !strings.HasSuffix(e.Source, ".yaml") || !reflect.DeepEqual(got, want) {
			t.Errorf("%s is not what the YAML says: %+v, want %+v", e.Code, got, want)
		}
	}
}

func BenchmarkBuiltin(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Builtin(); err != nil {
			b.Fatal(err)
		}
	}
}

// nine are the codes that Microsoft's documents name for auto-repair.
var nine = []string{
	"ClientSecretCredential authentication failed", "VMExtensionProvisioningError", "InvalidParameter",
	"scaleSetNameAndInstanceIDFromProviderID failed", "ManagedIdentityCredential authentication failed",
	"VMRedeploymentFailed", "TooManyVMRedeploymentRequests", "OutboundConnectivityNotEnabledOnVMSS", "NotFound",
}

func TestBuiltinExamplesLeadToTheirEntryAndCounterExamplesDoNot(t *testing.T) {
	table := builtin(t)
	for _, e := range table.Entries() {
		for _, text := range e.Examples {
			if e.Kind == KindCode && matched(table, text) != e {
				t.Errorf("example of %s matches %v:\n%s", e.Code, matched(table, text), text)
			}
			if found := table.Lookup(text); !slices.Contains(found, e) {
				t.Errorf("example of %s does not look up:\n%s", e.Code, text)
			}
		}
		for _, text := range e.CounterExamples {
			if e.Kind == KindCode && matched(table, text) == e {
				t.Errorf("counter-example matches %s:\n%s", e.Code, text)
			}
			if slices.Contains(table.Lookup(text), e) {
				t.Errorf("counter-example looks up %s:\n%s", e.Code, text)
			}
		}
	}
}

// matched returns the entry that a diagnosis would find for an event with this message.
func matched(table *Table, message string) *Entry {
	details, ok := Details(message)
	if !ok {
		return nil
	}
	return table.Match(details).Entry
}

func TestBuiltinExamplesSurviveTheCutAt1024Bytes(t *testing.T) {
	table := builtin(t)
	for _, e := range table.Entries() {
		if e.Kind != KindCode || len(e.Signatures) == 0 {
			continue
		}
		for _, example := range e.Examples {
			// A euro sign is three bytes: the cut falls inside of one.
			text := example + strings.Repeat("€", 400)
			if got := matched(table, text[:min(len(text), 1024)]); got != e {
				t.Errorf("the cut example of %s matches %v", e.Code, got)
			}
		}
	}
}

func TestBuiltinExamplesCoverEveryShapeOfAnError(t *testing.T) {
	shapes := map[string]*regexp.Regexp{
		"colon":               regexp.MustCompile(`operation failure: `),
		"see error details":   regexp.MustCompile(`\. See error details here: `),
		"ARM ErrorCode":       regexp.MustCompile(`ARM ErrorCode: `),
		"other case":          regexp.MustCompile(`^[a-z]+$|: ([A-Z ]+|[a-z]+)(\.|$)|AUTHENTICATION failed`),
		"wrapper or azcore":   regexp.MustCompile(`OrginalError: |ERROR CODE: `),
		"structured or Azure": regexp.MustCompile(`"code"|\\"code\\"|RESPONSE |providerID: `),
	}
	once := map[string]*regexp.Regexp{
		"azidentity with response":    regexp.MustCompile(`authentication failed\.\s+(POST|GET) https?://.*\s-+\sRESPONSE \d+: `),
		"azidentity of old":           regexp.MustCompile(`authentication failed\s+POST https?://.*\s-+\sRESPONSE \d+ `),
		"azidentity without response": regexp.MustCompile(`Credential: \w`),
		"autorest":                    regexp.MustCompile(`Original Error: Code="`),
		"nested details":              regexp.MustCompile(`"details":\[`),
		"escaped JSON":                regexp.MustCompile(`\\"code\\"`),
		"no code at all":              regexp.MustCompile(`operation failure\. Learn more`),
		"cut at 1024 bytes":           regexp.MustCompile(`(?s)^.{1000}`),
	}
	for _, e := range builtin(t).Entries() {
		all := strings.Join(e.Examples, "\x00")
		for name, shape := range shapes {
			if slices.Contains(nine, e.Code) && !slices.ContainsFunc(e.Examples, shape.MatchString) {
				t.Errorf("%s has no example of the shape %q", e.Code, name)
			}
		}
		for name, shape := range once {
			if shape.MatchString(all) {
				delete(once, name)
			}
		}
	}
	for name := range once {
		t.Errorf("no entry has an example of the shape %q", name)
	}
}

func TestBuiltinNamesLookUpInAnyCase(t *testing.T) {
	table := builtin(t)
	for _, e := range table.Entries() {
		for _, name := range append([]string{e.Code}, e.Aliases...) {
			for _, form := range []string{name, strings.ToUpper(name), " \"" + strings.ToLower(name) + "\". ", "ARM ErrorCode: " + name} {
				if found := table.Lookup(form); len(found) != 1 || found[0] != e {
					t.Errorf("Lookup(%q) does not find %s alone", form, e.Code)
				}
			}
		}
	}
}

func TestBuiltinTextsKeepTheirForm(t *testing.T) {
	markup := regexp.MustCompile("[`*_]{2}|`|\\]\\(|^#|\t|\n|  ")
	for _, e := range builtin(t).Entries() {
		if utf8.RuneCountInString(e.Title) > 72 || strings.HasSuffix(e.Title, ".") {
			t.Errorf("%s: the title is longer than 72 characters or ends with a full stop: %q", e.Code, e.Title)
		}
		texts := []string{e.Title, e.Meaning, e.Retry}
		for _, c := range e.Causes {
			texts = append(texts, c.Text)
		}
		for _, s := range e.NextSteps {
			texts = append(texts, s.Text, s.Warning)
		}
		for _, text := range texts {
			if markup.MatchString(text) {
				t.Errorf("%s: a text has markup or white space in it: %q", e.Code, text)
			}
		}
		for _, text := range texts[1:] {
			if text != "" && !strings.HasSuffix(text, ".") {
				t.Errorf("%s: a text does not end with a full stop: %q", e.Code, text)
			}
		}
		if e.Verified < "2026-08" {
			t.Errorf("%s: verified is %q", e.Code, e.Verified)
		}
	}
}

func TestBuiltinCodesGiveSeveralCausesAndAWayOut(t *testing.T) {
	for _, e := range builtin(t).Find(nine) {
		if len(e.Causes) < 3 || len(e.NextSteps) < 4 || len(e.Examples) < 5 || len(e.CounterExamples) == 0 {
			t.Errorf("%s has %d causes, %d steps, %d examples, %d counter-examples: too few", e.Code,
				len(e.Causes), len(e.NextSteps), len(e.Examples), len(e.CounterExamples))
		}
	}
	for _, e := range builtin(t).Entries() {
		drained := false
		for _, s := range e.NextSteps {
			drained = drained || strings.HasPrefix(s.Command, "kubectl drain")
			if strings.Contains(s.Command, "delete-machines") && !drained {
				t.Errorf("%s deletes a machine without a drain before it", e.Code)
			}
		}
	}
}
