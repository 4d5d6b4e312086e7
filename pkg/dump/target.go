package dump

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// incompleteMark stands in the name of evidence that does not have all that a diagnosis asks for.
const incompleteMark = ".incomplete"

// IncompleteName is the name under which incomplete evidence is saved: evidence.incomplete.tgz for
// evidence.tgz.
func IncompleteName(name string) string {
	extension := filepath.Ext(name)
	if base := strings.TrimSuffix(name, extension); filepath.Ext(base) == ".tar" {
		extension = ".tar" + extension
	}
	return strings.TrimSuffix(name, extension) + incompleteMark + extension
}

// Target is where evidence is to be saved.
type Target struct {
	Name string
	// Inputs are the files and folders that are read.
	Inputs []string
	// Force allows to replace a file.
	Force bool
}

// Check returns why evidence cannot be saved there: there is no folder, it is no file, it is what is
// read, or a file that would be replaced, and what that holds.
func (t Target) Check(ctx context.Context) error {
	folder, err := os.Stat(filepath.Dir(t.Name))
	if errors.Is(err, fs.ErrNotExist) || err == nil && !folder.IsDir() {
		return fmt.Errorf("there is no folder %s", filepath.Dir(t.Name))
	}
	for _, name := range []string{t.Name, IncompleteName(t.Name)} {
		file, err := os.Stat(name)
		switch {
		case err != nil: // there is none, or writing says why it cannot be
		case file.IsDir():
			return errors.New("that is a folder, name a file in it")
		case !file.Mode().IsRegular():
			return errors.New("that is a device or a pipe, name a file")
		case t.isInput(file, name):
			return errors.New("that is what is read, name another file")
		case !t.Force:
			return fmt.Errorf("there is %s, name another file or add --force", held(ctx, name, file.Size()))
		}
	}
	return nil
}

// isInput reports whether a file is one of those that are read, or in a folder that is read.
func (t Target) isInput(file fs.FileInfo, name string) bool {
	for _, input := range t.Inputs {
		read, err := os.Stat(input)
		if err != nil {
			continue
		}
		if os.SameFile(read, file) {
			return true
		}
		for folder := filepath.Dir(name); read.IsDir(); folder = filepath.Dir(folder) {
			if above, err := os.Stat(folder); err == nil && os.SameFile(above, read) {
				return true
			}
			if folder == filepath.Dir(folder) {
				break
			}
		}
	}
	return false
}

// maxHeld is the most bytes of a file whose evidence is described.
const maxHeld = 64 << 20

// held describes a file: the evidence that it has, or that it has none.
func held(ctx context.Context, name string, size int64) string {
	if size <= maxHeld {
		s, err := Dump{Filenames: []string{name}}.Snapshot(ctx)
		if err == nil && s.SavedBy != "" {
			return fmt.Sprintf("already evidence taken %s with %d events in %s", s.TakenAt.UTC().Format(time.RFC3339), len(s.Events), filepath.Base(name))
		}
	}
	return "already a file " + filepath.Base(name)
}
