package printer

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"slices"
	"strings"
	"testing"
	"unicode"

	"k8s.io/cli-runtime/pkg/printers"
	sigsyaml "sigs.k8s.io/yaml"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv/viewer"
)

// FuzzPages puts any text into every place of a page, at any width. Nothing reaches the
// reader that a terminal must not get, and the formats for programs keep the text.
func FuzzPages(f *testing.F) {
	for i, seed := range []string{evil, hostileText, "", "a", "<b>&`|*_[x](y)", "- x: {}\n---\n", "日本語 é\u0301", strings.Repeat("word ", 40), `"\u2028'`, "\t~ 1. =", "0x1f", "null"} {
		for page := range byte(12) {
			f.Add(seed, byte(i*21), page)
		}
	}
	f.Add("\u2028\nfeed\ttab: \"é日本\"", byte(0x15), byte('O')) // in KYAML it could not be read back
	f.Fuzz(func(t *testing.T, text string, style, page byte) {
		text = text[:min(len(text), 2000)]
		s := Style{Width: int(style & 0xfc), Wide: style&1 != 0, NoHeaders: style&2 != 0}
		pages := hostile(t, text)
		list := filled[diagnosis.List](t, text)
		find := func([]string) []*knowledge.Entry { return filled[[]*knowledge.Entry](t, text) }
		pages["Markdown"] = func(w io.Writer, _ Style) error { return Markdown(w, &list, nil, find) }
		pages["HTML"] = func(w io.Writer, _ Style) error { return HTML(w, &list, nil, find) }
		pages["Chat"] = func(w io.Writer, _ Style) error { return Chat(w, &list, nil, find) }
		names := slices.Sorted(maps.Keys(pages))
		if int(page) >= len(names) {
			checkMachine(t, text)
			return
		}
		name := names[page]
		var out bytes.Buffer
		if err := pages[name](&out, s); err != nil {
			t.Fatalf("%s of %q: %v", name, text, err)
		}
		for line := range strings.SplitSeq(out.String(), "\n") {
			if why := viewer.Unfit(line); why != "" {
				t.Errorf("%s of %q has the line %q: %s", name, text, line, why)
			}
		}
	})
}

// unseen says, by Unicode alone, whether a character is not drawn as itself.
func unseen(r rune) bool {
	return r != '\n' && (!unicode.IsPrint(r) || unicode.In(r, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point))
}

// checkMachine: what is read from the formats for programs is the text that went in.
func checkMachine(t *testing.T, text string) {
	t.Helper()
	d := diagnosis.Diagnosis{Selector: text}
	d.APIVersion, d.Kind = diagnosis.APIVersion, diagnosis.Kind
	for format, p := range map[string]printers.ResourcePrinter{
		"json": &printers.JSONPrinter{}, "yaml": &printers.YAMLPrinter{}, "kyaml": &printers.KYAMLPrinter{},
	} {
		var out bytes.Buffer
		if err := Machine(&out, p, &d, format, true); err != nil {
			t.Fatalf("%s of %q: %v", format, text, err)
		}
		if raw := strings.IndexFunc(out.String(), unseen); raw >= 0 {
			t.Errorf("%s of %q has %q raw", format, text, out.String()[raw:min(raw+4, out.Len())])
		}
		var back diagnosis.Diagnosis
		err := sigsyaml.Unmarshal(out.Bytes(), &back)
		if format == "json" {
			err = json.Unmarshal(out.Bytes(), &back)
		}
		if want := strings.ToValidUTF8(text, "\ufffd"); err != nil || back.Selector != want && back.Selector != string([]rune(text)) {
			t.Errorf("%s: %q came back as %q: %v", format, text, back.Selector, err)
		}
	}
}
