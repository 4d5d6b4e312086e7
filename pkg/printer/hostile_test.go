package printer

import (
	"bytes"
	"errors"
	"io"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
)

// evil has one of everything that must not reach a terminal, and is longer than any line.
var evil = "\x1b[2J\x1b]0;owned\a\b\r\n\t\x00\x7f\u009b1m\u202e\u2066\u200b\u2028\ufeff\U000e0041\xffevil  " + strings.Repeat("\u0301", 50)

// fill puts text into every string below v, and two elements into every slice.
func fill(t *testing.T, v reflect.Value, text string) {
	t.Helper()
	switch v.Kind() {
	case reflect.String:
		v.SetString(text)
	case reflect.Int, reflect.Int32, reflect.Int64:
		v.SetInt(3)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(t, v.Elem(), text)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range v.Len() {
			fill(t, v.Index(i), text)
		}
	case reflect.Struct:
		if v.Type() == reflect.TypeFor[metav1.Time]() {
			v.Set(reflect.ValueOf(metav1.NewTime(taken.Add(-time.Hour))))
			return
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				fill(t, v.Field(i), text)
			}
		}
	default:
		t.Fatalf("a %s is not cleaned by clean.Copy", v.Kind())
	}
}

func filled[T any](t *testing.T, text string) T {
	t.Helper()
	var v T
	fill(t, reflect.ValueOf(&v).Elem(), text)
	return v
}

// hostile returns all functions of the package over values that hold nothing but text.
func hostile(t *testing.T, text string) map[string]func(io.Writer, Style) error {
	t.Helper()
	d, f := filled[diagnosis.Diagnosis](t, text), filled[diagnosis.Finding](t, text)
	entries, setup := filled[[]*knowledge.Entry](t, text), []string{text}
	list := diagnosis.NewList()
	list.Add(text, &d)
	list.Fail(text, errors.New(text))
	none := d
	none.Summary.Listed, none.Groups, none.Findings = 0, nil, nil
	return map[string]func(io.Writer, Style) error{
		"Overview":         func(w io.Writer, s Style) error { return Overview(w, &d, Reach{}, s) },
		"Overview of none": func(w io.Writer, s Style) error { return Overview(w, &none, Reach{}, s) },
		"Node":             func(w io.Writer, s Style) error { return Node(w, &d, &f, entries, Reach{}, s) },
		"Entry":            func(w io.Writer, s Style) error { return Entry(w, entries[0], setup, sayNames, s) },
		"Clusters":         func(w io.Writer, s Style) error { return Clusters(w, list, nil, s) },
		"Short":            func(w io.Writer, s Style) error { return Short(w, &d, Reach{}, finding(entries...), s) },
		"ShortNode":        func(w io.Writer, s Style) error { return ShortNode(w, &d, &f, finding(entries...), Reach{}, s) },
		"ShortClusters":    func(w io.Writer, s Style) error { return ShortClusters(w, list, nil, finding(entries...), s) },
		"Entries":          func(w io.Writer, s Style) error { return Entries(w, entries, s) },
	}
}

func styles() []Style {
	var list []Style
	for _, width := range []int{-1, 0, 1, 20, 80, 120, 250} {
		for _, bits := range []int{0, 1, 2, 3, 4, 5, 6, 7} {
			list = append(list, Style{Width: width, Color: bits&1 != 0, Wide: bits&2 != 0, NoHeaders: bits&4 != 0})
		}
	}
	return list
}

// sequences are what the palette makes: an SGR sequence, nothing else.
var sequences = regexp.MustCompile("\x1b\\[[0-9;]+m")

func TestNothingRawReachesATerminal(t *testing.T) {
	for name, print := range hostile(t, evil) {
		for _, s := range styles() {
			var out bytes.Buffer
			if err := print(&out, s); err != nil {
				t.Fatalf("%s %+v: %v", name, s, err)
			}
			text := out.String()
			if s.Color {
				text = sequences.ReplaceAllString(text, "")
			}
			for i, r := range text {
				if r != '\n' && !unicode.IsPrint(r) {
					t.Fatalf("%s %+v prints %U after %q", name, s, r, text[max(0, i-60):i])
				}
			}
			if name != "Overview of none" && !strings.Contains(text, `\x1b[2J`) {
				t.Errorf("%s %+v does not show the escape it took out:\n%s", name, s, text)
			}
		}
	}
}

func TestColourIsOnlyWhatThePaletteMakes(t *testing.T) {
	for name, print := range hostile(t, "\x1b[5mblink") {
		var plain, coloured bytes.Buffer
		if err := print(&plain, Style{Width: 120}); err != nil {
			t.Fatal(err)
		}
		if err := print(&coloured, Style{Width: 120, Color: true}); err != nil {
			t.Fatal(err)
		}
		if strings.Contains(plain.String(), "\x1b") || !strings.Contains(coloured.String(), "\x1b[") {
			t.Errorf("%s: colour does not follow the style", name)
		}
		if strings.Contains(coloured.String(), "\x1b[5m") {
			t.Errorf("%s: a colour of the data reaches the terminal", name)
		}
		if got := sequences.ReplaceAllString(coloured.String(), ""); got != plain.String() {
			t.Errorf("%s: colour changes the text\n--- without\n%s\n--- with\n%s", name, plain.String(), got)
		}
	}
}

func TestOverlongTextIsBounded(t *testing.T) {
	for name, print := range hostile(t, strings.Repeat("long \u0301", 1<<18)) {
		var out bytes.Buffer
		if err := print(&out, Style{Width: 120}); err != nil {
			t.Fatal(err)
		}
		if out.Len() > 4<<20 || !strings.Contains(out.String(), "more characters") && name != "Overview of none" {
			t.Errorf("%s prints %d bytes and does not say what it left out", name, out.Len())
		}
	}
}

func TestTheDiagnosisIsNotChanged(t *testing.T) {
	d := filled[diagnosis.Diagnosis](t, evil)
	if err := Overview(io.Discard, &d, Reach{}, Style{Width: 80, Wide: true}); err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(d, filled[diagnosis.Diagnosis](t, evil)) {
		t.Error("printing a diagnosis changed it")
	}
}
