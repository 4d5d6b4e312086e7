package files

import (
	"archive/tar"
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"strings"
)

// The errors for single entries of an archive.
var (
	errOutside     = errors.New("has a name that leads out of the archive, and is not read")
	errArchiveLink = errors.New("is a link, which is not followed")
	errSparse      = errors.New("is a sparse file, which is not read: its holes could be without end")
	errAfterEnd    = errors.New("goes on behind the end of the archive, which is not read: unpack it and give the folder")
)

// readTar reads the members of a tar archive in their order.
func (w *inputWalker) readTar(r *bufio.Reader, s source) error {
	end := &zeroCounter{Reader: r}
	archive := tar.NewReader(end)
	last := "its beginning"
	for {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) && end.count >= tarBlock {
			return w.checkTarTail(r, s)
		}
		if err != nil {
			if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
				err = errCut
			}
			return w.reportFault(s.name, fmt.Errorf("cannot be read after %s: %w", last, err))
		}
		if full := w.countEntry(); full != nil {
			return w.reportFault(s.name, full)
		}
		last = header.Name
		member := &errorWatcher{Reader: archive}
		if stop := w.readTarMember(member, header, s.member(header.Name, header.ModTime)); stop != nil {
			return stop
		}
		if member.failed || w.limitReached {
			return nil // the handler reported it, with the place
		}
	}
}

// tarBlock is the block size of a tar archive, which ends with two blocks of zeros.
const tarBlock = 512

// zeroCounter counts the zero bytes at the end of what was read.
type zeroCounter struct {
	io.Reader
	count int
}

func (z *zeroCounter) Read(p []byte) (int, error) {
	n, err := z.Reader.Read(p)
	if rest := len(bytes.TrimRight(p[:n], "\x00")); rest > 0 {
		z.count = n - rest
	} else {
		z.count += n
	}
	return n, err //nolint:wrapcheck // a reader passes errors on as they are
}

// checkTarTail reads what follows the end of a tar archive: zeros, and the checksum of its
// compression.
func (w *inputWalker) checkTarTail(r *bufio.Reader, s source) error {
	switch err := skipZeros(r); {
	case errors.Is(err, io.EOF):
		return nil
	case err != nil:
		return w.reportFault(s.name, err)
	default:
		return w.reportFault(s.name, errAfterEnd)
	}
}

// readTarMember reads one member of a tar archive.
func (w *inputWalker) readTarMember(r io.Reader, header *tar.Header, s source) error {
	refused := map[byte]error{tar.TypeLink: errArchiveLink, tar.TypeSymlink: errArchiveLink, tar.TypeGNUSparse: errSparse}[header.Typeflag]
	switch {
	case header.Typeflag == tar.TypeReg && isSparse(header):
		refused = errSparse
	case header.Typeflag == tar.TypeLink && filepath.IsLocal(filepath.FromSlash(header.Linkname)):
		refused = nil // the target was read already
	}
	switch {
	case refused != nil && isDumpName(header.Name):
		w.handler.Fault(s.name, refused)
	case refused != nil, header.Typeflag != tar.TypeReg:
		w.skippedFiles++
	default:
		return w.readMember(r, header.Name, s)
	}
	return nil
}

// isSparse says whether a regular file in the PAX format has holes.
func isSparse(header *tar.Header) bool {
	for key := range header.PAXRecords {
		if strings.HasPrefix(key, "GNU.sparse.") {
			return true
		}
	}
	return false
}

// readMember reads a file of an archive. A name that leads out of the archive does no harm,
// because nothing is written, but it is reported.
func (w *inputWalker) readMember(r io.Reader, name string, s source) error {
	if !filepath.IsLocal(filepath.FromSlash(strings.TrimLeft(name, "/"))) {
		w.handler.Fault(s.name, errOutside)
		return nil
	}
	return w.readContent(r, s)
}

// errorWatcher records whether reading a member failed.
type errorWatcher struct {
	io.Reader
	failed bool
}

func (t *errorWatcher) Read(p []byte) (int, error) {
	n, err := t.Reader.Read(p)
	t.failed = t.failed || err != nil && !errors.Is(err, io.EOF)
	return n, err //nolint:wrapcheck // a reader passes errors on as they are
}
