package files

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
)

// headSize is how much of a stream is looked at to tell what it is.
const headSize = 4096

// source is where a stream comes from.
type source struct {
	name    string
	modTime time.Time
	found   bool
	// depth is how many archives and compressions are around it.
	depth int
	// random and size are set for what can be read from any place.
	random io.ReaderAt
	size   int64
}

// inside is the source of what an archive or a compression holds.
func (s source) inside() source {
	return source{name: s.name, modTime: s.modTime, found: s.found, depth: s.depth + 1}
}

// member is the source of a file of an archive.
func (s source) member(name string, modTime time.Time) source {
	return source{name: s.name + ": " + Visible(shorten(name)), modTime: modTime, found: true, depth: s.depth + 1}
}

// longestName is how much of a name is shown; that of a member can be a megabyte long.
const longestName = 255

// lineEnds would make several lines of a sentence.
var lineEnds = strings.NewReplacer("\n", `\n`, "\r", `\r`)

// Visible is a name as it stands in a sentence, which is one line. Other control characters
// are for the printer to show.
func Visible(name string) string { return lineEnds.Replace(name) }

// shorten leaves out the middle of a long name.
func shorten(name string) string {
	if len(name) <= longestName {
		return name
	}
	return name[:longestName/2] + "..." + name[len(name)-longestName/2:]
}

// format is a kind of stream that is opened, told by the bytes at an offset.
type format struct {
	magic  string
	offset int
	open   func(*walk, *bufio.Reader, source) error
}

func formats() []format {
	return []format{
		{"\x1f\x8b", 0, (*walk).gzip},
		{"BZh", 0, (*walk).bzip2},
		{"ustar", 257, (*walk).tar},
		{"PK\x03\x04", 0, (*walk).zip},
		{"PK\x05\x06", 0, (*walk).zip},
		{"\xfd7zXZ\x00", 0, unreadable("xz")},
		{"\x28\xb5\x2f\xfd", 0, unreadable("zstd")},
		{"7z\xbc\xaf\x27\x1c", 0, unreadable("7z")},
		{"Rar!", 0, unreadable("rar")},
	}
}

// content reads a stream: it opens what holds others and hands over what is text. Only an
// error that ends everything is returned.
func (w *walk) content(r io.Reader, s source) error {
	if err := w.stopped(); err != nil {
		return err
	}
	if s.depth == 0 {
		r = w.watch(r, s.name, s.size)
	}
	if s.depth > w.limits.Depth {
		w.visitor.Fault(s.name, fmt.Errorf("has archives nested more than %d deep, which are not opened", w.limits.Depth))
		return nil
	}
	buffered := bufio.NewReaderSize(&sticky{Reader: r}, headSize)
	head, err := buffered.Peek(headSize)
	if len(head) == 0 && err != nil && !errors.Is(err, io.EOF) {
		return w.fault(s.name, err)
	}
	for _, f := range formats() {
		if len(head) >= f.offset && bytes.HasPrefix(head[f.offset:], []byte(f.magic)) {
			return f.open(w, buffered, s)
		}
	}
	return w.text(buffered, head, s)
}

// sticky is a reader that stays at its error, so that what is before it can be looked at.
type sticky struct {
	io.Reader
	err error
}

func (s *sticky) Read(p []byte) (n int, err error) {
	if s.err != nil {
		return 0, s.err
	}
	n, s.err = s.Reader.Read(p)
	return n, s.err
}

// errCut is the fault of an archive that has no end.
var errCut = errors.New("it ends too early, cut off or still being written")

// fault reports what ended a stream, unless it was the user or a limit that was reported.
func (w *walk) fault(name string, err error) error {
	if stopped := w.stopped(); stopped != nil {
		return stopped
	}
	switch {
	case errors.Is(err, errSpent):
	case errors.Is(err, io.ErrUnexpectedEOF):
		w.visitor.Fault(name, errCut)
	default:
		w.visitor.Fault(name, cause(err))
	}
	return nil
}

// unreadable is for what is recognised and cannot be opened. What nobody named is passed
// over like a text that is no dump, if its name is neither that of a dump nor of an archive.
func unreadable(format string) func(*walk, *bufio.Reader, source) error {
	return func(w *walk, _ *bufio.Reader, s source) error {
		if s.found && !dumpName(s.name) && !bundleName(s.name) {
			w.passed++
			return nil
		}
		w.visitor.Fault(s.name, fmt.Errorf("is compressed with %s, which cannot be read here: unpack it first", format))
		return nil
	}
}
