package answers

import (
	"encoding/json"
	"errors"
	"io"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/brackets"
)

// maxDepth is how deep values may be nested. Answers of Azure reach a dozen.
const maxDepth = 64

var (
	errDeep = errors.New("the values are nested too deep")
	// errForeign is for objects of Kubernetes and tables of Log Analytics, which can be large.
	errForeign = errors.New("this is no answer of Azure")
)

// decoder reads a JSON value token by token, so that of one that was cut off everything before the
// cut is known.
type decoder struct {
	*json.Decoder
	// element, if set, gets the elements of the outer list as they are read, which are then not kept;
	// cut is true for one whose end is missing.
	element func(o object, cut bool)
}

// newDecoder returns a decoder of the text that begins with a value.
func newDecoder(text string) *decoder {
	d := json.NewDecoder(strings.NewReader(text))
	d.UseNumber()
	return &decoder{Decoder: d}
}

// value reads the next value. With an error it returns what was read before.
func (d *decoder) value(depth int) (any, error) {
	token, err := d.Token()
	if err != nil {
		return nil, err //nolint:wrapcheck // only whether there is one is asked
	}
	delim, ok := token.(json.Delim)
	switch {
	case !ok:
		return token, nil
	case depth > maxDepth:
		return nil, errDeep
	case delim == '{':
		return d.object(depth)
	case delim == '[':
		return d.array(depth, depth == 0)
	default:
		return nil, errors.New("a value belongs here")
	}
}

// object reads the rest of an object.
func (d *decoder) object(depth int) (object, error) {
	o := object{}
	for d.More() {
		token, err := d.Token()
		if err != nil {
			return o, err //nolint:wrapcheck // only whether there is one is asked
		}
		name, _ := token.(string)
		name = strings.ToLower(name)
		if depth == 0 && (name == "apiversion" || name == "items" || name == "tables") {
			return nil, errForeign
		}
		v, err := d.member(name, depth)
		if v != nil {
			o[name] = v
		}
		if err != nil {
			return o, err
		}
	}
	return o, d.end()
}

// member reads the value of a member. The list of an answer that is one page of REST, of the metadata
// service or of Resource Graph is read as an array at the top is.
func (d *decoder) member(name string, depth int) (any, error) {
	if depth > 0 || name != "value" && name != "data" || d.element == nil {
		return d.value(depth + 1)
	}
	token, err := d.Token()
	if err != nil {
		return nil, err //nolint:wrapcheck // only whether there is one is asked
	}
	switch token {
	case json.Delim('['):
		return d.array(depth+1, true)
	case json.Delim('{'):
		return d.object(depth + 1)
	}
	return token, nil
}

// array reads the rest of an array, whose elements are not kept where it is the outer one.
func (d *decoder) array(depth int, outer bool) ([]any, error) {
	all := []any{}
	for d.More() {
		v, err := d.value(depth + 1)
		o, ok := v.(object)
		switch {
		case outer && d.element != nil && ok:
			d.element(o, err != nil)
		case v != nil:
			all = append(all, v)
		}
		if err != nil {
			return all, err
		}
	}
	return all, d.end()
}

// end reads the bracket that closes a value. A text that ends before it was cut off.
func (d *decoder) end() error {
	_, err := d.Token()
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err //nolint:wrapcheck // only whether there is one is asked
}

// faultAt returns the place of what is not valid, 0 for a value that is cut off at the end of the text.
func (d *decoder) faultAt(err error) int {
	var syntax *json.SyntaxError
	if errors.As(err, &syntax) && !errors.Is(err, io.ErrUnexpectedEOF) {
		return int(d.InputOffset())
	}
	return 0
}

// skip returns the place behind the value that a text begins with, as its brackets show it.
func skip(text string) int {
	depth := 0
	var in brackets.Strings
	for i := range len(text) {
		switch c := text[i]; {
		case in.Has(c):
		case c == '{', c == '[':
			depth++
		case c == '}', c == ']':
			if depth--; depth <= 0 {
				return i + 1
			}
		}
	}
	return len(text)
}
