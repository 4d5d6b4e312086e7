package clean

import "reflect"

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
		for i := range v.NumField() {
			if f := v.Type().Field(i); f.IsExported() {
				l.clean(v.Field(i), f.Name)
			}
		}
	}
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
