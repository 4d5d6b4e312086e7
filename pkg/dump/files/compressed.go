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

// damage says of the errors of decompression what they mean.
func damage(err error) error {
	var corrupt flate.CorruptInputError
	var structural bzip2.StructuralError
	known := errors.As(err, &corrupt) || errors.As(err, &structural) ||
		slices.ContainsFunc([]error{gzip.ErrChecksum, gzip.ErrHeader, zip.ErrChecksum}, func(e error) bool { return errors.Is(err, e) })
	if !known || errors.Is(err, errDamaged) {
		return err
	}
	return fmt.Errorf("%w: %w", errDamaged, err)
}

// gzip reads what a gzip stream holds.
func (w *walk) gzip(r *bufio.Reader, s source) error {
	unpacked, err := gzip.NewReader(r)
	if err != nil {
		return w.fault(s.name, err)
	}
	return w.content(w.unfold(unpacked), s.inside())
}

// bzip2 reads what a bzip2 stream holds.
func (w *walk) bzip2(r *bufio.Reader, s source) error {
	return w.content(w.unfold(bzip2.NewReader(r)), s.inside())
}
