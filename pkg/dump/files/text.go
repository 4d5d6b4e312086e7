package files

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"path"
	"slices"
	"strings"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/lazy"
)

// errBinary is the error for a named file that is not text.
var errBinary = errors.New("is neither text nor an archive that can be read")

// errEmpty is the error for an empty file: a shell creates the file of a redirection even if
// the program then fails.
var errEmpty = errors.New("the file is empty")

// readText passes a text to the handler, or skips a file that cannot be a dump.
func (w *inputWalker) readText(r *bufio.Reader, head []byte, s source) error {
	if len(head) == 0 {
		if !s.discovered || isDumpName(s.name) {
			w.handler.Fault(s.name, errEmpty)
		}
		return nil
	}
	decoded, head := decodeText(r, head)
	switch binary := bytes.IndexByte(head, 0) >= 0; {
	case s.discovered && (binary || !isDumpName(s.name) && !dumpBeginning().Match(head)):
		w.skippedFiles++
		return nil
	case binary:
		w.handler.Fault(s.name, errBinary)
		return nil
	}
	return w.handler.Text(File{Reader: decoded, Name: s.name, ModTime: s.modTime, Discovered: s.discovered})
}

// isDumpName says whether a file name is typical of dumps.
func isDumpName(name string) bool {
	name = strings.ToLower(name)
	for _, compressed := range []string{".gz", ".bz2", ".xz", ".zst"} {
		name = strings.TrimSuffix(name, compressed)
	}
	return slices.Contains([]string{".json", ".jsonl", ".ndjson", ".yaml", ".yml", ".csv"}, path.Ext(name))
}

// isBundleName says whether a name is that of an archive in an unsupported format.
func isBundleName(name string) bool {
	name = strings.ToLower(name)
	return strings.Contains(name, ".tar.") || slices.Contains([]string{".txz", ".tzst", ".7z", ".rar"}, path.Ext(name))
}

// dumpBeginning matches beginnings that are typical of dumps, for files of any name.
var dumpBeginning = lazy.Pattern(`(?m)^(apiVersion|kind|items):|^\s*[\[{][\s\S]*"(kind|items|tables|TimeGenerated)"\s*:|^"?TimeGenerated\b.*,`)

// decodeText converts a text and its beginning to UTF-8 without a byte order mark. PowerShell's
// redirections write UTF-16; without a mark it is recognised by the zero bytes of its ASCII
// letters.
func decodeText(r *bufio.Reader, head []byte) (io.Reader, []byte) {
	switch {
	case bytes.HasPrefix(head, []byte("\xef\xbb\xbf")):
		_, _ = r.Discard(3) // they are in the buffer
		return r, head[3:]
	case bytes.HasPrefix(head, []byte("\xff\xfe")), bytes.HasPrefix(head, []byte("\xfe\xff")):
		return decodeUTF16(r, head, unicode.LittleEndian, unicode.ExpectBOM)
	case everyOtherZero(head, 1):
		return decodeUTF16(r, head, unicode.LittleEndian, unicode.IgnoreBOM)
	case everyOtherZero(head, 0):
		return decodeUTF16(r, head, unicode.BigEndian, unicode.IgnoreBOM)
	default:
		return r, head
	}
}

func decodeUTF16(r io.Reader, head []byte, order unicode.Endianness, mark unicode.BOMPolicy) (io.Reader, []byte) {
	encoding := unicode.UTF16(order, mark)
	text, _, err := transform.Bytes(encoding.NewDecoder(), head)
	if err != nil {
		text = nil // the error occurs again when it is read
	}
	return transform.NewReader(r, encoding.NewDecoder()), text
}

// everyOtherZero says whether a text begins with four ASCII characters of two bytes each, where
// zero is the index of the zero byte.
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
