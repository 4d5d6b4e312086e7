package records

import (
	"bytes"
	"errors"
	"fmt"
	"io"
)

// maxObject is how many bytes one object may have. A server stores none above 1.5 MiB;
// indentation and a decoded form of it take a few times that.
const maxObject = 16 << 20

// maxDocument bounds what is given to the YAML parser at once, which takes many times the
// memory. What kubectl prints is cut into objects first, and no object is near that.
const maxDocument = 4 << 20

// Record is one object of a text.
type Record struct {
	// Data is a JSON object. It is valid until the visitor returns.
	Data []byte
	// Kind and APIVersion are the object's own, or those that its list gives it; empty
	// where neither says.
	Kind, APIVersion string
	// Last is true for YAML that ends only because the text does: the rest of it may have
	// been cut off, and what is left be valid.
	Last bool
}

// Place is where something is in a text, in UTF-8 and counting from 1 and 0.
type Place struct{ Line, Byte int64 }

// String is "line 3, byte 120".
func (p Place) String() string { return fmt.Sprintf("line %d, byte %d", p.Line, p.Byte) }

// Visitor takes the records of a text.
type Visitor interface {
	// Wants says whether records of that kind are to be decoded; the others are counted
	// with Other. It is asked only about kinds that are known before decoding.
	Wants(kind string) bool
	// Record takes a record; its error is a fault of that record alone.
	Record(r Record) error
	// Other takes note of a record that is not wanted.
	Other()
	// Bad takes note of a record that is not valid and was left out.
	Bad(at Place, err error)
}

// Error is what ended the reading of a text before its end.
type Error struct {
	At  Place
	Err error
}

// Error is "line 3, byte 120: what is wrong".
func (e *Error) Error() string { return e.At.String() + ": " + e.Err.Error() }

// Unwrap is what is wrong.
func (e *Error) Unwrap() error { return e.Err }

// errEnd is the error of a text that ends too early.
var errEnd = errors.New("it ends too early: it was cut off, or is still being written")

// Read hands the records of a text to the visitor. Its error is an *Error.
func Read(r io.Reader, v Visitor) error {
	s, free := newScanner(r)
	defer free()
	t := &text{scanner: s, visitor: v}
	err := t.all()
	if err == nil || errors.Is(err, io.EOF) {
		return nil
	}
	if errors.Is(err, io.ErrUnexpectedEOF) {
		err = errEnd
	}
	return &Error{At: t.place(), Err: err}
}

// text is a text being read.
type text struct {
	*scanner
	visitor Visitor
	// spare is the memory of the last object, for the next one.
	spare []byte
	// last is Record's.
	last bool
	// kinds is true when an object of YAML said its kind.
	kinds bool
}

// all reads to the end; io.EOF is that of the text.
func (t *text) all() error {
	if delimiter := t.csvDelimiter(); delimiter != 0 {
		return t.csv(delimiter)
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
		case t.said():
			err = t.skipSaid()
		case t.hasPrefix("---"):
			t.pos += len("---")
		case (c == '{' || c == '[') && t.looksLikeJSON():
			err = t.value(defaults{}, 0)
		default:
			err = t.document()
		}
		if err != nil {
			return err
		}
	}
}

// byteOrderMark begins each of several files that were put behind one another.
const byteOrderMark = "\ufeff"

// logStart and logEnd are around the logs that "kubectl cluster-info dump" writes to
// standard output between its objects.
const (
	logStart = "==== START logs"
	logEnd   = "==== END logs"
)

func (t *text) skipLog() error {
	for {
		line, err := t.line(maxObject)
		if bytes.HasPrefix(line, []byte(logEnd)) || err != nil {
			return unexpected(err)
		}
	}
}
