// Package strict decodes YAML into types without any conversion, and reports all that is wrong
// with a file by its lines.
package strict

import (
	"reflect"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"
)

// Decoder fills values from YAML nodes, by the json tags of their types. Unlike the YAML
// library it converts nothing: a number where a text belongs is a fault.
type Decoder struct {
	// File names the file in faults.
	File   string
	Faults *Faults
	// Before, if set, sees each mapping before the value of a type is filled from it, and may fill it
	// first. It returns the key that it has read, empty for none.
	Before func(d *Decoder, n *yaml.Node, v reflect.Value) string
}

// Decode fills v from n. Faults call the value by the name in what.
func (d *Decoder) Decode(n *yaml.Node, v reflect.Value, what string) {
	switch v.Kind() {
	case reflect.Struct:
		d.decodeStruct(n, v, what)
	case reflect.Slice:
		d.decodeSlice(n, v, what)
	case reflect.Bool:
		if d.Want(n, n.Kind == yaml.ScalarNode && n.Tag == "!!bool", what, "true or false") {
			v.SetBool(strings.EqualFold(n.Value, "true"))
		}
	case reflect.Int:
		number, err := strconv.Atoi(n.Value)
		if d.Want(n, n.Kind == yaml.ScalarNode && n.Tag == "!!int" && err == nil, what, "a number") {
			v.SetInt(int64(number))
		}
	default:
		if d.Want(n, n.Kind == yaml.ScalarNode && n.Tag == "!!str", what, "a text") {
			v.SetString(n.Value)
		}
	}
}

// Want reports whether a node is of the wanted kind, and adds a fault if not. YAML aliases
// are of no kind: an entry can be understood without reading another place.
func (d *Decoder) Want(n *yaml.Node, ok bool, what, wanted string) bool {
	if !ok {
		d.Faults.Add(d.File, n.Line, "%s must be %s", what, wanted)
	}
	return ok
}

func (d *Decoder) decodeSlice(n *yaml.Node, v reflect.Value, what string) {
	if !d.Want(n, n.Kind == yaml.SequenceNode, what, "a list") {
		return
	}
	v.Set(reflect.MakeSlice(v.Type(), len(n.Content), len(n.Content)))
	for i, item := range n.Content {
		d.Decode(item, v.Index(i), "each of "+what)
	}
}

func (d *Decoder) decodeStruct(n *yaml.Node, v reflect.Value, what string) {
	if !d.Want(n, n.Kind == yaml.MappingNode, what, "a mapping") {
		return
	}
	read := ""
	if d.Before != nil {
		read = d.Before(d, n, v)
	}
	first := map[string]int{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		if line, again := first[key.Value]; again {
			d.Faults.Add(d.File, key.Line, "key %q is there twice, first on line %d", key.Value, line)
			continue
		}
		first[key.Value] = key.Line
		if key.Value == read && read != "" {
			continue
		}
		field, ok := Field(v, key.Value)
		if !ok {
			d.Faults.Add(d.File, key.Line, "unknown key %q", key.Value)
			continue
		}
		d.Decode(value, field, key.Value)
	}
}

// Field returns the field with this json name, in v or in a struct embedded in it.
func Field(v reflect.Value, name string) (reflect.Value, bool) {
	for i := range v.NumField() {
		field := v.Type().Field(i)
		if field.Anonymous {
			if f, ok := Field(v.Field(i), name); ok {
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

// Child returns the value of a key in a mapping, nil when there is none.
func Child(n *yaml.Node, key string) *yaml.Node {
	for i := 0; i+1 < len(n.Content) && n.Kind == yaml.MappingNode; i += 2 {
		if n.Content[i].Value == key {
			return n.Content[i+1]
		}
	}
	return nil
}

// LineOf returns the line of the value under a path of keys (string) and positions (int), or
// of the nearest thing above it that exists.
func LineOf(n *yaml.Node, path ...any) int {
	for _, step := range path {
		var next *yaml.Node
		switch step := step.(type) {
		case string:
			next = Child(n, step)
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
