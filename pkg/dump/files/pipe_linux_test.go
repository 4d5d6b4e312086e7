package files

import (
	"os"
	"path/filepath"
	"syscall"
	"testing"
)

// A pipe in a folder would be waited for, and is passed over; one that is named is read.
func TestPipeIsReadOnlyWhenItIsNamed(t *testing.T) {
	dir := t.TempDir()
	pipe := filepath.Join(dir, "pipe.json")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	h, passed := read(t, Input{Names: []string{dir}})
	h.expect(t, dir, nil, nil)
	if passed != 1 {
		t.Errorf("%d files passed over, want the pipe", passed)
	}
	go func() {
		if w, err := os.OpenFile(pipe, os.O_WRONLY, 0); err == nil {
			_, _ = w.WriteString("{}")
			_ = w.Close()
		}
	}()
	h, _ = read(t, Input{Names: []string{pipe}})
	h.expect(t, dir, []string{"pipe.json={}"}, nil)
}
