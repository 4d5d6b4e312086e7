package files

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
)

// errLink is the fault of a link that leads out of the folder that was named.
var errLink = errors.New("is a link that leads nowhere or out of the folder, and is not followed")

// folder reads the files of a folder and its subfolders, in the order of their names. All
// names are looked up within an os.Root, so that nothing outside of it can be reached.
func (w *walk) folder(name string) error {
	root, err := os.OpenRoot(name)
	if err != nil {
		return unopened(name, err)
	}
	defer func() { _ = root.Close() }()
	err = fs.WalkDir(root.FS(), ".", func(path string, entry fs.DirEntry, err error) error {
		where := Visible(filepath.Join(name, filepath.FromSlash(path)))
		switch {
		case err != nil:
			w.visitor.Fault(where, cause(err))
			return nil
		case entry.IsDir():
			return w.stopped()
		default:
			if err := w.entry(); err != nil {
				w.visitor.Fault(Visible(name), err)
				return fs.SkipAll
			}
			return w.fromFolder(root, path, where, entry)
		}
	})
	return err
}

// fromFolder reads one entry of a folder. A link within the folder is passed over: what it
// leads to is read where it is.
func (w *walk) fromFolder(root *os.Root, path, where string, entry fs.DirEntry) error {
	switch kind := entry.Type(); {
	case kind&fs.ModeSymlink != 0:
		if _, err := root.Stat(path); err != nil {
			w.visitor.Fault(where, errLink)
		}
		return nil
	case !kind.IsRegular(): // a pipe would be waited for, a device be read forever
		w.passed++
		return nil
	}
	file, err := root.Open(path)
	if err != nil {
		w.visitor.Fault(where, cause(err))
		return nil
	}
	defer func() { _ = file.Close() }()
	info, err := file.Stat()
	if err != nil {
		w.visitor.Fault(where, cause(err))
		return nil
	}
	return w.file(file, info, source{name: where, found: true})
}

// cause is an error of the file system without the path, which is told apart.
func cause(err error) error {
	var at *fs.PathError
	if errors.As(err, &at) {
		return at.Err
	}
	return err
}
