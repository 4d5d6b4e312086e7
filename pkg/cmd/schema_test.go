package cmd_test

import (
	"bytes"
	"strings"
	"testing"

	validator "github.com/santhosh-tekuri/jsonschema/v6"
	"sigs.k8s.io/yaml"
)

// TestWhatIsPrintedKeepsTheSchema judges the output of the program itself.
func TestWhatIsPrintedKeepsTheSchema(t *testing.T) {
	compiler := validator.NewCompiler()
	compiler.AssertFormat()
	schema, err := compiler.Compile("../diagnosis/schema/autorepair-v1alpha1.json")
	if err != nil {
		t.Fatal(err)
	}
	config := threeClusters(t)
	for _, source := range [][]string{
		{"--demo"}, {"--demo=all"}, {"--demo=all", "aks-user-15776247-vmss000007"}, {"--demo=all", "--not-ready-for", "100h"}, {"--demo=all", "--impact", "--redact"},
		{"--kubeconfig", config, "--context", "broken"}, {"--kubeconfig", config, "--all-contexts"},
	} {
		for _, format := range []string{"json", "yaml", "kyaml"} {
			_, stdout, stderr := run(t, append([]string{"diagnose", "-o", format}, source...)...)
			data, err := yaml.YAMLToJSON([]byte(stdout))
			if err != nil || strings.TrimSpace(stdout) == "" {
				t.Fatalf("%v -o %s: %v %q\n%s", source, format, err, stdout, stderr)
			}
			keeps(t, schema, strings.Join(source, " ")+" -o "+format, data)
		}
	}
	for _, args := range [][]string{{"--demo"}, {"--demo", "--redact"}, {"--demo", "--since", "1h"}} {
		_, stdout, _ := run(t, append([]string{"history", "-o", "json"}, args...)...)
		keeps(t, schema, "history "+strings.Join(args, " "), []byte(stdout))
	}
	_, stdout, stderr := run(t, "diagnose", "--kubeconfig", config, "--context", "broken", "-w", "--timeout", "1ms", "-o", "json")
	if stdout == "" {
		t.Errorf("a watch prints nothing: %s", stderr)
	}
	for line := range strings.Lines(stdout) {
		keeps(t, schema, "a line of a watch", []byte(line))
	}
}

// keeps judges a JSON document.
func keeps(t *testing.T, schema *validator.Schema, what string, data []byte) {
	t.Helper()
	document, err := validator.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if err := schema.Validate(document); err != nil {
		t.Errorf("%s: %v", what, err)
	}
}
