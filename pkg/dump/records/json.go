package records

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// maxNesting is how deep lists may be nested; kubectl nests none.
const maxNesting = 8

// errPage is the error for a list that was requested with a limit.
var errPage = errors.New("the list is one page of several: the server has more of it")

// listDefaults are the kind and version that a typed list states for its items, which leave
// them out.
type listDefaults struct{ kind, apiVersion string }

// parseValue parses the next JSON value: an object is a record or a list of records, an array
// is a list.
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

// parseElement parses an element of an array that is not the items of a list. It skips elements
// that are not objects, such as the errors in support bundles, which do not describe nodes.
func (t *textParser) parseElement(of listDefaults, depth int) error {
	if c, err := t.next(); err != nil || c == '{' || c == '[' {
		return t.parseValue(of, depth)
	}
	t.handler.Unwanted()
	return t.scanValue(nil)
}

// preview shortens a value to be shown within a line.
func preview(value []byte) string {
	const shown = 80
	if text := []rune(string(value)); len(text) > shown {
		return string(text[:shown]) + "..."
	}
	return string(value)
}

// parseObject parses an object. It keeps the members until the object turns out to be a list,
// whose items are records of their own.
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
			list, p.data = true, bytes.Clone(p.data) // the items reuse the memory
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

// reportPartial reports a list that is incomplete by what the members around its items say: the
// server has more pages, or a query gave only a part of its rows.
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

// parseMember appends a member of an object to p.
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

// unquote returns the value of a JSON string, empty for anything else.
func unquote(data []byte) string {
	var s string
	if json.Unmarshal(data, &s) != nil {
		return ""
	}
	return s
}

// ofItems returns what the kind of a list implies for its items: NodeList implies Node, List
// implies nothing.
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

// emitRecord passes an object to the handler.
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

// emitJSON passes on the JSON that a piece of YAML was converted to: an object, or a list of
// the kinds that parseValue knows.
func (t *textParser) emitJSON(at Place, data []byte, of listDefaults, last bool) {
	inner := &textParser{scanner: &scanner{r: bytes.NewReader(nil), buf: data, end: len(data)}, handler: fixedPlace{t.handler, at}, last: last}
	if err := inner.parseValue(of, 0); err != nil {
		t.handler.Invalid(at, err)
	}
}

// fixedPlace is a Handler that reports every fault at one place: that of the YAML which the
// JSON was made of.
type fixedPlace struct {
	Handler
	at Place
}

// Invalid reports a fault at the place of the YAML.
func (p fixedPlace) Invalid(_ Place, err error) { p.Handler.Invalid(p.at, err) }
