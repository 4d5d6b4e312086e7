package records

import (
	"bytes"
	"errors"
	"fmt"
	"io"
)

// errItemTooLarge is the error for an item of a YAML list above maxDocument.
var errItemTooLarge = fmt.Errorf("an object of more than %d MiB is left out", maxDocument>>20)

// listItem collects one item of a list. The lines keep their indentation; with the dash
// replaced by a blank they are a document.
type listItem struct {
	piece
	at Place
	// indent is the indentation of the dash.
	indent int
}

// parseItems parses the items of a list, each of which begins with a dash at the same
// indentation. It leaves the line that ends the list to the caller. kubectl puts the kind of
// the list before or after the items: a list without one was truncated.
func (t *textParser) parseItems(head []byte) error {
	of := listKind(head)
	var current *listItem
	flush := func() {
		if current != nil {
			t.emitItem(current, of)
		}
	}
	for {
		if len(t.peekBytes(1)) == 0 {
			if t.err != nil || plainField(head, "kind") == "" {
				return unexpectedEOF(t.fill()) // the last item may be truncated
			}
			flush()
			return nil
		}
		indent, dash, blank := t.lineShape()
		switch {
		case blank:
		case current == nil && dash:
			current = &listItem{at: t.place(), indent: indent}
		case current == nil, indent < current.indent, indent == current.indent && !dash:
			flush()
			return nil
		case indent == current.indent:
			flush()
			current = &listItem{at: t.place(), indent: indent, piece: piece{data: current.data[:0]}}
		}
		line, err := t.line(maxDocument + 1)
		if err != nil && !errors.Is(err, io.EOF) {
			return err
		}
		if current != nil {
			current.addItemLine(line)
		}
	}
}

// lineShape returns the indentation of the next line, whether it begins with a dash, and
// whether it is empty or a comment. A line with more blanks than the buffer holds is none of
// these and continues what is before it.
func (t *textParser) lineShape() (indent int, dash, blank bool) {
	for n := 64; ; n *= 2 {
		head := t.peekBytes(n)
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

// addItemLine appends a line of the item.
func (i *listItem) addItemLine(line []byte) {
	first := len(i.data) == 0
	i.addLine(line)
	if first && len(i.data) > i.indent {
		i.data[i.indent] = ' '
	}
}

// emitItem passes an item on; it does not parse it if its kind is unwanted.
func (t *textParser) emitItem(i *listItem, of listDefaults) {
	kind := of.kind
	if own := i.ownField("kind"); own != "" {
		kind = own
	}
	if kind != "" && !t.handler.Wants(kind) {
		t.handler.Unwanted()
		t.reportCutOther(i.at, i.piece)
		return
	}
	t.parseYAML(i.at, i.piece, of, true)
}

// ownField returns the value of a field of the item itself if it is a plain word.
func (i *listItem) ownField(name string) string {
	first := bytes.TrimLeft(i.data, " ")
	margin := bytes.Repeat([]byte(" "), len(i.data)-len(first))
	for line := range bytes.Lines(i.data) {
		if inner, ok := bytes.CutPrefix(line, margin); ok {
			if value := plainField(inner, name); value != "" {
				return value
			}
		}
	}
	return ""
}
