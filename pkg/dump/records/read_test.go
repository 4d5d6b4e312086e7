package records

import (
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

// seen is a visitor that writes down what it is told, a line each.
type seen struct {
	lines []string
	// refuse is a text whose record is not valid.
	refuse string
}

func (s *seen) Wants(kind string) bool { return kind != "Pod" && kind != "List" }

func (s *seen) Record(r Record) error {
	if s.refuse != "" && strings.Contains(string(r.Data), s.refuse) {
		return errors.New("refused")
	}
	s.lines = append(s.lines, fmt.Sprintf("%s/%s %s", r.APIVersion, r.Kind, r.Data))
	return nil
}

func (s *seen) Other() { s.lines = append(s.lines, "other") }

func (s *seen) Bad(at Place, err error) {
	s.lines = append(s.lines, fmt.Sprintf("bad at %s: %s", at, err))
}

// reads are the lines of a text, the last being the error, if there is one.
func reads(r io.Reader) string {
	s := &seen{refuse: "refuse me"}
	if err := Read(r, s); err != nil {
		s.lines = append(s.lines, "error at "+err.Error())
	}
	return strings.Join(s.lines, "\n")
}

const node = `{"apiVersion":"v1","kind":"Node","metadata":{"name":"a"}}`

func TestRecordsOfEveryForm(t *testing.T) {
	const a, b = `v1/Node {"apiVersion":"v1","kind":"Node","x":"a"}`, `v1/Node {"apiVersion":"v1","kind":"Node","x":"b"}`
	for name, c := range map[string]struct{ text, want string }{
		"one object":          {`{"apiVersion":"v1","kind":"Node","x":"a"}`, a},
		"lines":               {"{\"apiVersion\":\"v1\",\"kind\":\"Node\",\"x\":\"a\"}\n\n{\"apiVersion\":\"v1\",\"kind\":\"Node\",\"x\":\"b\"}\n", a + "\n" + b},
		"objects in a row":    {`{"apiVersion":"v1","kind":"Node","x":"a"}{"apiVersion":"v1","kind":"Node","x":"b"}`, a + "\n" + b},
		"array":               {` [ {"apiVersion":"v1","kind":"Node","x":"a"} , {"kind":"Pod"} ] `, a + "\nother"},
		"list, kind behind":   {`{"apiVersion":"v1","items":[{"apiVersion":"v1","kind":"Node","x":"a"}],"kind":"List","metadata":{"x":[1,{}]}}`, a},
		"typed list":          {`{"kind":"NodeList","apiVersion":"v1","items":[{"x":"a"},{"x":"b"}]}`, `v1/Node {"x":"a"}` + "\n" + `v1/Node {"x":"b"}`},
		"typed, kind behind":  {`{"items":[{"x":"a"}],"kind":"NodeList"}`, `/ {"x":"a"}`},
		"lists in an array":   {`[{"kind":"PodList","items":[{},{}]},{"items":[` + node + `]}]`, "other\nother\nv1/Node " + node},
		"a page":              {`{"kind":"NodeList","metadata":{"continue":"x"},"items":[{"x":"a"}]}{"items":[],"metadata":{"continue":"x"}}`, `/Node {"x":"a"}` + "\nbad at line 1, byte 0: the list is one page of several: the server has more of it\nbad at line 1, byte 67: the list is one page of several: the server has more of it"},
		"no items":            {`{"kind":"List","items":[]}{"kind":"List","items":null}`, "other"},
		"one after a log":     {node + "\n==== START logs for x ====\n{ not \"json\n==== END logs for x ====\n" + node, "v1/Node " + node + "\nv1/Node " + node},
		"strings like braces": {`{"kind":"Node","x":"}]\\\"{","m":"\\"}`, `/Node {"kind":"Node","x":"}]\\\"{","m":"\\"}`},
		"marks in between":    {"{}\n\ufeff" + node + "\ufeff{}\n\ufeff---\nkind: Pod\n", "/ {}\nv1/Node " + node + "\n/ {}\nother"},
		"a mix":               {"---\n" + node + "\n---\nkind: Node\nx: b\n--- {kind: Pod}\n", "v1/Node " + node + "\n/Node " + `{"kind":"Node","x":"b"}` + "\nother"},
		"YAML in flow":        {"{kind: PodList, items: [{x: a}, {x: b}]}", "other\nother"},
		"comments":            {"# a\n---\n# b\n\nkind: Node\n", `/Node {"kind":"Node"}`},
		"nothing":             {" \n\t\n", ""},
		"a sentence":          {"hello", `bad at line 1, byte 0: an object belongs here, not "hello"`},
		"kubectl's words":     {"Warning: v1 X is deprecated\nE1127 10:00:00.000001    1 memcache.go:265] no\n" + node + "\nError from server (Forbidden): events is forbidden\n", "v1/Node " + node + "\n" + `bad at line 4, byte 133: kubectl said here: Error from server (Forbidden): events is forbidden`},
		"and behind YAML":     {"items:\n- kind: Pod\nkind: List\nerror: no such thing\n", "other\n" + `bad at line 4, byte 30: kubectl said here: error: no such thing`},
		"errors in an array":  {`["the server could not find it", 7, [true]]` + node, "other\nother\nother\nv1/Node " + node},
		"a template":          {"{{- if .Values.x }}\nkind: Service\n{{- end }}\n---\n" + node, "bad at line 1, byte 0: not valid YAML: did not find expected node content\nv1/Node " + node},
		"a long sentence":     {strings.Repeat("words ", 50), `bad at line 1, byte 0: an object belongs here, not "` + strings.Repeat("words ", 13) + "w..."},
	} {
		t.Run(name, func(t *testing.T) {
			if got := reads(strings.NewReader(c.text)); got != c.want {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
			if got := reads(iotest.OneByteReader(strings.NewReader(c.text))); got != c.want {
				t.Errorf("byte by byte got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

func TestYAMLListsAreCutAtTheirItems(t *testing.T) {
	const a, b = `/Node {"kind":"Node","x":"a"}`, `/Node {"kind":"Node","x":"b"}`
	for name, c := range map[string]struct{ text, want string }{
		"as kubectl prints":  {"apiVersion: v1\nitems:\n- kind: Node\n  x: a\n- kind: Pod\n  bad: [\n- x: b\n  kind: Node\nkind: List\nmetadata: {}\n", a + "\nother\n" + b},
		"indented":           {"kind: List\nitems:\n  - kind: Node\n    x: a\n\n  # more\n  - kind: Node\n    x: b\n", a + "\n" + b},
		"dash alone":         {"kind: List\nitems:\n-\n  kind: Node\n  x: a\n", a},
		"typed":              {"kind: NodeList\napiVersion: v1\nitems:\n- x: a\n---\nkind: Node\nx: b\n", `v1/Node {"x":"a"}` + "\n" + b},
		"Windows line ends":  {"items:\r\n- kind: Node\r\n  x: a\r\nkind: List\r\n", a},
		"a dash in a text":   {"kind: List\nitems:\n- kind: Node\n  x: |-\n    - x\n    --- y\n", `/Node {"kind":"Node","x":"- x\n--- y"}`},
		"lists in an item":   {"kind: List\nitems:\n- kind: Node\n  x:\n  - 1\n  - 2\n", `/Node {"kind":"Node","x":[1,2]}`},
		"an item in flow":    {"kind: List\nitems:\n- {kind: Node, x: a}\n- {kind: Pod}\n", a + "\nother"},
		"one that is broken": {"kind: List\nitems:\n- kind: Node\n  x: [\n- kind: Node\n  x: b\n", "bad at line 3, byte 18: not valid YAML: in its line 2: did not find expected node content\n" + b},
		"cut":                {"apiVersion: v1\nitems:\n- kind: Node\n  x: a\n- kind: Node\n", a + "\nerror at line 6, byte 55: it ends too early: it was cut off, or is still being written"},
	} {
		t.Run(name, func(t *testing.T) {
			for _, r := range []io.Reader{strings.NewReader(c.text), iotest.OneByteReader(strings.NewReader(c.text))} {
				if got := reads(r); got != c.want {
					t.Errorf("got\n%s\nwant\n%s", got, c.want)
				}
			}
		})
	}
}

func TestBrokenJSONEndsWithThePlaceAfterWhatWasGood(t *testing.T) {
	good := "v1/Node " + node + "\n"
	for name, c := range map[string]struct{ text, want string }{
		"cut in a list":    {`{"items":[` + node + `,` + "\n" + `{"kind":"No`, good + "error at line 2, byte 80: it ends too early"},
		"cut after a list": {`{"items":[` + node + `]`, good + "error at line 1, byte 68: it ends too early"},
		"cut in an escape": {node + "\n" + `{"a":"\`, good + "error at line 2, byte 64: it ends too early"},
		"no comma":         {`{"items":[` + node + ` {}]}`, good + "error at line 1, byte 68: unexpected '{' where a comma or ']' belongs"},
		"no name":          {`{"a":1,2:3}`, "error at line 1, byte 7: unexpected '2' where a name begins"},
		"no colon":         {`{"a" 1}`, "error at line 1, byte 5: unexpected '1' after a name"},
		"no value":         {`{"a":}`, "error at line 1, byte 5: unexpected '}' where a value begins"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := reads(strings.NewReader(c.text)); !strings.HasPrefix(got, c.want) {
				t.Errorf("got\n%s\nwant\n%s", got, c.want)
			}
		})
	}
}

func TestRefusedRecordIsAFaultAndReadingGoesOn(t *testing.T) {
	got := reads(strings.NewReader(`{"items":[{"kind":"Node","x":"refuse me"},` + "\n" + node + `,3]}`))
	want := "bad at line 1, byte 10: refused\nv1/Node " + node + "\nbad at line 2, byte 101: an object belongs here, not 3"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

func TestFailureOfTheReaderIsTheErrorAndTheLastYAMLObjectIsNotTrusted(t *testing.T) {
	failure := errors.New("the disk is on fire")
	text := "items:\n- kind: Node\n  x: a\n- kind: Node\n  x: half"
	s := &seen{}
	err := Read(io.MultiReader(strings.NewReader(text), iotest.ErrReader(failure)), s)
	var placed *Error
	if !errors.As(err, &placed) || !errors.Is(err, failure) || placed.At.Line != 5 {
		t.Errorf("got %v", err)
	}
	if got := strings.Join(s.lines, "\n"); got != `/Node {"kind":"Node","x":"a"}` {
		t.Errorf("got %s", got)
	}
}
