package dump

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Save writes the evidence to a file that only its owner can read. The file is there as a
// whole or not at all: it is written beside the place under another name, brought to the
// disk, and then renamed. An older file of that name is replaced.
func (e Evidence) Save(name string) error {
	err := e.replace(name)
	// The other name and the call that failed tell nobody anything.
	var file *fs.PathError
	var link *os.LinkError
	switch {
	case errors.As(err, &file):
		err = file.Err
	case errors.As(err, &link):
		err = link.Err
	}
	if err != nil {
		return fmt.Errorf("cannot save the evidence to %s: %w", name, err)
	}
	return nil
}

// replace is Save with the errors as they are.
func (e Evidence) replace(name string) error {
	// It is made before a file is: who is killed meanwhile leaves nothing behind.
	var packed bytes.Buffer
	if err := e.Write(&packed); err != nil {
		return err
	}
	temporary, err := os.CreateTemp(filepath.Dir(name), ".evidence.*")
	if err != nil {
		return err //nolint:wrapcheck // Save says what was being done
	}
	err = fill(temporary, packed.Bytes())
	if err == nil {
		err = os.Rename(temporary.Name(), name)
	}
	if err != nil {
		_ = temporary.Close()
		_ = os.Remove(temporary.Name())
		return err
	}
	return syncFolder(filepath.Dir(name))
}

// fill writes all of a file and closes it.
func fill(file *os.File, data []byte) error {
	if err := file.Chmod(0o600); err != nil {
		return err //nolint:wrapcheck // Save says what was being done
	}
	if _, err := file.Write(data); err != nil {
		return err //nolint:wrapcheck // Save says what was being done
	}
	if err := file.Sync(); err != nil {
		return err //nolint:wrapcheck // Save says what was being done
	}
	return file.Close() //nolint:wrapcheck // Save says what was being done
}

// syncFolder brings the new name to the disk where the system can do that; the file itself
// is there already.
func syncFolder(name string) error {
	folder, err := os.Open(name)
	if err != nil {
		return nil //nolint:nilerr // a folder that cannot be read can be written to
	}
	_ = folder.Sync() // not every file system can
	if err := folder.Close(); err != nil {
		return fmt.Errorf("saving the evidence: %w", err)
	}
	return nil
}
