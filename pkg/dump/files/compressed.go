package files

import (
	"archive/zip"
	"bufio"
	"bytes"
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

// errAfterGzip is the fault of bytes that belong to nothing.
var errAfterGzip = errors.New("goes on behind the end of what is compressed, with bytes that are not read")

// readGzip reads the content of a gzip stream.
func (w *inputWalker) readGzip(r *bufio.Reader, s source) error {
	unpacked, err := gzip.NewReader(r)
	if err != nil {
		return w.reportFault(s.name, err)
	}
	unpacked.Multistream(false)
	members := &gzipMembers{Reader: unpacked, from: r}
	stop := w.readContent(w.countUnfolded(members), s.unpacked())
	if members.foreign {
		w.handler.Fault(s.name, errAfterGzip)
	}
	return stop
}

// gzipMembers reads the members of a gzip stream one after the other. Zeros behind one are padding, as tapes and
// disks leave it; a gzip.Reader by itself takes them for a member that is damaged.
type gzipMembers struct {
	*gzip.Reader
	from *bufio.Reader
	// foreign is true if there is something else behind the last member.
	foreign bool
}

// Read reads the content of all members.
func (g *gzipMembers) Read(p []byte) (int, error) {
	for {
		n, err := g.Reader.Read(p)
		if !errors.Is(err, io.EOF) {
			return n, err //nolint:wrapcheck // a reader passes errors on as they are
		}
		if err := g.next(); err != nil || n > 0 { // many members can be empty
			return n, err
		}
	}
}

// next goes on to the next member. It returns io.EOF if there is none.
func (g *gzipMembers) next() error {
	if err := skipZeros(g.from); err != nil {
		return err
	}
	if magic, _ := g.from.Peek(2); string(magic) != "\x1f\x8b" {
		g.foreign = true
		return io.EOF
	}
	if err := g.Reset(g.from); err != nil {
		return err //nolint:wrapcheck // a reader passes errors on as they are
	}
	g.Multistream(false)
	return nil
}

// skipZeros skips zeros. Its error is that of the reader at their end, io.EOF if nothing follows.
func skipZeros(r *bufio.Reader) error {
	for {
		block, err := r.Peek(1)
		if err != nil || block[0] != 0 {
			return err //nolint:wrapcheck // a reader passes errors on as they are
		}
		block, _ = r.Peek(r.Buffered())
		if _, err := r.Discard(len(block) - len(bytes.TrimLeft(block, "\x00"))); err != nil {
			return err //nolint:wrapcheck // a reader passes errors on as they are
		}
	}
}

// readBzip2 reads the content of a bzip2 stream.
func (w *inputWalker) readBzip2(r *bufio.Reader, s source) error {
	return w.readContent(w.countUnfolded(bzip2.NewReader(r)), s.unpacked())
}
