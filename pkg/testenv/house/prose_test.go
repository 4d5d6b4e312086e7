package house

import (
	"strings"
	"testing"
)

// smallSnapshot has the types whose texts are for readers.
const smallSnapshot = `// Package snapshot is the model.
package snapshot

import "strings"

// Gap is something that could not be seen.
type Gap struct {
	Source, Reason, Action string
	Subjects               []string
}

// Subject returns all subjects as one.
func (g Gap) Subject() string { return strings.Join(g.Subjects, ", ") }

// Origin is where a snapshot was read.
type Origin struct{ Text string }

// String returns the origin for a reader.
func (o Origin) String() string { return o.Text }
`

// smallDiagnosis gives the types their other names.
const smallDiagnosis = "// Package diagnosis is the contract.\npackage diagnosis\n\nimport \"" + module + `/pkg/snapshot"

// Gap is something that could not be seen.
type Gap = snapshot.Gap

// Origin is where a snapshot was read.
type Origin = snapshot.Origin
`

func TestTextsAreNotTakenApart(t *testing.T) {
	const file = "pkg/repair/a.go"
	source := func(imports, body string) string {
		return "// Package repair judges.\npackage repair\n\nimport (\n" + imports + "\n\t\"" + module + "/pkg/snapshot\"\n)\n\n" + body
	}
	function := func(body string) string {
		return source(`"strings"`, "func f(gaps []snapshot.Gap, g *snapshot.Gap, o snapshot.Origin, e event) {\n"+body+"\n}\n\ntype event struct{ Reason, Source string }\n")
	}
	for _, test := range []struct{ name, file, text, want string }{
		{"a reason", file, function(`_ = strings.HasPrefix(g.Reason, "a")`), file + ":10: HasPrefix looks into the text"},
		{"all subjects", file, function(`for range strings.SplitSeq(g.Subject(), ", ") {}`), "SplitSeq looks into"},
		{"one subject", file, function(`_, _ = strings.CutPrefix(g.Subjects[0], "node ")`), "CutPrefix looks into"},
		{"each subject", file, function(`for _, s := range g.Subjects { _ = strings.Contains(s, "lease") }`), "Contains looks into"},
		{"an origin", file, function(`_, _, _ = strings.Cut(o.String(), "(")`), "Cut looks into"},
		{"a gap of a list", file, function(`for _, one := range gaps { _ = strings.Index(one.Action, "get") }`), "Index looks into"},
		{"a part of a text", file, function(`s := strings.ToLower(g.Reason); var u = s; _ = strings.Fields(u)`), "Fields looks into"},
		{"within a function value", file, function(`h := func(g snapshot.Gap) bool { return strings.HasSuffix(g.Reason, ".") }; _ = h`), "HasSuffix looks into"},
		{"by an expression", file, source(`"regexp"`, "func f(form *regexp.Regexp, o snapshot.Origin) []string { return form.FindStringSubmatch(o.String()) }\n"), "FindStringSubmatch looks into"},
		{"the source of a gap", file, function(`_ = strings.HasPrefix(g.Source, "a")`), ""},
		{"the reason of something else", file, function(`_ = strings.HasPrefix(e.Reason, "a")`), ""},
		{"a text that is joined", file, function(`_ = strings.Join(g.Subjects, ", ") + strings.ToUpper(g.Reason)`), ""},
		{"how many there are", file, function(`n := len(g.Subjects); _ = strings.Repeat("a", n)`), ""},
		{"a gap under its other name", file, strings.ReplaceAll(function(`_ = strings.HasPrefix(g.Reason, "a")`), "snapshot", "diagnosis"), "HasPrefix looks into"},
		{"the printer", "pkg/printer/wording/a.go", strings.NewReplacer("snapshot", "diagnosis", "package repair", "package wording").Replace(function(`_ = strings.HasPrefix(g.Reason, "a")`)), ""},
		{"a test", "pkg/cluster/a_test.go", strings.Replace(function(`_ = strings.HasPrefix(g.Reason, "a")`), "package repair", "package cluster", 1), ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			found, err := Violations(small(t, map[string]string{test.file: test.text, "pkg/snapshot/gap.go": smallSnapshot, "pkg/diagnosis/types.go": smallDiagnosis}))
			if err != nil {
				t.Fatal(err)
			}
			if test.want == "" && len(found) > 0 {
				t.Errorf("found %q, want nothing", found)
			}
			if test.want != "" && (len(found) != 1 || !strings.Contains(found[0], test.want)) {
				t.Errorf("found %q, want one sentence with %q", found, test.want)
			}
		})
	}
}
