// Package brackets finds the brackets and commas of JSON that stand outside of its strings, also in JSON
// that was cut or pasted, which no parser takes.
package brackets

// Strings goes through JSON byte by byte and knows whether it is within a string. The zero value stands
// at the beginning of a value.
type Strings struct{ quoted, escaped bool }

// Has goes on by a byte and reports whether that belongs to a string, its quotes included.
func (s *Strings) Has(c byte) bool {
	switch {
	case s.escaped:
		s.escaped = false
	case s.quoted:
		s.escaped, s.quoted = c == '\\', c != '"'
	case c == '"':
		s.quoted = true
	default:
		return false
	}
	return true
}

// Open reports whether a string has begun and not ended.
func (s *Strings) Open() bool { return s.quoted }
