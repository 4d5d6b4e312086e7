package house

import (
	"strings"
	"testing"
)

func TestIssueForms(t *testing.T) {
	const file = formFolder + "/bug.yml"
	without := func(line string) string { return strings.Replace(smallForm, line, "", 1) }
	with := func(before, now string) string { return strings.Replace(smallForm, before, now, 1) }
	expectEach(t, []broken{
		{"no forms", file, "", formFolder + ": it has no forms"},
		{"a form that is no YAML", file, "a: [", file + ": it is no form"},
		{"a key that GitHub does not know", file, smallForm + "lables: [x]\n", "it is no form"},
		{"no name", file, without("name: Bug\n"), "no name, description or labels"},
		{"no labels", file, without("labels: [bug]\n"), "no name, description or labels"},
		{"names in the evidence", file, without(" --redact"), "it does not ask for the evidence"},
		{"nothing required", file, with("required: true", "required: false"), "no field of it is required"},
		{"a type that there is not", file, with("type: dropdown", "type: list"), "no field of the type list"},
		{"a field without an ID", file, without("    id: what\n"), "a field has no ID of its own"},
		{"two fields of one ID", file, with("id: source", "id: what"), "a field has no ID of its own"},
		{"a field without a label", file, without("      label: What\n"), "the field what has no label"},
		{"a text without words", file, with("value:", "label:"), "has no value"},
		{"a choice of nothing", file, with("[live]", "[]"), "the field source has no options"},
		{"the settings are no form", formFolder + "/" + formSettings, "blank_issues_enabled: false\n", ""},
	})
}
