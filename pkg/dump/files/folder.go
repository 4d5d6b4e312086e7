package files

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// errLink is the error for a link that leads out of the named folder.
var errLink = errors.New("is a link that leads nowhere or out of the folder, and is not followed")

// readFolder reads the files of a folder and its subfolders, in the order of their names. It
// opens them within an os.Root, so that it cannot reach anything outside.
func (w *inputWalker) readFolder(name string) error {
	root, err := os.OpenRoot(name)
	if err != nil {
		return openError(name, err)
	}
	defer func() { _ = root.Close() }()
	err = fs.WalkDir(root.FS(), ".", func(path string, entry fs.DirEntry, err error) error {
		where := Visible(filepath.Join(name, filepath.FromSlash(path)))
		switch {
		case err != nil:
			w.handler.Fault(where, withoutPath(err))
			return nil
		case entry.IsDir():
			return w.contextError()
		default:
			if err := w.countEntry(); err != nil {
				w.handler.Fault(Visible(name), err)
				return fs.SkipAll
			}
			return w.readFolderEntry(root, path, where, entry)
		}
	})
	return err
}

// readFolderEntry reads one entry of a folder. It skips a link within the folder, because its
// target is read in its own place.
func (w *inputWalker) readFolderEntry(root *os.Root, path, where string, entry fs.DirEntry) error {
	switch kind := entry.Type(); {
	case kind&fs.ModeSymlink != 0:
		if _, err := root.Stat(path); err != nil {
			w.handler.Fault(where, errLink)
		}
		return nil
	case !kind.IsRegular(): // a pipe could block, a device be endless
		w.skippedFiles++
		return nil
	}
	file, err := root.Open(path)
	if err != nil {
		w.handler.Fault(where, withoutPath(err))
		return nil
	}
	defer func() { _ = file.Close() }()
	info, err := file.Stat()
	if err != nil {
		w.handler.Fault(where, withoutPath(err))
		return nil
	}
	return w.readFile(file, info, source{name: where, discovered: true})
}

// withoutPath removes the path from an error of the file system; the fault names it already.
func withoutPath(err error) error {
	var at *fs.PathError
	if errors.As(err, &at) {
		return at.Err
	}
	return err
}
