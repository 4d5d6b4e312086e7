package files

import (
	"archive/tar"
	"archive/zip"
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"
	"strings"
	"time"
)

// The faults of single entries of an archive.
var (
	errOutside     = errors.New("has a name that leads out of the archive, and is not read")
	errArchiveLink = errors.New("is a link, which is not followed")
	errSparse      = errors.New("is a sparse file, which is not read: its holes could be without end")
	errEncrypted   = errors.New("is encrypted, and no password can be given here: unpack the archive and give the folder")
	errBehind      = errors.New("goes on behind the end of the archive, which is not read: unpack it and give the folder")
	errNoDirectory = errors.New("has no end, where the list of its files is: it was cut off, or is still being written")
)

// tar reads the members of a tar archive as they come.
func (w *walk) tar(r *bufio.Reader, s source) error {
	archive := tar.NewReader(r)
	last := "its beginning"
	for {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) {
			return w.behind(r, s)
		}
		if err != nil {
			if errors.Is(err, io.ErrUnexpectedEOF) {
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
	if header.Typeflag == tar.TypeReg && sparse(header) {
		refused = errSparse
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

// maxZipEntries bounds the directory of a zip archive, which is held in memory, about 1,500
// bytes for a file. Of tar archives and folders nothing is held.
const maxZipEntries = 100_000

// zip reads the files of a zip archive. Its directory is at its end, so that one which
// comes as a stream has to be held in memory.
func (w *walk) zip(r *bufio.Reader, s source) error {
	from, size := s.random, s.size
	if from == nil {
		held, err := io.ReadAll(io.LimitReader(r, w.limits.Held+1))
		if err != nil {
			return w.fault(s.name, err)
		}
		if int64(len(held)) > w.limits.Held {
			return w.fault(s.name, fmt.Errorf("is a zip archive of more than %s that comes as a stream: give it as a file", amount(w.limits.Held)))
		}
		from, size = bytes.NewReader(held), int64(len(held))
	}
	if most := min(w.limits.Entries, maxZipEntries); zipEntries(from, size) > uint64(most) {
		return w.fault(s.name, fmt.Errorf("is a zip archive of more than %d files, which is not opened: unpack it and give the folder", most))
	}
	archive, err := zip.NewReader(from, size)
	if errors.Is(err, zip.ErrFormat) {
		err = errNoDirectory
	}
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return w.fault(s.name, err)
	}
	for _, file := range archive.File {
		if err := w.entry(); err != nil {
			return w.fault(s.name, err)
		}
		if err := w.zipMember(file, s); err != nil {
			return err
		}
		if w.spent {
			return nil
		}
	}
	return nil
}

// zipMember reads one file of a zip archive. Its time is not known for sure: the format
// leaves out the time zone.
func (w *walk) zipMember(file *zip.File, s source) error {
	m := s.member(file.Name, time.Time{})
	if mode := file.Mode(); !mode.IsRegular() {
		if mode&fs.ModeSymlink != 0 && dumpName(file.Name) {
			w.visitor.Fault(m.name, errArchiveLink)
		}
		return nil
	}
	if file.Flags&1 != 0 {
		return w.fault(m.name, errEncrypted)
	}
	r, err := file.Open()
	if errors.Is(err, zip.ErrAlgorithm) {
		err = fmt.Errorf("is compressed with method %d, which cannot be read here: unpack the archive and give the folder", file.Method)
	}
	if err != nil {
		return w.fault(m.name, err)
	}
	defer func() { _ = r.Close() }()
	return w.archived(w.unfold(r), file.Name, m)
}
