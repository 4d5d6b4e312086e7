package files

import (
	"archive/zip"
	"bufio"
	"compress/bzip2"
	"compress/flate"
	"compress/gzip"
	"errors"
	"fmt"
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
	return w.readContent(w.countUnfolded(unpacked), s.unpacked())
}

// readBzip2 reads the content of a bzip2 stream.
func (w *inputWalker) readBzip2(r *bufio.Reader, s source) error {
	return w.readContent(w.countUnfolded(bzip2.NewReader(r)), s.unpacked())
}
