package records

import (
	"bytes"
	"errors"
	"io"
	"sync"
)

// bufferSize is how many bytes are read at once.
const bufferSize = 128 << 10

// scanner reads a text through a buffer and tracks the place.
type scanner struct {
	r        io.Reader
	buf      []byte
	pos, end int
	// dropped is how many bytes have left the buffer.
	dropped int64
	// lines counts the line ends before countedTo, an index in the buffer.
	lines     int64
	countedTo int
	err       error // the read error, other than io.EOF
	eof       bool
	// endsInLine is true if the text ends in the middle of a line that was read.
	endsInLine bool
}

// bufferPool reuses buffers, because a dump can have a million small texts.
var bufferPool = sync.Pool{New: func() any { return new([bufferSize]byte) }}

// newScanner returns a scanner and a function that gives its buffer back.
func newScanner(r io.Reader) (s *scanner, free func()) {
	buffer, ok := bufferPool.Get().(*[bufferSize]byte)
	if !ok {
		buffer = new([bufferSize]byte)
	}
	return &scanner{r: r, buf: buffer[:]}, func() { bufferPool.Put(buffer) }
}

// place returns the position of the next byte.
func (s *scanner) place() Place {
	s.countLines()
	return Place{Line: s.lines + 1, Byte: s.dropped + int64(s.pos)}
}

func (s *scanner) countLines() {
	if s.pos > s.countedTo {
		s.lines += int64(bytes.Count(s.buf[s.countedTo:s.pos], []byte("\n")))
		s.countedTo = s.pos
	}
}

// fill reads more into the buffer and keeps the bytes not yet consumed. It returns io.EOF at
// the end, the error after a failed read, and io.ErrShortBuffer if the buffer is full.
func (s *scanner) fill() error {
	switch {
	case s.err != nil:
		return s.err
	case s.eof:
		return io.EOF
	case s.pos == 0 && s.end == len(s.buf):
		return io.ErrShortBuffer
	}
	s.countLines()
	s.dropped += int64(s.pos)
	s.end = copy(s.buf, s.buf[s.pos:s.end])
	s.pos, s.countedTo = 0, 0
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

// peekBytes returns the next n bytes, fewer only at the end of the text or after a failure.
func (s *scanner) peekBytes(n int) []byte {
	for s.end-s.pos < n && s.fill() == nil {
	}
	return s.buf[s.pos:min(s.end, s.pos+n)]
}

func (s *scanner) hasPrefix(prefix string) bool {
	return bytes.HasPrefix(s.peekBytes(len(prefix)), []byte(prefix))
}

// peek returns the next byte that is not white space, without consuming it. It skips only to
// the beginning of a line or of a value, so that YAML keeps its indentation.
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
			if err := s.fill(); err != nil {
				return 0, err
			}
			continue
		}
		s.pos = s.end // a line of blanks that fills the buffer
	}
}

// next is peek within a value: it skips all white space, and the end of the text is an error.
func (s *scanner) next() (byte, error) {
	for {
		for ; s.pos < s.end; s.pos++ {
			switch c := s.buf[s.pos]; c {
			case ' ', '\n', '\t', '\r':
			default:
				return c, nil
			}
		}
		if err := s.fill(); err != nil {
			return 0, unexpectedEOF(err)
		}
	}
}

// line consumes a line with its line end. The result is valid until the next call and has at
// most limit bytes; a limit of 0 drops the line. At the end of the text the error is io.EOF.
func (s *scanner) line(limit int) ([]byte, error) {
	var long []byte
	for {
		if i := bytes.IndexByte(s.buf[s.pos:s.end], '\n'); i >= 0 {
			part := s.buf[s.pos : s.pos+i+1]
			s.pos += i + 1
			return appendLimited(long, part, limit), nil
		}
		long = append(make([]byte, 0, 2*len(long)), appendLimited(long, s.buf[s.pos:s.end], limit)...)
		s.pos = s.end
		if err := s.fill(); err != nil {
			if errors.Is(err, io.EOF) && len(long) > 0 {
				s.endsInLine = true
				return long, nil
			}
			return nil, err
		}
	}
}

// appendLimited appends a part up to a limit.
func appendLimited(long, part []byte, limit int) []byte {
	part = part[:min(len(part), max(0, limit-len(long)))]
	if len(long) == 0 {
		return part
	}
	return append(long, part...)
}

// unexpectedEOF turns io.EOF into io.ErrUnexpectedEOF.
func unexpectedEOF(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}
