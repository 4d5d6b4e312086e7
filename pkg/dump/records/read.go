package records

import (
	"bytes"
	"errors"
	"fmt"
	"io"
)

// maxObject is the most bytes that one object may have. A server stores at most 1.5 MiB;
// indentation and other forms take a few times that.
const maxObject = 16 << 20

// maxDocument bounds what the YAML parser gets at once, because it takes many times that in
// memory. Lists of kubectl are split into objects first, and no object comes near the bound.
const maxDocument = 4 << 20

// Record is one object of a text.
type Record struct {
	// Data is a JSON object. It is valid until Record returns.
	Data []byte
	// Kind and APIVersion are those of the object or, if it has none, of its list; empty if
	// neither states them.
	Kind, APIVersion string
	// Last is true for YAML that ends only because the text ends: the rest may be missing
	// although what is there is valid.
	Last bool
}

// Place is a position in a text in UTF-8; lines count from 1, bytes from 0.
type Place struct{ Line, Byte int64 }

// String returns "line 3, byte 120".
func (p Place) String() string { return fmt.Sprintf("line %d, byte %d", p.Line, p.Byte) }

// Handler receives the records of a text.
type Handler interface {
	// Wants says whether records of a kind are to be decoded; the others are counted with
	// Unwanted. It is called only for kinds that are known before decoding.
	Wants(kind string) bool
	// Record receives a record. Its error is a fault of that record alone.
	Record(r Record) error
	// Unwanted counts a record that is not decoded.
	Unwanted()
	// Invalid receives the error for a record that is not valid and was left out.
	Invalid(at Place, err error)
}

// Error ended the read of a text before its end.
type Error struct {
	At  Place
	Err error
}

// Error returns "line 3, byte 120: " and what is wrong.
func (e *Error) Error() string { return e.At.String() + ": " + e.Err.Error() }

// Unwrap returns what is wrong.
func (e *Error) Unwrap() error { return e.Err }

// errTruncated is the error for a text that ends too early.
var errTruncated = errors.New("it ends too early: it was cut off, or is still being written")

// Read passes the records of a text to the handler. Its error is an *Error.
func Read(r io.Reader, v Handler) error {
	s, free := newScanner(r)
	defer free()
	t := &textParser{scanner: s, handler: v}
	err := t.parseAll()
	if err == nil || errors.Is(err, io.EOF) {
		return nil
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		err = errTruncated
	}
	return &Error{At: t.place(), Err: err}
}

// textParser is the state of one Read.
type textParser struct {
	*scanner
	handler Handler
	// spare is the buffer of the last object, reused for the next one.
	spare []byte
	// last is the value for Record.Last.
	last bool
	// inLines is true behind an object that had a line of its own.
	inLines bool
	// sawKind is true if an object in YAML stated its kind.
	sawKind bool
}

// parseAll parses to the end of the text and returns io.EOF there.
func (t *textParser) parseAll() error {
	if delimiter := t.csvDelimiter(); delimiter != 0 {
		return t.parseCSV(delimiter)
	}
	for {
		c, err := t.peek()
		if err != nil {
			return err
		}
		switch {
		case t.hasPrefix(byteOrderMark):
			t.pos += len(byteOrderMark)
		case t.hasPrefix(logStart):
			err = t.skipLog()
		case t.atKubectlMessage():
			err = t.skipKubectlMessage()
		case t.hasPrefix("---"):
			t.pos += len("---")
		case c == '{' && t.skipBrokenLine(errBrokenLine):
		case (c == '{' || c == '[') && t.looksLikeJSON():
			line := t.place().Line
			err = t.parseValue(listDefaults{}, 0)
			t.inLines = c == '{' && t.place().Line == line
		case t.inLines && t.skipBrokenLine(errForeignLine):
		default:
			err = t.parseDocument()
		}
		if err != nil {
			return err
		}
	}
}

// byteOrderMark can occur within a text where files were concatenated.
const byteOrderMark = "\ufeff"

// logStart and logEnd delimit the logs that "kubectl cluster-info dump" writes to standard
// output between its objects.
const (
	logStart = "==== START logs"
	logEnd   = "==== END logs"
)

func (t *textParser) skipLog() error {
	for {
		line, err := t.line(maxObject)
		if bytes.HasPrefix(line, []byte(logEnd)) || err != nil {
			return unexpectedEOF(err)
		}
	}
}
