package printer

import (
	"bytes"
	"encoding/json"
	"io"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/cli-runtime/pkg/printers"
	sigsyaml "sigs.k8s.io/yaml"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/clean"
)

// hostileText has each kind of character that a terminal must not get.
const hostileText = "a\x1b[31m\x07\x08\u009b\u202eb\u200b\U000e0041\ufeff \u2028 line\nfeed\ttab: \"é日本\""

func TestMachineFormatsKeepTheDataAndEscapeIt(t *testing.T) {
	d := &diagnosis.Diagnosis{Selector: hostileText}
	d.APIVersion, d.Kind = diagnosis.APIVersion, diagnosis.Kind
	for format, p := range map[string]printers.ResourcePrinter{
		"json": &printers.JSONPrinter{}, "yaml": &printers.YAMLPrinter{}, "kyaml": &printers.KYAMLPrinter{},
	} {
		var out bytes.Buffer
		if err := Machine(&out, p, d, format, true); err != nil {
			t.Fatalf("%s: %v", format, err)
		}
		if raw := strings.IndexFunc(out.String(), unseen); raw >= 0 {
			t.Errorf("%s has %q raw", format, out.String()[raw:raw+4])
		}
		var back diagnosis.Diagnosis
		read := sigsyaml.Unmarshal
		if format == "json" {
			read = func(data []byte, v any, _ ...sigsyaml.JSONOpt) error { return json.Unmarshal(data, v) }
		}
		if err := read(out.Bytes(), &back); err != nil {
			t.Fatalf("%s cannot be read back: %v\n%s", format, err, out.String())
		}
		if back.Selector != hostileText {
			t.Errorf("%s: the data came back as %q", format, back.Selector)
		}
	}
}

func TestJSONIsThatOfKubectl(t *testing.T) {
	for _, text := range []string{hostileText, "<b>&'\"\\/", "\xff\xc3(", "\u2028\u2029", "", strings.Repeat("é日本\u202e", 50_000)} {
		d := &diagnosis.Diagnosis{Selector: text, NotFound: []string{}, Findings: []diagnosis.Finding{{Node: text}, {}}}
		d.APIVersion, d.Kind = diagnosis.APIVersion, diagnosis.Kind
		var ours, kubectls bytes.Buffer
		if err := Machine(&ours, nil, d, "json", false); err != nil {
			t.Fatal(err)
		}
		if err := (&printers.JSONPrinter{}).PrintObj(d, &kubectls); err != nil {
			t.Fatal(err)
		}
		if want := clean.EscapeJSON(kubectls.String()); ours.String() != want {
			t.Errorf("of %.40q it is\n%.3000s\nnot\n%.3000s", text, ours.String(), want)
		}
	}
}

func TestTemplatesAreCleanedOnlyForATerminal(t *testing.T) {
	for _, test := range []struct {
		terminal bool
		want     string
	}{{true, `a\x1bb` + "\n"}, {false, "a\x1bb\n"}} {
		var out bytes.Buffer
		err := Machine(&out, raw{}, &diagnosis.Diagnosis{}, "go-template={{.x}}", test.terminal)
		if err != nil || out.String() != test.want {
			t.Errorf("terminal %v: %q, %v; want %q", test.terminal, out.String(), err, test.want)
		}
	}
}

// raw is a template that prints a control character.
type raw struct{}

func (raw) PrintObj(_ runtime.Object, w io.Writer) error {
	_, err := io.WriteString(w, "a\x1bb\n")
	return err
}
