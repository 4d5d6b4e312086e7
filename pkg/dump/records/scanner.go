package records

import (
	"bytes"
	"errors"
	"io"
	"sync"
)

// bufferSize is how much is read at once.
const bufferSize = 128 << 10

// scanner reads a text through a buffer and knows how far it is.
type scanner struct {
	r        io.Reader
	buf      []byte
	pos, end int
	// before is how many bytes were dropped from the buffer.
	before int64
	// lines are the line ends before counted, a place in the buffer.
	lines   int64
	counted int
	err     error // what ended the text, other than its end
	eof     bool
	// half is true when the text ends in the middle of a line that was taken.
	half bool
}

// buffers are those of texts that were read: there can be a million small ones.
var buffers = sync.Pool{New: func() any { return new([bufferSize]byte) }}

// newScanner is a scanner with a buffer, which free gives back.
func newScanner(r io.Reader) (s *scanner, free func()) {
	buffer, ok := buffers.Get().(*[bufferSize]byte)
	if !ok {
		buffer = new([bufferSize]byte)
	}
	return &scanner{r: r, buf: buffer[:]}, func() { buffers.Put(buffer) }
}

// place is where the next byte is.
func (s *scanner) place() Place {
	s.countLines()
	return Place{Line: s.lines + 1, Byte: s.before + int64(s.pos)}
}

func (s *scanner) countLines() {
	if s.pos > s.counted {
		s.lines += int64(bytes.Count(s.buf[s.counted:s.pos], []byte("\n")))
		s.counted = s.pos
	}
}

// more reads more into the buffer, keeping what was not taken. At the end it returns
// io.EOF, after a failure that failure; a full buffer is io.ErrShortBuffer.
func (s *scanner) more() error {
	switch {
	case s.err != nil:
		return s.err
	case s.eof:
		return io.EOF
	case s.pos == 0 && s.end == len(s.buf):
		return io.ErrShortBuffer
	}
	s.countLines()
	s.before += int64(s.pos)
	s.end = copy(s.buf, s.buf[s.pos:s.end])
	s.pos, s.counted = 0, 0
	n, err := io.ReadAtLeast(s.r, s.buf[s.end:], 1)
	s.end += n
	switch {
	case errors.Is(err, io.EOF):
		s.eof = true
	case err != nil:
		s.err = err
	}
	if n > 0 {
		return nil
	}
	return err //nolint:wrapcheck // the caller says what was being read
}

// ahead are the next n bytes, fewer only at the end of the text or after a failure.
func (s *scanner) ahead(n int) []byte {
	for s.end-s.pos < n && s.more() == nil {
	}
	return s.buf[s.pos:min(s.end, s.pos+n)]
}

func (s *scanner) hasPrefix(prefix string) bool {
	return bytes.HasPrefix(s.ahead(len(prefix)), []byte(prefix))
}

// peek is the next byte that is no white space, which it does not take. What it skips
// ends at the beginning of a line or of a value, so that YAML keeps its indentation.
func (s *scanner) peek() (byte, error) {
	for {
		for i := s.pos; i < s.end; i++ {
			switch c := s.buf[i]; c {
			case '\n':
				s.pos = i + 1
			case ' ', '\t', '\r':
			default:
				if c == '{' || c == '[' {
					s.pos = i
				}
				return c, nil
			}
		}
		if s.pos > 0 || s.end < len(s.buf) {
			if err := s.more(); err != nil {
				return 0, err
			}
			continue
		}
		s.pos = s.end // a line of blanks that fills the buffer
	}
}

// next is the next byte that is no white space; the text must not end before it.
func (s *scanner) next() (byte, error) {
	for {
		for ; s.pos < s.end; s.pos++ {
			switch c := s.buf[s.pos]; c {
			case ' ', '\n', '\t', '\r':
			default:
				return c, nil
			}
		}
		if err := s.more(); err != nil {
			return 0, unexpected(err)
		}
	}
}

// line takes a line with its end. The line is valid until the next call. Of one that is
// longer than limit only that much is returned; a limit of 0 drops the line. At the end
// of the text it is io.EOF.
func (s *scanner) line(limit int) ([]byte, error) {
	var long []byte
	for {
		if i := bytes.IndexByte(s.buf[s.pos:s.end], '\n'); i >= 0 {
			part := s.buf[s.pos : s.pos+i+1]
			s.pos += i + 1
			return join(long, part, limit), nil
		}
		long = append(make([]byte, 0, 2*len(long)), join(long, s.buf[s.pos:s.end], limit)...)
		s.pos = s.end
		if err := s.more(); err != nil {
			if errors.Is(err, io.EOF) && len(long) > 0 {
				s.half = true
				return long, nil
			}
			return nil, err
		}
	}
}

// join puts a part behind what there is, within a limit.
func join(long, part []byte, limit int) []byte {
	part = part[:min(len(part), max(0, limit-len(long)))]
	if len(long) == 0 {
		return part
	}
	return append(long, part...)
}

// unexpected is the error of a text that ends within something.
func unexpected(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}
