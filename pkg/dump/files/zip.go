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

// The faults of zip archives.
var (
	errEncrypted   = errors.New("is encrypted, and no password can be given here: unpack the archive and give the folder")
	errNoDirectory = errors.New("has no end, where the list of its files is: it was cut off, or is still being written")
)

// maxZipEntries bounds the directory of a zip archive, which is held in memory, about 1,500
// bytes for a file. Of tar archives and folders nothing is held.
const maxZipEntries = 100_000

// zip reads the files of a zip archive. Its directory is at its end, so that one which
// comes as a stream has to be held in memory.
func (w *walk) zip(r *bufio.Reader, s source) error {
	from, size := s.random, s.size
	if from == nil {
		held, err := io.ReadAll(io.LimitReader(r, w.limits.Held-w.held+1))
		if err != nil {
			return w.fault(s.name, err)
		}
		w.held += int64(len(held)) // those around it are held too
		defer func() { w.held -= int64(len(held)) }()
		if w.held > w.limits.Held {
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
