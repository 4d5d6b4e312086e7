package files

import (
	"archive/zip"
	"bufio"
	"compress/bzip2"
	"compress/flate"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"slices"
)

// errDamaged is the error for compressed data that is corrupt.
var errDamaged = errors.New("what is compressed is damaged")

// describeDamage wraps the errors of decompression that mean corrupt data in errDamaged.
func describeDamage(err error) error {
	var corrupt flate.CorruptInputError
	var structural bzip2.StructuralError
	known := errors.As(err, &corrupt) || errors.As(err, &structural) ||
		slices.ContainsFunc([]error{gzip.ErrChecksum, gzip.ErrHeader, zip.ErrChecksum}, func(e error) bool { return errors.Is(err, e) })
	if !known || errors.Is(err, errDamaged) {
		return err
	}
	return fmt.Errorf("%w: %w", errDamaged, err)
}

// readGzip reads the content of a gzip stream.
func (w *inputWalker) readGzip(r *bufio.Reader, s source) error {
	unpacked, err := gzip.NewReader(r)
	if err != nil {
		return w.reportFault(s.name, err)
	}
	unpacked.Multistream(false)
	return w.readContent(w.countUnfolded(&members{unpacked, r}), s.unpacked())
}

// members are the members of a gzip stream, one after the other. Zeros behind one are padding, as tapes
// and dd leave it: gzip(1) ignores them too.
type members struct {
	member *gzip.Reader
	rest   *bufio.Reader
}

// Read reads from the present member, or begins the next one.
func (m *members) Read(p []byte) (int, error) {
	n, err := m.member.Read(p)
	switch {
	case !errors.Is(err, io.EOF):
		return n, err //nolint:wrapcheck // a reader changes no error
	case n > 0:
		return n, nil
	}
	for {
		b, err := m.rest.ReadByte()
		switch {
		case err != nil:
			return 0, err //nolint:wrapcheck // a reader changes no error
		case b == 0:
			continue
		}
		if err := errors.Join(m.rest.UnreadByte(), m.member.Reset(m.rest)); err != nil {
			return 0, err
		}
		m.member.Multistream(false)
		return m.member.Read(p) //nolint:wrapcheck // a reader changes no error
	}
}

// readBzip2 reads the content of a bzip2 stream.
func (w *inputWalker) readBzip2(r *bufio.Reader, s source) error {
	return w.readContent(w.countUnfolded(bzip2.NewReader(r)), s.unpacked())
}
