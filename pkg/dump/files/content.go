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

// headSize is how many bytes of a stream are examined to recognise its format.
const headSize = 4096

// source says where a stream comes from.
type source struct {
	name       string
	modTime    time.Time
	discovered bool
	// depth is how many archives and compressions are around the stream.
	depth int
	// readerAt and size are set for streams that support random access.
	readerAt io.ReaderAt
	size     int64
}

// unpacked returns the source of the content of an archive or a compressed stream.
func (s source) unpacked() source {
	return source{name: s.name, modTime: s.modTime, discovered: s.discovered, depth: s.depth + 1}
}

// member returns the source of a file in an archive.
func (s source) member(name string, modTime time.Time) source {
	return source{name: s.name + ": " + Visible(shortenName(name)), modTime: modTime, discovered: true, depth: s.depth + 1}
}

// longestName is how many bytes of a name are shown. A name in an archive can have a megabyte.
const longestName = 255

// lineEnds escapes line ends, which would split a sentence.
var lineEnds = strings.NewReplacer("\n", `\n`, "\r", `\r`)

// Visible returns a name for use in a sentence of one line. The printer escapes other control
// characters.
func Visible(name string) string { return lineEnds.Replace(name) }

// shortenName replaces the middle of a long name by an ellipsis.
func shortenName(name string) string {
	if len(name) <= longestName {
		return name
	}
	return name[:longestName/2] + "..." + name[len(name)-longestName/2:]
}

// format is a kind of stream, recognised by the bytes at an offset.
type format struct {
	magic  string
	offset int
	open   func(*inputWalker, *bufio.Reader, source) error
}

func formats() []format {
	return []format{
		{"\x1f\x8b", 0, (*inputWalker).readGzip},
		{"BZh", 0, (*inputWalker).readBzip2},
		{"ustar", 257, (*inputWalker).readTar},
		{"PK\x03\x04", 0, (*inputWalker).readZip},
		{"PK\x05\x06", 0, (*inputWalker).readZip},
		{"\xfd7zXZ\x00", 0, unsupportedFormat("xz")},
		{"\x28\xb5\x2f\xfd", 0, unsupportedFormat("zstd")},
		{"7z\xbc\xaf\x27\x1c", 0, unsupportedFormat("7z")},
		{"Rar!", 0, unsupportedFormat("rar")},
	}
}

// readContent reads a stream: it opens archives and compressions, and passes texts to the
// handler. It returns only errors that end the whole read.
func (w *inputWalker) readContent(r io.Reader, s source) error {
	if err := w.contextError(); err != nil {
		return err
	}
	if s.depth == 0 {
		r = w.trackProgress(r, s.name, s.size)
	}
	if s.depth > w.limits.Depth {
		w.handler.Fault(s.name, fmt.Errorf("has archives nested more than %d deep, which are not opened", w.limits.Depth))
		return nil
	}
	buffered := bufio.NewReaderSize(&stickyReader{Reader: r}, headSize)
	head, err := buffered.Peek(headSize)
	if len(head) == 0 && err != nil && !errors.Is(err, io.EOF) {
		return w.reportFault(s.name, err)
	}
	for _, f := range formats() {
		if len(head) >= f.offset && bytes.HasPrefix(head[f.offset:], []byte(f.magic)) {
			return f.open(w, buffered, s)
		}
	}
	return w.readText(buffered, head, s)
}

// stickyReader returns its first error again on every later read, so that the data before it
// can be examined.
type stickyReader struct {
	io.Reader
	err error
}

func (s *stickyReader) Read(p []byte) (n int, err error) {
	if s.err != nil {
		return 0, s.err
	}
	n, s.err = s.Reader.Read(p)
	return n, s.err
}

// errCut is the error for an archive without an end.
var errCut = errors.New("it ends too early, cut off or still being written")

// reportFault reports the error that ended a stream, unless the context ended or the limit was
// already reported.
func (w *inputWalker) reportFault(name string, err error) error {
	if stopped := w.contextError(); stopped != nil {
		return stopped
	}
	switch {
	case errors.Is(err, errLimitReached):
	case errors.Is(err, io.ErrUnexpectedEOF):
		w.handler.Fault(name, errCut)
	default:
		w.handler.Fault(name, withoutPath(err))
	}
	return nil
}

// unsupportedFormat returns the reader for a format that is recognised but not supported. It
// skips discovered files whose name is neither that of a dump nor of an archive.
func unsupportedFormat(format string) func(*inputWalker, *bufio.Reader, source) error {
	return func(w *inputWalker, _ *bufio.Reader, s source) error {
		if s.discovered && !isDumpName(s.name) && !isBundleName(s.name) {
			w.skippedFiles++
			return nil
		}
		w.handler.Fault(s.name, fmt.Errorf("is compressed with %s, which cannot be read here: unpack it first", format))
		return nil
	}
}
