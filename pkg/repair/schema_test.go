package repair_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"testing"

	validator "github.com/santhosh-tekuri/jsonschema/v6"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/dump"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair"
)

// schemaFile is the JSON schema of what this program prints as JSON.
const schemaFile = "../diagnosis/schema/autorepair-v1alpha1.json"

// compiled returns the schema of the file, ready to judge.
func compiled(t *testing.T) *validator.Schema {
	t.Helper()
	compiler := validator.NewCompiler()
	compiler.AssertFormat()
	schema, err := compiler.Compile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// judge returns what the schema says of a value's JSON.
func judge(t *testing.T, schema *validator.Schema, value any) error {
	t.Helper()
	data, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	document, err := validator.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	return schema.Validate(document)
}

// diagnoses returns the diagnoses of all situations, by name.
func diagnoses(t *testing.T) map[string]*diagnosis.Diagnosis {
	t.Helper()
	all, known := map[string]*diagnosis.Diagnosis{}, table(t)
	for name, s := range readSituations(t) {
		all[name] = repair.Examine(s.snapshot(t), known, s.options(t)).Diagnosis()
	}
	return all
}

func TestEveryDiagnosisKeepsTheSchema(t *testing.T) {
	schema := compiled(t)
	list := diagnosis.NewList()
	list.Fail("lab", errors.New("cannot list nodes"))
	all := diagnoses(t)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if err := judge(t, schema, all[name]); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		list.Add(name, all[name])
	}
	for name, s := range readSituations(t) {
		m := dump.Manifest{
			TypeMeta: metav1.TypeMeta{APIVersion: dump.ManifestAPIVersion, Kind: dump.ManifestKind},
			Settings: json.RawMessage("{}"), Snapshot: *s.snapshot(t),
		}
		if err := judge(t, schema, m); err != nil {
			t.Errorf("manifest of %s: %v", name, err)
		}
	}
	for name, l := range map[string]*diagnosis.List{"a list of all": list, "an empty list": diagnosis.NewList()} {
		if err := judge(t, schema, l); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestTheSchemaRefusesWhatIsNotOurs(t *testing.T) {
	schema := compiled(t)
	all := diagnoses(t)
	var whole map[string]any
	for _, d := range all {
		if len(d.Findings) > 0 && whole == nil {
			data, err := json.Marshal(d)
			if err != nil || json.Unmarshal(data, &whole) != nil {
				t.Fatal("the diagnosis is no JSON")
			}
		}
	}
	finding := func(d map[string]any) map[string]any { return d["findings"].([]any)[0].(map[string]any) }
	for name, change := range map[string]func(map[string]any){
		"another kind":        func(d map[string]any) { d["kind"] = "Diagnose" },
		"another version":     func(d map[string]any) { d["apiVersion"] = "autorepair/v1" },
		"no kind":             func(d map[string]any) { delete(d, "kind") },
		"null for a list":     func(d map[string]any) { d["gaps"] = nil },
		"a field too many":    func(d map[string]any) { d["surprise"] = true },
		"no findings":         func(d map[string]any) { delete(d, "findings") },
		"an unknown state":    func(d map[string]any) { finding(d)["state"] = "Broken" },
		"a text for a number": func(d map[string]any) { finding(d)["group"] = "1" },
		"no time":             func(d map[string]any) { d["takenAt"] = "yesterday" },
	} {
		data, err := json.Marshal(whole)
		if err != nil {
			t.Fatal(err)
		}
		var changed map[string]any
		if err := json.Unmarshal(data, &changed); err != nil {
			t.Fatal(err)
		}
		if err := judge(t, schema, changed); err != nil {
			t.Fatalf("before the change: %v", err)
		}
		change(changed)
		if judge(t, schema, changed) == nil {
			t.Errorf("%s passes", name)
		}
	}
}
