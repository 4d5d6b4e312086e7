package house

import (
	"path"
	"slices"
	"strings"

	"sigs.k8s.io/yaml"
)

// formFolder is where GitHub finds the forms for issues; formSettings is no form.
const (
	formFolder   = ".github/ISSUE_TEMPLATE"
	formSettings = "config.yml"
)

// evidence is the command that each form shows: a report comes without names.
const evidence = "kubectl autorepair diagnose --redact --save evidence.tgz"

// fieldTypes are the types of a form's parts, markdown being the one that asks for nothing.
var fieldTypes = []string{"markdown", "textarea", "input", "dropdown", "checkboxes"}

// form is a form for issues, with the keys that GitHub needs.
type form struct {
	Name        string      `json:"name"`
	Description string      `json:"description"`
	Title       string      `json:"title"`
	Labels      []string    `json:"labels"`
	Body        []formField `json:"body"`
}

// formField is one part of a form.
type formField struct {
	Type        string          `json:"type"`
	ID          string          `json:"id"`
	Attributes  map[string]any  `json:"attributes"`
	Validations map[string]bool `json:"validations"`
}

// issueForms: GitHub shows the forms, and each asks for evidence without names.
func issueForms(r *repository) []string {
	var found []string
	forms := 0
	for _, file := range r.paths {
		if path.Dir(file) != formFolder || path.Base(file) == formSettings {
			continue
		}
		forms++
		for _, complaint := range formFaults(r.texts[file]) {
			found = append(found, file+": "+complaint)
		}
	}
	if forms == 0 {
		found = append(found, formFolder+": it has no forms")
	}
	return found
}

// formFaults returns what is wrong with a form, as sentences.
func formFaults(text []byte) []string {
	var f form
	if err := yaml.UnmarshalStrict(text, &f); err != nil {
		return []string{"it is no form: " + err.Error()}
	}
	var found []string
	if f.Name == "" || f.Description == "" || len(f.Labels) == 0 {
		found = append(found, "it has no name, description or labels")
	}
	if !strings.Contains(string(text), evidence) {
		found = append(found, "it does not ask for the evidence of: "+evidence)
	}
	if !slices.ContainsFunc(f.Body, func(field formField) bool { return field.Validations["required"] }) {
		found = append(found, "no field of it is required")
	}
	ids := map[string]bool{}
	for _, field := range f.Body {
		found = append(found, fieldFaults(field, ids)...)
		ids[field.ID] = true
	}
	return found
}

// fieldFaults returns what is wrong with a part of a form that has parts of these IDs
// before it.
func fieldFaults(f formField, ids map[string]bool) []string {
	var found []string
	text := "label"
	switch {
	case f.Type == "markdown":
		text = "value"
	case !slices.Contains(fieldTypes, f.Type):
		found = append(found, "there is no field of the type "+f.Type)
	case f.ID == "" || ids[f.ID]:
		found = append(found, "a field has no ID of its own")
	}
	if f.Attributes[text] == nil {
		found = append(found, "the field "+f.ID+" has no "+text)
	}
	if options, _ := f.Attributes["options"].([]any); len(options) == 0 && (f.Type == "dropdown" || f.Type == "checkboxes") {
		found = append(found, "the field "+f.ID+" has no options")
	}
	return found
}
