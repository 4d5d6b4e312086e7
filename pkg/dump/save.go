package dump

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// Save writes the evidence to a file that only its owner can read. The file appears whole or
// not at all: it is written under another name in the same folder, synced to disk, and renamed.
// It replaces an older file of that name; see Target.
func (e Evidence) Save(name string) error {
	err := e.replaceFile(name)
	// The temporary name and the failed system call do not help the user.
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

// replaceFile is Save with the original errors.
func (e Evidence) replaceFile(name string) error {
	// The archive is built before the file is created: a process that is killed meanwhile
	// leaves no file.
	var packed bytes.Buffer
	if err := e.Write(&packed); err != nil {
		return err
	}
	temporary, err := os.CreateTemp(filepath.Dir(name), ".evidence.*")
	if err != nil {
		return err //nolint:wrapcheck // Save says what was being done
	}
	err = writeAndSync(temporary, packed.Bytes())
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

// writeAndSync writes all of a file, syncs it to disk and closes it.
func writeAndSync(file *os.File, data []byte) error {
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

// syncFolder syncs the renamed entry to disk if the system supports it. The file itself is
// already there.
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
