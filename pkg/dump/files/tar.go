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

// The faults of single entries of an archive.
var (
	errOutside     = errors.New("has a name that leads out of the archive, and is not read")
	errArchiveLink = errors.New("is a link, which is not followed")
	errSparse      = errors.New("is a sparse file, which is not read: its holes could be without end")
	errBehind      = errors.New("goes on behind the end of the archive, which is not read: unpack it and give the folder")
)

// tar reads the members of a tar archive as they come.
func (w *walk) tar(r *bufio.Reader, s source) error {
	end := &zeros{Reader: r}
	archive := tar.NewReader(end)
	last := "its beginning"
	for {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) && end.count >= tarBlock {
			return w.behind(r, s)
		}
		if err != nil {
			if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
				err = errCut
			}
			return w.fault(s.name, fmt.Errorf("cannot be read after %s: %w", last, err))
		}
		if full := w.entry(); full != nil {
			return w.fault(s.name, full)
		}
		last = header.Name
		member := &tap{Reader: archive}
		if stop := w.tarMember(member, header, s.member(header.Name, header.ModTime)); stop != nil {
			return stop
		}
		if member.failed || w.spent {
			return nil // the visitor has it, with the place
		}
	}
}

// tarBlock is the size of the blocks of a tar archive, at whose end are two of zeros.
const tarBlock = 512

// zeros counts the bytes of zero at the end of what was read.
type zeros struct {
	io.Reader
	count int
}

func (z *zeros) Read(p []byte) (int, error) {
	n, err := z.Reader.Read(p)
	if rest := len(bytes.TrimRight(p[:n], "\x00")); rest > 0 {
		z.count = n - rest
	} else {
		z.count += n
	}
	return n, err //nolint:wrapcheck // a reader passes errors on as they are
}

// behind reads what is behind the end of a tar archive: zeros, and the checksum of what it
// was compressed with.
func (w *walk) behind(r *bufio.Reader, s source) error {
	for {
		block, err := r.Peek(1)
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return w.fault(s.name, err)
		case block[0] != 0:
			return w.fault(s.name, errBehind)
		}
		block, _ = r.Peek(r.Buffered())
		zeros := len(block) - len(bytes.TrimLeft(block, "\x00"))
		if _, err := r.Discard(zeros); err != nil {
			return w.fault(s.name, err)
		}
	}
}

// tarMember reads one member of a tar archive.
func (w *walk) tarMember(r io.Reader, header *tar.Header, s source) error {
	refused := map[byte]error{tar.TypeLink: errArchiveLink, tar.TypeSymlink: errArchiveLink, tar.TypeGNUSparse: errSparse}[header.Typeflag]
	switch {
	case header.Typeflag == tar.TypeReg && sparse(header):
		refused = errSparse
	case header.Typeflag == tar.TypeLink && filepath.IsLocal(filepath.FromSlash(header.Linkname)):
		refused = nil // another name of a file that was read before
	}
	switch {
	case refused != nil && dumpName(header.Name):
		w.visitor.Fault(s.name, refused)
	case refused != nil, header.Typeflag != tar.TypeReg:
		w.passed++
	default:
		return w.archived(r, header.Name, s)
	}
	return nil
}

// sparse says whether a regular file of an archive in the PAX format has holes.
func sparse(header *tar.Header) bool {
	for key := range header.PAXRecords {
		if strings.HasPrefix(key, "GNU.sparse.") {
			return true
		}
	}
	return false
}

// archived reads a file of an archive. Nothing is ever written, so that a name that leads
// out of the archive could do no harm; that somebody made it is worth a word all the same.
func (w *walk) archived(r io.Reader, name string, s source) error {
	if !filepath.IsLocal(filepath.FromSlash(strings.TrimLeft(name, "/"))) {
		w.visitor.Fault(s.name, errOutside)
		return nil
	}
	return w.content(r, s)
}

// tap remembers whether the reader of a member came upon an error.
type tap struct {
	io.Reader
	failed bool
}

func (t *tap) Read(p []byte) (int, error) {
	n, err := t.Reader.Read(p)
	t.failed = t.failed || err != nil && !errors.Is(err, io.EOF)
	return n, err //nolint:wrapcheck // a reader passes errors on as they are
}
