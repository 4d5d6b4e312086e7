package files

import (
	"context"
	"errors"
	"fmt"
	"io"
)

// Limits bound the unpacked size of an input. They are far above the dump of any cluster and
// stop archives that are made to exhaust a computer.
type Limits struct {
	// Bytes is how many bytes all archives together may unpack to.
	Bytes int64
	// Entries is how many files all folders and archives together may have.
	Entries int
	// Depth is how deep archives may be nested; a compression counts as one.
	Depth int
	// Held is how many bytes of archives that cannot be read as a stream may be in memory at
	// once: zip archives on standard input or in another archive.
	Held int64
}

// DefaultLimits returns 16 GiB, a million entries, a nesting of 6, and 64 MiB in memory.
func DefaultLimits() Limits {
	return Limits{Bytes: 16 << 30, Entries: 1_000_000, Depth: 6, Held: 64 << 20}
}

func (l Limits) orDefault() Limits {
	usual := DefaultLimits()
	if l.Bytes == 0 {
		l.Bytes = usual.Bytes
	}
	if l.Entries == 0 {
		l.Entries = usual.Entries
	}
	if l.Depth == 0 {
		l.Depth = usual.Depth
	}
	if l.Held == 0 {
		l.Held = usual.Held
	}
	return l
}

// errLimitReached is the error of every read after a limit was reached.
var errLimitReached = errors.New("the limit was reached before")

// meter counts what is read over all files of an input.
type meter struct {
	ctx      context.Context
	limits   Limits
	progress func(string)
	entries  int
	unfolded int64
	// held is how many bytes of archives are in memory.
	held         int64
	limitReached bool
}

// contextError returns the error of the context.
func (m *meter) contextError() error { return m.ctx.Err() }

// countEntry counts a file of a folder or an archive. It returns an error if there are too
// many.
func (m *meter) countEntry() error {
	if m.entries++; m.entries > m.limits.Entries {
		m.limitReached = true
		return fmt.Errorf("has more than %d files, where reading stops", m.limits.Entries)
	}
	if m.progress != nil && m.entries%progressFiles == 0 {
		m.progress(fmt.Sprintf("reading, %d files so far", m.entries))
	}
	return m.ctx.Err()
}

// countUnfolded returns a reader that counts unpacked bytes against the limit.
func (m *meter) countUnfolded(r io.Reader) io.Reader { return &unfoldedReader{Reader: r, meter: m} }

type unfoldedReader struct {
	io.Reader
	meter *meter
}

func (u *unfoldedReader) Read(p []byte) (int, error) {
	if u.meter.limitReached {
		return 0, errLimitReached
	}
	if err := u.meter.contextError(); err != nil {
		return 0, err
	}
	n, err := u.Reader.Read(p)
	err = describeDamage(err)
	if u.meter.unfolded += int64(n); u.meter.unfolded > u.meter.limits.Bytes {
		u.meter.limitReached = true
		return 0, fmt.Errorf("the archives unfold to more than %s, where reading stops: unpack them, and give the files with nodes and events", formatBytes(u.meter.limits.Bytes))
	}
	return n, err //nolint:wrapcheck // a reader passes errors on as they are
}

// trackProgress returns a reader that ends with the context and reports the progress of an
// outermost stream. A size of 0 is unknown.
func (m *meter) trackProgress(r io.Reader, name string, size int64) io.Reader {
	return &progressReader{Reader: r, meter: m, name: name, size: size}
}

type progressReader struct {
	io.Reader
	meter      *meter
	name       string
	size, read int64
	reported   int64
}

// progressBytes is how many bytes are read between two lines of progress, progressFiles how
// many files of folders and archives.
const (
	progressBytes = 8 << 20
	progressFiles = 1000
)

func (w *progressReader) Read(p []byte) (int, error) {
	if err := w.meter.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := w.Reader.Read(p)
	if w.read += int64(n); w.meter.progress != nil && w.read-w.reported >= progressBytes {
		w.reported = w.read
		w.meter.progress(w.progressLine())
	}
	return n, err //nolint:wrapcheck // a reader passes errors on as they are
}

func (w *progressReader) progressLine() string {
	if w.size == 0 {
		return fmt.Sprintf("reading, %s so far: %s", formatBytes(w.read), w.name)
	}
	return fmt.Sprintf("reading, %d%% of %s: %s", min(100, 100*w.read/w.size), formatBytes(w.size), w.name)
}

// formatBytes formats a number of bytes for a reader.
func formatBytes(n int64) string {
	const unit = 1024
	switch {
	case n >= unit*unit*unit:
		return fmt.Sprintf("%.1f GiB", float64(n)/(unit*unit*unit))
	case n >= unit*unit:
		return fmt.Sprintf("%d MiB", n/(unit*unit))
	default:
		return fmt.Sprintf("%d bytes", n)
	}
}
