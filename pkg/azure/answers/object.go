package answers

import (
	"encoding/json"
	"strings"
)

// object is a JSON object whose members are found by their names in lower case.
type object map[string]any

// get returns a member of the object or, where REST nests it, of its properties.
func (o object) get(name string) any {
	if v, ok := o[name]; ok && v != nil {
		return v
	}
	if p, ok := o["properties"].(object); ok {
		return p[name]
	}
	return nil
}

// text returns a member that is a string, a number or a word, and the value of one that is written
// with its translation.
func (o object) text(name string) string {
	switch v := o.get(name).(type) {
	case string:
		return v
	case json.Number:
		return v.String()
	case bool:
		if v {
			return "true"
		}
		return "false"
	case object:
		if s, ok := v["value"].(string); ok {
			return s
		}
	}
	return ""
}

// child returns a member that is an object, nil for any other.
func (o object) child(name string) object {
	c, _ := o.get(name).(object)
	return c
}

// list returns the objects of a member that is an array.
func (o object) list(name string) []object {
	values, _ := o.get(name).([]any)
	return objects(values)
}

// objects returns those of the values that are objects.
func objects(values []any) []object {
	var all []object
	for _, v := range values {
		if o, ok := v.(object); ok {
			all = append(all, o)
		}
	}
	return all
}

// texts returns the strings of a member that is an array.
func (o object) texts(name string) []string {
	values, _ := o.get(name).([]any)
	var all []string
	for _, v := range values {
		switch v := v.(type) {
		case string:
			all = append(all, v)
		case json.Number:
			all = append(all, v.String())
		}
	}
	return all
}

// has says whether the object has a member with a value.
func (o object) has(name string) bool { return o.get(name) != nil }

// lists says whether a member is an array.
func (o object) lists(name string) bool {
	_, ok := o.get(name).([]any)
	return ok
}

// kind returns the type of a resource, in lower case: the service is left out.
func (o object) kind() string {
	_, kind, _ := strings.Cut(strings.ToLower(o.text("type")), "/")
	return kind
}
