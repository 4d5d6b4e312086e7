package clean

import (
	"reflect"
	"slices"
	"sync"
)

// fieldLimit is how many characters of a string are shown where no other limit is set: more
// than any name, command or sentence has.
const fieldLimit = 4096

// multiline are the fields that are laid out by words or by lines, where a line feed is
// harmless; in every other field it is escaped.
var multiline = map[string]bool{
	"Details": true, "Message": true, "Meaning": true, "Text": true, "Title": true, "Retry": true, "Warning": true,
}

// Limits are how many characters are shown of the fields with a name.
type Limits map[string]int

// Copy copies v with every string in it bounded and cleaned. It uses reflection, so that a
// field that is added later is cleaned too. Times have no exported strings and stay as they
// are.
func Copy[T any](v T, l Limits) T {
	l.clean(reflect.ValueOf(&v).Elem(), "")
	return v
}

// clean cleans v in place. What v refers to may belong to the caller, so it is copied first.
func (l Limits) clean(v reflect.Value, field string) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(l.text(v.String(), field))
	case reflect.Pointer:
		if v.IsNil() {
			return
		}
		own := reflect.New(v.Type().Elem())
		own.Elem().Set(v.Elem())
		l.clean(own.Elem(), field)
		v.Set(own)
	case reflect.Slice:
		if v.IsNil() {
			return
		}
		own := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		reflect.Copy(own, v)
		for i := range own.Len() {
			l.clean(own.Index(i), field)
		}
		v.Set(own)
	case reflect.Struct:
		for _, f := range fieldsOf(v.Type()) {
			l.clean(v.Field(f.index), f.name)
		}
	}
}

// field is a field of a struct that can hold text.
type field struct {
	index int
	name  string
}

// known are the fields of types that were met: a diagnosis has few types and many values.
var known sync.Map

// fieldsOf returns the exported fields of a struct that can hold text.
func fieldsOf(t reflect.Type) []field {
	if fields, ok := known.Load(t); ok {
		return fields.([]field)
	}
	var fields []field
	for i := range t.NumField() {
		if f := t.Field(i); f.IsExported() && holdsText(f.Type, nil) {
			fields = append(fields, field{i, f.Name})
		}
	}
	known.Store(t, fields)
	return fields
}

// holdsText reports whether there can be a string that is exported in a value of a type; within are the types that it
// is part of.
func holdsText(t reflect.Type, within []reflect.Type) bool {
	if slices.Contains(within, t) {
		return false
	}
	within = append(within, t)
	switch t.Kind() {
	case reflect.String:
		return true
	case reflect.Pointer, reflect.Slice:
		return holdsText(t.Elem(), within)
	case reflect.Struct:
		for i := range t.NumField() {
			if f := t.Field(i); f.IsExported() && holdsText(f.Type, within) {
				return true
			}
		}
	}
	return false
}

func (l Limits) text(s, field string) string {
	limit, ok := l[field]
	if !ok {
		limit = fieldLimit
	}
	s = Bound(s, limit)
	if multiline[field] {
		return Block(s)
	}
	return Line(s)
}
