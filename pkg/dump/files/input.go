package files

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// StdinName is what standard input is called in names and sentences.
const StdinName = "standard input"

// File is a text of the input.
type File struct {
	// Reader gives the text as UTF-8 without a byte order mark. An error of it, such as
	// that of a cut archive, is the visitor's to report.
	io.Reader
	// Name says where the text is: "dump.tgz: cluster/nodes.json".
	Name string
	// ModTime is when the text was last written; zero when that is not known for sure.
	ModTime time.Time
	// Found is true for a file of a folder or an archive: nobody asked for it by name.
	Found bool
}

// Visitor takes what is found.
type Visitor interface {
	// Text takes a text. An error ends the reading and is returned by Read.
	Text(f File) error
	// Fault takes note of something that was not read, or not to its end. Its error is a
	// sentence without a full stop.
	Fault(where string, err error)
}

// Input is what to read.
type Input struct {
	// Names are files, folders (read with their subfolders), patterns, and "-" for Stdin.
	Names []string
	Stdin io.Reader
	// Limits bound what archives unfold to; a zero field means DefaultLimits'.
	Limits Limits
	// Progress, if set, is told now and then what is being read.
	Progress func(string)
}

// Read hands all texts of the input to the visitor and returns how many files of folders
// and archives were passed over because they cannot be dumps. It returns an error for a
// name that cannot be opened at all, the error of the visitor, and that of the context.
func (in Input) Read(ctx context.Context, v Visitor) (passed int, err error) {
	names, err := in.names()
	if err != nil {
		return 0, err
	}
	w := &walk{visitor: v, meter: meter{ctx: ctx, limits: in.Limits.orDefault(), progress: in.Progress}}
	for _, name := range names {
		if err := w.named(in, name); err != nil {
			return w.passed, err
		}
	}
	return w.passed, ctx.Err()
}

// walk is one reading of an input.
type walk struct {
	meter
	visitor Visitor
	passed  int
}

// names are the names of the input with the patterns resolved.
func (in Input) names() ([]string, error) {
	var names []string
	stdin := false
	for _, name := range in.Names {
		switch {
		case name == "-" && (stdin || in.Stdin == nil):
			return nil, errors.New("standard input can be read once")
		case name == "-":
			stdin = true
		case strings.HasPrefix(name, "http://"), strings.HasPrefix(name, "https://"):
			return nil, fmt.Errorf("%s is no file, and nothing is fetched from the network", name)
		}
		if _, err := os.Lstat(name); name != "-" && err != nil {
			matches, globErr := filepath.Glob(name)
			if globErr != nil || len(matches) == 0 {
				return nil, unopened(name, err)
			}
			names = append(names, matches...)
			continue
		}
		names = append(names, name)
	}
	return names, nil
}

// unopened is the error for a name that nothing can be opened by.
func unopened(name string, err error) error {
	var at *fs.PathError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("the file %q does not exist", name)
	case errors.As(err, &at):
		return fmt.Errorf("%s cannot be opened: %w", Visible(name), at.Err)
	default:
		return fmt.Errorf("%s cannot be opened: %w", Visible(name), err)
	}
}

// named reads what the user named: a link may lead anywhere, a pipe is read to its end.
func (w *walk) named(in Input, name string) error {
	if name == "-" {
		return w.content(in.Stdin, source{name: StdinName})
	}
	file, err := os.Open(name)
	if err != nil {
		return unopened(name, err)
	}
	defer func() { _ = file.Close() }()
	info, err := file.Stat()
	if err != nil {
		return unopened(name, err)
	}
	if info.IsDir() {
		return w.folder(name)
	}
	return w.file(file, info, source{name: Visible(name)})
}

// file reads an open file of the file system.
func (w *walk) file(file fs.File, info fs.FileInfo, s source) error {
	if info.Mode().IsRegular() {
		s.modTime = info.ModTime()
		s.size = info.Size()
		s.random, _ = file.(io.ReaderAt)
	}
	return w.content(file, s)
}
