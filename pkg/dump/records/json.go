package records

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// maxNesting is how deep lists may be in lists; kubectl nests none.
const maxNesting = 8

// errPage is the fault of a list that was asked for with a limit.
var errPage = errors.New("the list is one page of several: the server has more of it")

// defaults are what a typed list says of its items, which leave it out.
type defaults struct{ kind, apiVersion string }

// value takes the JSON value that comes next: an object is a record or a list of records,
// an array is a list.
func (t *text) value(of defaults, depth int) error {
	if depth > maxNesting {
		return errNested
	}
	switch c, err := t.next(); {
	case err != nil:
		return err
	case c == '{':
		return t.object(of, depth)
	case c == '[':
		return t.elements(']', func() error { return t.element(of, depth+1) })
	default:
		at := t.place()
		var p piece
		if err := t.raw(&p); err != nil {
			return err
		}
		t.visitor.Bad(at, fmt.Errorf("an object belongs here, not %s", beginning(p.data)))
		return nil
	}
}

// element takes an element of an array that is no list of objects by its name. One that is
// no object, such as an error that a support bundle notes, says nothing about nodes.
func (t *text) element(of defaults, depth int) error {
	if c, err := t.next(); err != nil || c == '{' || c == '[' {
		return t.value(of, depth)
	}
	t.visitor.Other()
	return t.raw(nil)
}

// beginning is a value to be shown, no more than a part of a line.
func beginning(value []byte) string {
	const shown = 80
	if text := []rune(string(value)); len(text) > shown {
		return string(text[:shown]) + "..."
	}
	return string(value)
}

// object takes an object. Its members are kept until it turns out to be a list, whose
// items are records of their own.
func (t *text) object(of defaults, depth int) error {
	at := t.place()
	p := piece{data: append(t.spare[:0], '{')}
	var own defaults
	list := false
	err := t.members(func(key []byte) error {
		c, err := t.next()
		switch {
		case err != nil:
			return err
		case c == '[' && string(key) == `"items"`:
			list, p.data = true, bytes.Clone(p.data) // the items take the memory
			return t.elements(']', func() error { return t.value(own.or(of).item(), depth+1) })
		case c == '[' && string(key) == `"tables"`:
			list, p.data = true, bytes.Clone(p.data)
			return t.elements(']', t.table)
		}
		return t.member(&p, key, &own)
	})
	if err != nil {
		return err
	}
	p.add([]byte("}"))
	if list {
		t.partOf(at, p)
		return nil
	}
	t.spare = p.data
	t.emit(at, p, own.or(of))
	return nil
}

// partOf reports what the members around the items say of them: that the server has more,
// as it does of a page, or that a query did not come to its end.
// Source: https://learn.microsoft.com/azure/azure-monitor/logs/api/response-format
func (t *text) partOf(at Place, p piece) {
	var around struct {
		Metadata struct{ Continue string }
		Error    *struct{ Message string }
	}
	if json.Unmarshal(p.data, &around) != nil {
		return
	}
	if around.Metadata.Continue != "" {
		t.visitor.Bad(at, errPage)
	}
	if around.Error != nil {
		t.visitor.Bad(at, fmt.Errorf("the query gave only a part of its rows: %s", around.Error.Message))
	}
}

// member takes a member of an object into p.
func (t *text) member(p *piece, key []byte, own *defaults) error {
	if len(p.data) > 1 {
		p.add([]byte(","))
	}
	p.add(key)
	p.add([]byte(":"))
	start := len(p.data)
	if err := t.raw(p); err != nil {
		return err
	}
	switch {
	case p.left:
	case string(key) == `"kind"`:
		own.kind = unquote(p.data[start:])
	case string(key) == `"apiVersion"`:
		own.apiVersion = unquote(p.data[start:])
	}
	return nil
}

// unquote is a JSON string's value, empty for anything else.
func unquote(data []byte) string {
	var s string
	if json.Unmarshal(data, &s) != nil {
		return ""
	}
	return s
}

// item is what a list's kind says of its items: NodeList says Node, List says nothing.
func (d defaults) item() defaults {
	kind, ok := strings.CutSuffix(d.kind, "List")
	if !ok || kind == "" {
		return defaults{}
	}
	return defaults{kind: kind, apiVersion: d.apiVersion}
}

func (d defaults) or(of defaults) defaults {
	if d.kind == "" {
		d.kind = of.kind
	}
	if d.apiVersion == "" {
		d.apiVersion = of.apiVersion
	}
	return d
}

// emit hands over an object.
func (t *text) emit(at Place, p piece, d defaults) {
	switch {
	case d.kind != "" && !t.visitor.Wants(d.kind):
		t.visitor.Other()
	case p.left:
		t.visitor.Bad(at, errLarge)
	default:
		if err := t.visitor.Record(Record{Data: p.data, Kind: d.kind, APIVersion: d.apiVersion, Last: t.last}); err != nil {
			t.visitor.Bad(at, err)
		}
	}
}

// emitJSON hands over what a piece of YAML became: an object, or a list of the kinds that
// value knows.
func (t *text) emitJSON(at Place, data []byte, of defaults, last bool) {
	inner := &text{scanner: &scanner{r: bytes.NewReader(nil), buf: data, end: len(data)}, visitor: placed{t.visitor, at}, last: last}
	if err := inner.value(of, 0); err != nil {
		t.visitor.Bad(at, err)
	}
}

// placed reports every fault at one place: that of the text which the JSON was made of.
type placed struct {
	Visitor
	at Place
}

// Bad reports a fault at the place of the piece of YAML.
func (p placed) Bad(_ Place, err error) { p.Visitor.Bad(p.at, err) }
