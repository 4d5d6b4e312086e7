package knowledge

import (
	"reflect"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// decoder fills values from YAML nodes, by the json tags of their types. Unlike the YAML
// library it converts nothing: a number where a text belongs is a fault.
type decoder struct {
	file   string
	faults *faults
	steps  map[string]NextStep // shared steps, for "use"
}

var stepType = reflect.TypeFor[NextStep]()

// decode fills v from n. Faults call the value by the name in what.
func (d *decoder) decode(n *yaml.Node, v reflect.Value, what string) {
	switch v.Kind() {
	case reflect.Struct:
		d.decodeStruct(n, v, what)
	case reflect.Slice:
		d.decodeSlice(n, v, what)
	case reflect.Bool:
		if d.want(n, n.Kind == yaml.ScalarNode && n.Tag == "!!bool", what, "true or false") {
			v.SetBool(strings.EqualFold(n.Value, "true"))
		}
	case reflect.Int:
		number, err := strconv.Atoi(n.Value)
		if d.want(n, n.Kind == yaml.ScalarNode && n.Tag == "!!int" && err == nil, what, "a number") {
			v.SetInt(int64(number))
		}
	default:
		if d.want(n, n.Kind == yaml.ScalarNode && n.Tag == "!!str", what, "a text") {
			v.SetString(n.Value)
		}
	}
}

// want reports whether a node is of the wanted kind, and adds a fault if not. YAML aliases
// are of no kind: an entry can be understood without reading another place.
func (d *decoder) want(n *yaml.Node, ok bool, what, wanted string) bool {
	if !ok {
		d.faults.add(d.file, n.Line, "%s must be %s", what, wanted)
	}
	return ok
}

func (d *decoder) decodeSlice(n *yaml.Node, v reflect.Value, what string) {
	if !d.want(n, n.Kind == yaml.SequenceNode, what, "a list") {
		return
	}
	v.Set(reflect.MakeSlice(v.Type(), len(n.Content), len(n.Content)))
	for i, item := range n.Content {
		d.decode(item, v.Index(i), "each of "+what)
	}
}

func (d *decoder) decodeStruct(n *yaml.Node, v reflect.Value, what string) {
	if !d.want(n, n.Kind == yaml.MappingNode, what, "a mapping") {
		return
	}
	if v.Type() == stepType {
		d.useShared(n, v)
	}
	first := map[string]int{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if line, again := first[key.Value]; again {
			d.faults.add(d.file, key.Line, "key %q is there twice, first on line %d", key.Value, line)
			continue
		}
		first[key.Value] = key.Line
		if v.Type() == stepType && key.Value == useKey {
			continue
		}
		field, ok := fieldByTag(v, key.Value)
		if !ok {
			d.faults.add(d.file, key.Line, "unknown key %q", key.Value)
			continue
		}
		d.decode(value, field, key.Value)
	}
}

// useKey names a shared step in an entry's next steps. Other keys of the step replace its own.
const useKey = "use"

func (d *decoder) useShared(n *yaml.Node, v reflect.Value) {
	use := child(n, useKey)
	if use == nil {
		return
	}
	step, ok := d.steps[use.Value]
	if !ok {
		d.faults.add(d.file, use.Line, "there is no shared step %q", use.Value)
		return
	}
	v.Set(reflect.ValueOf(step))
}

// fieldByTag returns the field with this json name, in v or in a struct embedded in it.
func fieldByTag(v reflect.Value, name string) (reflect.Value, bool) {
	for i := range v.NumField() {
		field := v.Type().Field(i)
		if field.Anonymous {
			if f, ok := fieldByTag(v.Field(i), name); ok {
				return f, true
			}
			continue
		}
		if tag, _, _ := strings.Cut(field.Tag.Get("json"), ","); tag == name && field.Tag.Get("yaml") != "-" {
			return v.Field(i), true
		}
	}
	return reflect.Value{}, false
}

// child returns the value of a key in a mapping, nil when there is none.
func child(n *yaml.Node, key string) *yaml.Node {
	for i := 0; i+1 < len(n.Content) && n.Kind == yaml.MappingNode; i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return nil
}

// lineOf returns the line of the value under a path of keys (string) and positions (int), or
// of the nearest thing above it that exists.
func lineOf(n *yaml.Node, path ...any) int {
	for _, step := range path {
		var next *yaml.Node
		switch step := step.(type) {
		case string:
			next = child(n, step)
		case int:
			if n.Kind == yaml.SequenceNode && step < len(n.Content) {
				next = n.Content[step]
			}
		}
		if next == nil {
			break
		}
		n = next
	}
	return n.Line
}
