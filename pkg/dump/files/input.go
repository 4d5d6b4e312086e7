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

// StdinName is the name of standard input in messages.
const StdinName = "standard input"

// File is one text of the input.
type File struct {
	// Reader returns the text as UTF-8 without a byte order mark. The handler reports its
	// errors, such as that of a truncated archive.
	io.Reader
	// Name says where the text is: "dump.tgz: cluster/nodes.json".
	Name string
	// ModTime is when the text was last written; zero if that is unknown.
	ModTime time.Time
	// Discovered is true for a file of a folder or an archive, which the user did not name.
	Discovered bool
}

// Handler receives the texts and the faults of an input.
type Handler interface {
	// Text receives a text. Its error ends the read and is returned by Read.
	Text(f File) error
	// Fault receives an error for something that was not read, or not to its end. The error is
	// a sentence without a full stop.
	Fault(where string, err error)
}

// Input says what to read.
type Input struct {
	// Names are files, folders (read with their subfolders), patterns, and "-" for Stdin.
	Names []string
	Stdin io.Reader
	// Limits bound the unpacked data; a zero field means that of DefaultLimits.
	Limits Limits
	// Progress, if set, gets a short line now and then about what is being read.
	Progress func(string)
}

// Read passes all texts of the input to the handler and returns how many files of folders and
// archives it skipped because they cannot be dumps. It returns an error for a name that cannot
// be opened, the error of the handler, and that of the context.
func (in Input) Read(ctx context.Context, v Handler) (passed int, err error) {
	names, err := in.names()
	if err != nil {
		return 0, err
	}
	w := &inputWalker{handler: v, meter: meter{ctx: ctx, limits: in.Limits.orDefault(), progress: in.Progress}}
	for _, name := range names {
		if err := w.readNamed(in, name); err != nil {
			return w.skippedFiles, err
		}
	}
	return w.skippedFiles, ctx.Err()
}

// inputWalker is the state of one Read.
type inputWalker struct {
	meter
	handler      Handler
	skippedFiles int
}

// names returns the names of the input with patterns expanded.
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
				if strings.ContainsAny(name, "*?") && !errors.Is(err, fs.ErrPermission) {
					err = fs.ErrNotExist // Windows says that no file can have such a name
				}
				return nil, openError(name, err)
			}
			names = append(names, matches...)
			continue
		}
		names = append(names, name)
	}
	return names, nil
}

// openError returns the error for a name that cannot be opened.
func openError(name string, err error) error {
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

// readNamed reads what the user named. A link may lead anywhere; a pipe is read to its end.
func (w *inputWalker) readNamed(in Input, name string) error {
	if name == "-" {
		return w.readContent(in.Stdin, source{name: StdinName})
	}
	file, err := os.Open(name)
	if err != nil {
		return openError(name, err)
	}
	defer func() { _ = file.Close() }()
	info, err := file.Stat()
	if err != nil {
		return openError(name, err)
	}
	if info.IsDir() {
		return w.readFolder(name)
	}
	return w.readFile(file, info, source{name: Visible(name)})
}

// readFile reads an open file of the file system.
func (w *inputWalker) readFile(file fs.File, info fs.FileInfo, s source) error {
	if info.Mode().IsRegular() {
		s.modTime = info.ModTime()
		s.size = info.Size()
		s.readerAt, _ = file.(io.ReaderAt)
	}
	return w.readContent(file, s)
}
