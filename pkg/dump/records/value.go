package records

import (
	"bytes"
	"errors"
	"fmt"
	"io"
)

// errLarge is the fault of an object that is too large to be one.
var errLarge = fmt.Errorf("an object of more than %d MiB is left out", maxObject>>20)

// piece collects the bytes of one value, up to a bound.
type piece struct {
	data []byte
	// left is true when not everything was kept.
	left bool
}

func (p *piece) add(data []byte) {
	if p == nil {
		return
	}
	if p.left = p.left || len(p.data)+len(data) > maxObject; !p.left {
		p.data = append(p.data, data...)
	}
}

// raw takes a value as it stands into p; a nil p drops it. Brackets and strings are
// followed, the rest is left to whoever decodes the value.
func (s *scanner) raw(p *piece) error {
	c, err := s.next()
	switch {
	case err != nil:
		return err
	case c == '{' || c == '[':
		return s.composite(p)
	case c == '"':
		return s.str(p)
	case bytes.IndexByte([]byte("-0123456789tfn"), c) >= 0:
		return s.scalar(p)
	default:
		return fmt.Errorf("unexpected %q where a value begins", c)
	}
}

// scalar takes a number, true, false or null.
func (s *scanner) scalar(p *piece) error {
	for {
		i := bytes.IndexAny(s.buf[s.pos:s.end], ",]} \t\r\n")
		if i >= 0 {
			p.add(s.buf[s.pos : s.pos+i])
			s.pos += i
			return nil
		}
		p.add(s.buf[s.pos:s.end])
		s.pos = s.end
		if err := s.more(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

// str takes a string, of which the next byte is the opening quote.
func (s *scanner) str(p *piece) error {
	p.add(s.buf[s.pos : s.pos+1])
	s.pos++
	for {
		rest := s.buf[s.pos:s.end]
		i := bytes.IndexByte(rest, '"')
		if i < 0 {
			i = len(rest)
		}
		if j := bytes.IndexByte(rest[:i], '\\'); j >= 0 {
			if err := s.escape(p, j); err != nil {
				return err
			}
			continue
		}
		if i < len(rest) {
			p.add(rest[:i+1])
			s.pos += i + 1
			return nil
		}
		p.add(rest)
		s.pos = s.end
		if err := s.more(); err != nil {
			return unexpected(err)
		}
	}
}

// escape takes what is before a backslash, the backslash, and the byte behind it.
func (s *scanner) escape(p *piece, at int) error {
	p.add(s.buf[s.pos : s.pos+at])
	s.pos += at
	pair := s.ahead(2)
	if len(pair) < 2 {
		return unexpected(s.more())
	}
	p.add(pair)
	s.pos += 2
	return nil
}

// structural are the bytes that change the depth or begin a string.
func structural(c byte) bool {
	return c == '"' || c == '{' || c == '[' || c == '}' || c == ']'
}

// composite takes an object or an array, of which the next byte is the opening bracket.
func (s *scanner) composite(p *piece) error {
	depth := 0
	for {
		start := s.pos
		for s.pos < s.end && !structural(s.buf[s.pos]) {
			s.pos++
		}
		p.add(s.buf[start:s.pos])
		if s.pos == s.end {
			if err := s.more(); err != nil {
				return unexpected(err)
			}
			continue
		}
		switch c := s.buf[s.pos]; c {
		case '"':
			if err := s.str(p); err != nil {
				return err
			}
			continue
		case '{', '[':
			depth++
		default:
			depth--
		}
		p.add(s.buf[s.pos : s.pos+1])
		s.pos++
		if depth == 0 {
			return nil
		}
	}
}

// looksLikeJSON says whether the bracket that comes next opens JSON rather than the flow
// style of YAML.
func (s *scanner) looksLikeJSON() bool {
	head := s.ahead(1024)
	inside := []byte(`"{}[]`)
	if head[0] == '{' { // two of them open a template
		inside = []byte(`"}`)
	}
	head = bytes.TrimLeft(head[1:], " \t\r\n")
	return len(head) == 0 || bytes.IndexByte(inside, head[0]) >= 0
}

// members calls f for each member of the object that comes next, f taking the value.
func (s *scanner) members(f func(key []byte) error) error {
	return s.elements('}', func() error {
		var key piece
		if c, err := s.next(); err != nil {
			return err
		} else if c != '"' {
			return fmt.Errorf("unexpected %q where a name begins", c)
		}
		if err := s.str(&key); err != nil {
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

// elements takes the bracket that comes next, and calls f for each of what is between it
// and the closing one.
func (s *scanner) elements(closing byte, f func() error) error {
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

// errNested is the fault of lists in lists in lists.
var errNested = errors.New("lists are nested too deep")
