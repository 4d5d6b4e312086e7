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

// errDamaged is the fault of what was compressed and does not come out as it went in.
var errDamaged = errors.New("what is compressed is damaged")

// describeDamage says of the errors of decompression what they mean.
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

// readGzip reads what a gzip stream holds.
func (w *inputWalker) readGzip(r *bufio.Reader, s source) error {
	unpacked, err := gzip.NewReader(r)
	if err != nil {
		return w.reportFault(s.name, err)
	}
	return w.readContent(w.countUnfolded(unpacked), s.unpacked())
}

// readBzip2 reads what a bzip2 stream holds.
func (w *inputWalker) readBzip2(r *bufio.Reader, s source) error {
	return w.readContent(w.countUnfolded(bzip2.NewReader(r)), s.unpacked())
}
