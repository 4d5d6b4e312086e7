package records

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"testing/iotest"
)

// FuzzRead checks that no text makes the reader crash or hang, that the size of the reads
// does not change what is seen, and that JSON is seen as the standard library sees it.
func FuzzRead(f *testing.F) {
	for _, text := range []string{
		node, `{"items":[` + node + `],"kind":"List"}`, "items:\n- kind: Node\n  n: a\nkind: List\n", "TimeGenerated,Name\nt,a\n", "---\n{a: b}\n--- x\n",
		`[{"a":"\"}"},{}]`, `{"x":0,"items":[{"a":[1,{"b":null}]} , {"n":-1.5e3}],"y":{}}`, `[[{"x":{}}],{"items":[{}]},{"items":null}]`,
		node + "\n==== START logs\n{\n==== END logs\n" + node, `{"tables":[{"columns":[{"name":"TimeGenerated"}],"rows":[["t"],[7]]}]}`,
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		whole := reads(strings.NewReader(text))
		if parts := reads(iotest.OneByteReader(strings.NewReader(text))); parts != whole {
			t.Errorf("%q in parts:\n%s\nas a whole:\n%s", text, parts, whole)
		}
		want, ok := standard(text)
		if !ok || strings.Contains(whole, errNested.Error()) {
			return
		}
		var got objects
		if err := Read(strings.NewReader(text), &got); err != nil || !reflect.DeepEqual([]any(got), want) {
			t.Errorf("%q was read as %v (%v), and the standard library has %v", text, got, err, want)
		}
	})
}

// objects is a visitor that decodes all it is told. A value that is no object is nil.
type objects []any

func (o *objects) Wants(string) bool { return true }

func (o *objects) Record(r Record) error {
	var v any
	if err := json.Unmarshal(r.Data, &v); err != nil {
		return err
	}
	*o = append(*o, v)
	return nil
}

func (o *objects) Other() { *o = append(*o, nil) }

func (o *objects) Bad(Place, error) { *o = append(*o, nil) }

// standard are the objects and the items of the lists in a text that is JSON to the
// standard library. It leaves alone what holds tables, and a list whose items are there twice.
func standard(text string) ([]any, bool) {
	var v any
	if strings.Contains(text, "TimeGenerated") || json.Unmarshal([]byte(text), &v) != nil || !strings.ContainsAny(strings.TrimSpace(text)[:1], "{[") {
		return nil, false
	}
	again, err := json.Marshal(v)
	const items = `"items"`
	if err != nil || strings.Count(text, items) != strings.Count(string(again), items) || strings.Contains(string(again), `"tables"`) {
		return nil, false
	}
	return flat(v), true
}

func flat(v any) []any {
	all, isList := v.([]any)
	if object, ok := v.(map[string]any); ok {
		if all, isList = object["items"].([]any); !isList {
			return []any{object}
		}
	}
	if !isList {
		return []any{nil}
	}
	var found []any
	for _, item := range all {
		found = append(found, flat(item)...)
	}
	return found
}
