package records

import (
	"bytes"
	"errors"
	"fmt"
	"io"
)

// errItem is the fault of one item of a YAML list.
var errItem = fmt.Errorf("an object of more than %d MiB is left out", maxDocument>>20)

// item is one item of a list being collected. The lines keep their indentation, which is
// that of a document once the dash is a blank.
type item struct {
	piece
	at Place
	// indent is that of the dash.
	indent int
}

// items takes the items of a list, each of which begins with a dash at one indentation.
// The line that ends the list is left for the caller. kubectl puts the kind of the list
// before or after the items: a list that ends without any was cut.
func (t *text) items(head []byte) error {
	of := listKind(head)
	var current *item
	flush := func() {
		if current != nil {
			t.item(current, of)
		}
	}
	for {
		if len(t.ahead(1)) == 0 {
			if t.err != nil || field(head, "kind") == "" {
				return unexpected(t.more()) // the last item may be cut
			}
			flush()
			return nil
		}
		indent, dash, blank := t.lineShape()
		switch {
		case blank:
		case current == nil && dash:
			current = &item{at: t.place(), indent: indent}
		case current == nil, indent < current.indent, indent == current.indent && !dash:
			flush()
			return nil
		case indent == current.indent:
			flush()
			current = &item{at: t.place(), indent: indent, piece: piece{data: current.data[:0]}}
		}
		line, err := t.line(maxDocument + 1)
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		if current != nil {
			current.add(line)
		}
	}
}

// lineShape is the indentation of the next line, whether it begins with a dash, and
// whether it is empty or a comment. A line of more blanks than the buffer holds is none
// of these and belongs to what is before it.
func (t *text) lineShape() (indent int, dash, blank bool) {
	for n := 64; ; n *= 2 {
		head := t.ahead(n)
		rest := bytes.TrimLeft(head, " ")
		indent = len(head) - len(rest)
		if len(rest) < 4 && len(head) == n && n < bufferSize {
			continue
		}
		switch {
		case len(rest) == 0, rest[0] == '\n', rest[0] == '\r', rest[0] == '#':
			return indent, false, true
		case rest[0] != '-':
			return indent, false, false
		case bytes.HasPrefix(rest, []byte("---")) && indent == 0:
			return -1, false, false
		default:
			return indent, len(rest) == 1 || rest[1] == ' ' || rest[1] == '\n' || rest[1] == '\r', false
		}
	}
}

// add takes a line of the item.
func (i *item) add(line []byte) {
	first := len(i.data) == 0
	i.addLine(line)
	if first && len(i.data) > i.indent {
		i.data[i.indent] = ' '
	}
}

// item hands over an item, without parsing it when its kind is not wanted.
func (t *text) item(i *item, of defaults) {
	kind := of.kind
	if own := i.field("kind"); own != "" {
		kind = own
	}
	if kind != "" && !t.visitor.Wants(kind) {
		t.visitor.Other()
		t.halfOther(i.at, i.piece)
		return
	}
	t.parse(i.at, i.piece, of, true)
}

// field is the value of a field of the item itself, where it is a plain word.
func (i *item) field(name string) string {
	first := bytes.TrimLeft(i.data, " ")
	margin := bytes.Repeat([]byte(" "), len(i.data)-len(first))
	for line := range bytes.Lines(i.data) {
		if inner, ok := bytes.CutPrefix(line, margin); ok {
			if value := field(inner, name); value != "" {
				return value
			}
		}
	}
	return ""
}
