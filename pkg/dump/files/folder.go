package files

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// errLink is the fault of a link that leads out of the folder that was named.
var errLink = errors.New("is a link that leads nowhere or out of the folder, and is not followed")

// readFolder reads the files of a folder and its subfolders, in the order of their names. All
// names are looked up within an os.Root, so that nothing outside of it can be reached.
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

// readFolderEntry reads one entry of a folder. A link within the folder is passed over: what it
// leads to is read where it is.
func (w *inputWalker) readFolderEntry(root *os.Root, path, where string, entry fs.DirEntry) error {
	switch kind := entry.Type(); {
	case kind&fs.ModeSymlink != 0:
		if _, err := root.Stat(path); err != nil {
			w.handler.Fault(where, errLink)
		}
		return nil
	case !kind.IsRegular(): // a pipe would be waited for, a device be read forever
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

// withoutPath is an error of the file system without the path, which is told apart.
func withoutPath(err error) error {
	var at *fs.PathError
	if errors.As(err, &at) {
		return at.Err
	}
	return err
}
