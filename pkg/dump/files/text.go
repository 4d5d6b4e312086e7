package files

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"path"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// errBinary is the fault of a file that was named and is no text.
var errBinary = errors.New("is neither text nor an archive that can be read")

// errEmpty is the fault of a file that should have something in it: a redirection makes the
// file before the program that fills it fails.
var errEmpty = errors.New("is empty")

// text hands over a text, or passes over what cannot be a dump.
func (w *walk) text(r *bufio.Reader, head []byte, s source) error {
	if len(head) == 0 {
		if !s.found || dumpName(s.name) {
			w.visitor.Fault(s.name, errEmpty)
		}
		return nil
	}
	decoded, head := decode(r, head)
	switch binary := bytes.IndexByte(head, 0) >= 0; {
	case s.found && (binary || !dumpName(s.name) && !dumpText.Match(head)):
		w.passed++
		return nil
	case binary:
		w.visitor.Fault(s.name, errBinary)
		return nil
	}
	return w.visitor.Text(File{Reader: decoded, Name: s.name, ModTime: s.modTime, Found: s.found})
}

// dumpName says whether a name is one that dumps have.
func dumpName(name string) bool {
	name = strings.ToLower(name)
	for _, compressed := range []string{".gz", ".bz2", ".xz", ".zst"} {
		name = strings.TrimSuffix(name, compressed)
	}
	return slices.Contains([]string{".json", ".jsonl", ".ndjson", ".yaml", ".yml", ".csv"}, path.Ext(name))
}

// bundleName says whether a name is one that archives have which cannot be opened.
func bundleName(name string) bool {
	name = strings.ToLower(name)
	return strings.Contains(name, ".tar.") || slices.Contains([]string{".txz", ".tzst", ".7z", ".rar"}, path.Ext(name))
}

// dumpText matches beginnings that dumps have, whatever the name of the file.
var dumpText = regexp.MustCompile(`(?m)^(apiVersion|kind|items):|^\s*[\[{][\s\S]*"(kind|items|tables|TimeGenerated)"\s*:|^"?TimeGenerated\b.*,`)

// decode makes UTF-8 without a byte order mark of a text and its beginning. PowerShell's
// redirections write UTF-16; without a mark it shows in the zeros of its ASCII letters.
func decode(r *bufio.Reader, head []byte) (io.Reader, []byte) {
	switch {
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		_, _ = r.Discard(3) // they are in the buffer
		return r, head[3:]
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")):
		return from16(r, head, unicode.LittleEndian, unicode.ExpectBOM)
	case everyOtherZero(head, 1):
		return from16(r, head, unicode.LittleEndian, unicode.IgnoreBOM)
	case everyOtherZero(head, 0):
		return from16(r, head, unicode.BigEndian, unicode.IgnoreBOM)
	default:
		return r, head
	}
}

func from16(r io.Reader, head []byte, order unicode.Endianness, mark unicode.BOMPolicy) (io.Reader, []byte) {
	encoding := unicode.UTF16(order, mark)
	text, _, err := transform.Bytes(encoding.NewDecoder(), head)
	if err != nil {
		text = nil // what is wrong shows when it is read
	}
	return transform.NewReader(r, encoding.NewDecoder()), text
}

// everyOtherZero says whether a text begins with four ASCII characters of two bytes each,
// the zero being the first or the second.
func everyOtherZero(head []byte, zero int) bool {
	if len(head) < 8 {
		return false
	}
	for i := 0; i < 8; i += 2 {
		if head[i+zero] != 0 || head[i+1-zero] == 0 {
			return false
		}
	}
	return true
}
