package files

import (
	"archive/zip"
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"time"
)

// The errors for zip archives.
var (
	errEncrypted   = errors.New("is encrypted, and no password can be given here: unpack the archive and give the folder")
	errNoDirectory = errors.New("has no end, where the list of its files is: it was cut off, or is still being written")
)

// maxZipEntries bounds the directory of a zip archive in memory, about 1,500 bytes a file. Of
// tar archives and folders nothing is held.
const maxZipEntries = 100_000

// readZip reads the files of a zip archive. The directory is at its end, so an archive that
// comes as a stream is held in memory.
func (w *inputWalker) readZip(r *bufio.Reader, s source) error {
	from, size := s.readerAt, s.size
	if from == nil {
		held, err := io.ReadAll(io.LimitReader(r, w.limits.Held-w.held+1))
		if err != nil {
			return w.reportFault(s.name, err)
		}
		w.held += int64(len(held)) // archives around it are held too
		defer func() { w.held -= int64(len(held)) }()
		if w.held > w.limits.Held {
			return w.reportFault(s.name, fmt.Errorf("is a zip archive of more than %s that comes as a stream: give it as a file", formatBytes(w.limits.Held)))
		}
		from, size = bytes.NewReader(held), int64(len(held))
	}
	if most := min(w.limits.Entries, maxZipEntries); zipEntries(from, size) > uint64(most) {
		return w.reportFault(s.name, fmt.Errorf("is a zip archive of more than %d files, which is not opened: unpack it and give the folder", most))
	}
	archive, err := zip.NewReader(from, size)
	if errors.Is(err, zip.ErrFormat) {
		err = errNoDirectory
	}
	if err != nil && !errors.Is(err, zip.ErrInsecurePath) {
		return w.reportFault(s.name, err)
	}
	for _, file := range archive.File {
		if err := w.countEntry(); err != nil {
			return w.reportFault(s.name, err)
		}
		if err := w.readZipMember(file, s); err != nil {
			return err
		}
		if w.limitReached {
			return nil
		}
	}
	return nil
}

// readZipMember reads one file of a zip archive. Its time stays unknown, because the format has
// no time zone.
func (w *inputWalker) readZipMember(file *zip.File, s source) error {
	m := s.member(file.Name, time.Time{})
	if mode := file.Mode(); !mode.IsRegular() {
		if mode&fs.ModeSymlink != 0 && isDumpName(file.Name) {
			w.handler.Fault(m.name, errArchiveLink)
		}
		return nil
	}
	if file.Flags&1 != 0 {
		return w.reportFault(m.name, errEncrypted)
	}
	r, err := file.Open()
	if errors.Is(err, zip.ErrAlgorithm) {
		err = fmt.Errorf("is compressed with method %d, which cannot be read here: unpack the archive and give the folder", file.Method)
	}
	if err != nil {
		return w.reportFault(m.name, err)
	}
	defer func() { _ = r.Close() }()
	return w.readMember(w.countUnfolded(r), file.Name, m)
}
