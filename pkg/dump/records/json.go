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

// listDefaults are what a typed list says of its items, which leave it out.
type listDefaults struct{ kind, apiVersion string }

// parseValue takes the JSON value that comes next: an object is a record or a list of records,
// an array is a list.
func (t *textParser) parseValue(of listDefaults, depth int) error {
	if depth > maxNesting {
		return errNested
	}
	switch c, err := t.next(); {
	case err != nil:
		return err
	case c == '{':
		return t.parseObject(of, depth)
	case c == '[':
		return t.scanElements(']', func() error { return t.parseElement(of, depth+1) })
	default:
		at := t.place()
		var p piece
		if err := t.scanValue(&p); err != nil {
			return err
		}
		t.handler.Invalid(at, fmt.Errorf("an object belongs here, not %s", preview(p.data)))
		return nil
	}
}

// parseElement takes an element of an array that is no list of objects by its name. One that is
// no object, such as an error that a support bundle notes, says nothing about nodes.
func (t *textParser) parseElement(of listDefaults, depth int) error {
	if c, err := t.next(); err != nil || c == '{' || c == '[' {
		return t.parseValue(of, depth)
	}
	t.handler.Unwanted()
	return t.scanValue(nil)
}

// preview is a value to be shown, no more than a part of a line.
func preview(value []byte) string {
	const shown = 80
	if text := []rune(string(value)); len(text) > shown {
		return string(text[:shown]) + "..."
	}
	return string(value)
}

// parseObject takes an object. Its members are kept until it turns out to be a list, whose
// items are records of their own.
func (t *textParser) parseObject(of listDefaults, depth int) error {
	at := t.place()
	p := piece{data: append(t.spare[:0], '{')}
	var own listDefaults
	list := false
	err := t.scanMembers(func(key []byte) error {
		c, err := t.next()
		switch {
		case err != nil:
			return err
		case c == '[' && string(key) == `"items"`:
			list, p.data = true, bytes.Clone(p.data) // the items take the memory
			return t.scanElements(']', func() error { return t.parseValue(own.orElse(of).ofItems(), depth+1) })
		case c == '[' && string(key) == `"tables"`:
			list, p.data = true, bytes.Clone(p.data)
			return t.scanElements(']', t.parseTable)
		}
		return t.parseMember(&p, key, &own)
	})
	if err != nil {
		return err
	}
	p.addBytes([]byte("}"))
	if list {
		t.reportPartial(at, p)
		return nil
	}
	t.spare = p.data
	t.emitRecord(at, p, own.orElse(of))
	return nil
}

// reportPartial reports what the members around the items say of them: that the server has more,
// as it does of a page, or that a query did not come to its end.
// Source: https://learn.microsoft.com/azure/azure-monitor/logs/api/response-format
func (t *textParser) reportPartial(at Place, p piece) {
	var around struct {
		Metadata struct{ Continue string }
		Error    *struct{ Message string }
	}
	if json.Unmarshal(p.data, &around) != nil {
		return
	}
	if around.Metadata.Continue != "" {
		t.handler.Invalid(at, errPage)
	}
	if around.Error != nil {
		t.handler.Invalid(at, fmt.Errorf("the query gave only a part of its rows: %s", around.Error.Message))
	}
}

// parseMember takes a member of an object into p.
func (t *textParser) parseMember(p *piece, key []byte, own *listDefaults) error {
	if len(p.data) > 1 {
		p.addBytes([]byte(","))
	}
	p.addBytes(key)
	p.addBytes([]byte(":"))
	start := len(p.data)
	if err := t.scanValue(p); err != nil {
		return err
	}
	switch {
	case p.overflowed:
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

// ofItems is what a list's kind says of its items: NodeList says Node, List says nothing.
func (d listDefaults) ofItems() listDefaults {
	kind, ok := strings.CutSuffix(d.kind, "List")
	if !ok || kind == "" {
		return listDefaults{}
	}
	return listDefaults{kind: kind, apiVersion: d.apiVersion}
}

func (d listDefaults) orElse(of listDefaults) listDefaults {
	if d.kind == "" {
		d.kind = of.kind
	}
	if d.apiVersion == "" {
		d.apiVersion = of.apiVersion
	}
	return d
}

// emitRecord hands over an object.
func (t *textParser) emitRecord(at Place, p piece, d listDefaults) {
	switch {
	case d.kind != "" && !t.handler.Wants(d.kind):
		t.handler.Unwanted()
	case p.overflowed:
		t.handler.Invalid(at, errTooLarge)
	default:
		if err := t.handler.Record(Record{Data: p.data, Kind: d.kind, APIVersion: d.apiVersion, Last: t.last}); err != nil {
			t.handler.Invalid(at, err)
		}
	}
}

// emitJSON hands over what a piece of YAML became: an object, or a list of the kinds that
// value knows.
func (t *textParser) emitJSON(at Place, data []byte, of listDefaults, last bool) {
	inner := &textParser{scanner: &scanner{r: bytes.NewReader(nil), buf: data, end: len(data)}, handler: fixedPlace{t.handler, at}, last: last}
	if err := inner.parseValue(of, 0); err != nil {
		t.handler.Invalid(at, err)
	}
}

// fixedPlace reports every fault at one place: that of the text which the JSON was made of.
type fixedPlace struct {
	Handler
	at Place
}

// Invalid reports a fault at the place of the piece of YAML.
func (p fixedPlace) Invalid(_ Place, err error) { p.Handler.Invalid(p.at, err) }
