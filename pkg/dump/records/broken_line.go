package records

import (
	"bytes"
	"encoding/json"
	"errors"
)

var (
	// errBrokenLine is the error for a line of JSON that was cut, among others that are whole.
	errBrokenLine = errors.New("this line is no whole object of JSON: it was cut off")
	// errForeignLine is the error for a line between lines of JSON.
	errForeignLine = errors.New("this line is no object of JSON as those around it are")
)

// skipBrokenLine skips a line that is no whole object and behind which another one begins: where each
// line has an object, a fault costs that line. A line that ends as the inner part of a value can, is none.
func (t *textParser) skipBrokenLine(fault error) bool {
	line, ok := t.lineBeforeObject()
	if !ok || len(line) == 0 {
		return false
	}
	if line[0] == '{' && (bytes.IndexByte([]byte("[{,:"), line[len(line)-1]) >= 0 || json.Valid(line)) {
		return false
	}
	t.handler.Invalid(t.place(), fault)
	_, _ = t.line(0)
	return true
}

// lineBeforeObject returns the current line without white space around it, if the next one begins with
// an object. It is not ok for a line that does not fit into the buffer.
func (s *scanner) lineBeforeObject() ([]byte, bool) {
	const object = `{"`
	for {
		text := s.buf[s.pos:s.end]
		i := bytes.IndexByte(text, '\n')
		if i >= 0 && i+len(object) < len(text) {
			return bytes.TrimSpace(text[:i]), bytes.HasPrefix(text[i+1:], []byte(object))
		}
		if s.fill() != nil {
			return nil, false
		}
	}
}
