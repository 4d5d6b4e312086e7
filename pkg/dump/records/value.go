package records

import (
	"bytes"
	"errors"
	"fmt"
	"io"
)

// errTooLarge is the error for an object above maxObject.
var errTooLarge = fmt.Errorf("an object of more than %d MiB is left out", maxObject>>20)

// piece collects the bytes of one value, up to a bound.
type piece struct {
	data []byte
	// overflowed is true if not everything fitted.
	overflowed bool
}

func (p *piece) addBytes(data []byte) {
	if p == nil {
		return
	}
	if p.overflowed = p.overflowed || len(p.data)+len(data) > maxObject; !p.overflowed {
		p.data = append(p.data, data...)
	}
}

// scanValue appends the next value to p as it is; a nil p drops it. It follows brackets and
// strings only; decoding validates the rest.
func (s *scanner) scanValue(p *piece) error {
	c, err := s.next()
	switch {
	case err != nil:
		return err
	case c == '{' || c == '[':
		return s.scanComposite(p)
	case c == '"':
		return s.scanString(p)
	case bytes.IndexByte([]byte("-0123456789tfn"), c) >= 0:
		return s.scanScalar(p)
	default:
		return fmt.Errorf("unexpected %q where a value begins", c)
	}
}

// scanScalar scans a number, true, false or null.
func (s *scanner) scanScalar(p *piece) error {
	for {
		i := bytes.IndexAny(s.buf[s.pos:s.end], ",]} \t\r\n")
		if i >= 0 {
			p.addBytes(s.buf[s.pos : s.pos+i])
			s.pos += i
			return nil
		}
		p.addBytes(s.buf[s.pos:s.end])
		s.pos = s.end
		if err := s.fill(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// scanString scans a string that begins at the next byte.
func (s *scanner) scanString(p *piece) error {
	p.addBytes(s.buf[s.pos : s.pos+1])
	s.pos++
	for {
		rest := s.buf[s.pos:s.end]
		i := bytes.IndexByte(rest, '"')
		if i < 0 {
			i = len(rest)
		}
		if j := bytes.IndexByte(rest[:i], '\\'); j >= 0 {
			if err := s.scanEscape(p, j); err != nil {
				return err
			}
			continue
		}
		if i < len(rest) {
			p.addBytes(rest[:i+1])
			s.pos += i + 1
			return nil
		}
		p.addBytes(rest)
		s.pos = s.end
		if err := s.fill(); err != nil {
			return unexpectedEOF(err)
		}
	}
}

// scanEscape scans up to a backslash, the backslash, and the byte after it.
func (s *scanner) scanEscape(p *piece, at int) error {
	p.addBytes(s.buf[s.pos : s.pos+at])
	s.pos += at
	pair := s.peekBytes(2)
	if len(pair) < 2 {
		return unexpectedEOF(s.fill())
	}
	p.addBytes(pair)
	s.pos += 2
	return nil
}

// isStructural says whether a byte changes the depth or begins a string.
func isStructural(c byte) bool {
	return c == '"' || c == '{' || c == '[' || c == '}' || c == ']'
}

// scanComposite scans an object or an array that begins at the next byte.
func (s *scanner) scanComposite(p *piece) error {
	depth := 0
	for {
		start := s.pos
		for s.pos < s.end && !isStructural(s.buf[s.pos]) {
			s.pos++
		}
		p.addBytes(s.buf[start:s.pos])
		if s.pos == s.end {
			if err := s.fill(); err != nil {
				return unexpectedEOF(err)
			}
			continue
		}
		switch c := s.buf[s.pos]; c {
		case '"':
			if err := s.scanString(p); err != nil {
				return err
			}
			continue
		case '{', '[':
			depth++
		default:
			depth--
		}
		p.addBytes(s.buf[s.pos : s.pos+1])
		s.pos++
		if depth == 0 {
			return nil
		}
	}
}

// looksLikeJSON says whether the next bracket opens JSON rather than YAML in flow style.
func (s *scanner) looksLikeJSON() bool {
	head := s.peekBytes(1024)
	inside := []byte(`"{}[]`)
	if head[0] == '{' { // two of them open a template
		inside = []byte(`"}`)
	}
	head = bytes.TrimLeft(head[1:], " \t\r\n")
	return len(head) == 0 || bytes.IndexByte(inside, head[0]) >= 0
}

// scanMembers calls f for each member of the next object; f consumes the value.
func (s *scanner) scanMembers(f func(key []byte) error) error {
	return s.scanElements('}', func() error {
		var key piece
		if c, err := s.next(); err != nil {
			return err
		} else if c != '"' {
			return fmt.Errorf("unexpected %q where a name begins", c)
		}
		if err := s.scanString(&key); err != nil {
			return err
		}
		c, err := s.next()
		if err != nil {
			return err
		}
		if c != ':' {
			return fmt.Errorf("unexpected %q after a name", c)
		}
		s.pos++
		return f(key.data)
	})
}

// scanElements consumes the next bracket and calls f for each element up to the closing one.
func (s *scanner) scanElements(closing byte, f func() error) error {
	s.pos++
	for first := true; ; first = false {
		c, err := s.next()
		switch {
		case err != nil:
			return err
		case c == closing:
			s.pos++
			return nil
		case first:
		case c != ',':
			return fmt.Errorf("unexpected %q where a comma or %q belongs", c, closing)
		default:
			s.pos++
			if _, err := s.next(); err != nil {
				return err
			}
		}
		if err := f(); err != nil {
			return err
		}
	}
}

// errNested is the error for lists nested deeper than maxNesting.
var errNested = errors.New("lists are nested too deep")
