package diagnosis_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"strconv"
	"strings"
	"testing"

	"github.com/invopop/jsonschema"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/dump"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// project is the path of this module.
const project = "github.com/kubectl-autorepair/kubectl-autorepair/"

// documents are what is printed as JSON, and the manifest of saved evidence, by kind.
var documents = []struct {
	kind string
	of   any
}{
	{diagnosis.Kind, diagnosis.Diagnosis{}}, {diagnosis.ListKind, diagnosis.List{}}, {diagnosis.TransitionKind, diagnosis.Transition{}},
	{diagnosis.HistoryKind, diagnosis.History{}},
	{dump.ManifestKind, dump.Manifest{}},
}

// newSchema reads the types, their comments and the constants that are their values.
func newSchema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	values := map[string][]any{}
	reflector := &jsonschema.Reflector{Anonymous: true}
	for _, folder := range []string{".", "../snapshot", "../dump", "../knowledge"} {
		if err := reflector.AddGoComments(project+"pkg/diagnosis", folder, jsonschema.WithFullComment()); err != nil {
			t.Fatal(err)
		}
		for name, comment := range reflector.CommentMap { // on Windows their folders are written with backslashes
			reflector.CommentMap[path.Clean(filepath.ToSlash(name))] = comment
		}
		addConstants(t, values, folder)
	}
	reflector.Mapper = func(of reflect.Type) *jsonschema.Schema { return special(of, values) }
	root := &jsonschema.Schema{
		Version: jsonschema.Version, ID: "https://" + project + "blob/main/pkg/diagnosis/" + generatedSchema, Title: diagnosis.APIVersion,
		Description: "What kubectl autorepair diagnose prints as JSON, YAML and KYAML, and the manifest of the evidence that it saves. Durations are written as Go writes them (5m0s), times in RFC 3339.",
		Definitions: jsonschema.Definitions{},
	}
	for _, document := range documents {
		for name, definition := range reflector.Reflect(document.of).Definitions {
			root.Definitions[name] = definition
		}
	}
	for _, document := range documents {
		name := reflect.TypeOf(document.of).Name()
		d := root.Definitions[name]
		d.Properties.Set("apiVersion", &jsonschema.Schema{Const: diagnosis.APIVersion})
		d.Properties.Set("kind", &jsonschema.Schema{Const: document.kind})
		d.Required = append([]string{"apiVersion", "kind"}, d.Required...)
		root.OneOf = append(root.OneOf, &jsonschema.Schema{Ref: "#/$defs/" + name})
	}
	gap := root.Definitions["Gap"]
	gap.Properties.Set("subject", &jsonschema.Schema{Type: "string", Description: "Subject is all subjects as one text."})
	gap.Required = append(gap.Required, "subject")
	for _, d := range root.Definitions {
		unwrap(d)
	}
	return root
}

// special returns the types that are not written as they are made.
func special(of reflect.Type, values map[string][]any) *jsonschema.Schema {
	switch {
	case of == reflect.TypeFor[metav1.Time]():
		return &jsonschema.Schema{Type: "string", Format: "date-time"}
	case of == reflect.TypeFor[metav1.Duration]():
		return &jsonschema.Schema{Type: "string", Pattern: `^-?([0-9.]+(h|m|s|ms|µs|ns))+$`}
	case of == reflect.TypeFor[snapshot.Origin]():
		return &jsonschema.Schema{Type: "string"}
	case of == reflect.TypeFor[json.RawMessage]():
		return &jsonschema.Schema{Type: "object"}
	case of.Kind() == reflect.String && strings.HasPrefix(of.PkgPath(), project):
		return &jsonschema.Schema{Type: "string", Enum: values[of.Name()]}
	default:
		return nil
	}
}

// addConstants finds the constants of each named type of a package, in their order.
func addConstants(t *testing.T, values map[string][]any, folder string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "*.go"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			if spec, ok := n.(*ast.ValueSpec); ok && len(spec.Values) == 1 {
				name, named := spec.Type.(*ast.Ident)
				literal, written := spec.Values[0].(*ast.BasicLit)
				if named && written && literal.Kind == token.STRING {
					text, err := strconv.Unquote(literal.Value)
					if err != nil {
						t.Fatal(err)
					}
					values[name.Name] = append(values[name.Name], text)
				}
			}
			return true
		})
	}
}

// unwrap makes comments into lines of prose.
func unwrap(s *jsonschema.Schema) {
	s.Description = strings.Join(strings.Fields(s.Description), " ")
	for pair := s.Properties.Oldest(); pair != nil; pair = pair.Next() {
		pair.Value.Description = strings.Join(strings.Fields(pair.Value.Description), " ")
	}
}

var update = flag.Bool("update", false, "write the JSON schema")

// generatedSchema is the JSON schema of everything that this program prints as JSON. It is
// generated from the types and their comments.
const generatedSchema = "schema/autorepair-v1alpha1.json"

func TestTheSchemaIsThatOfTheTypes(t *testing.T) {
	got, err := json.MarshalIndent(newSchema(t), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	got = append(got, '\n')
	if *update {
		if err := os.WriteFile(generatedSchema, got, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(generatedSchema)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(want, got) {
		t.Errorf("%s is not what the types say (go test ./pkg/diagnosis -update writes it)", generatedSchema)
	}
}

// TestEveryTypeIsExplained keeps the schema readable without the source.
func TestEveryTypeIsExplained(t *testing.T) {
	for name, d := range newSchema(t).Definitions {
		if strings.TrimSpace(d.Description) == "" {
			t.Errorf("%s has no description", name)
		}
	}
}
