package files

import (
	"context"
	"errors"
	"fmt"
	"io"
)

// Limits bound what an input can unfold to. They are far above every dump that a cluster
// can fill, and there to stop archives that were made to fill a machine.
type Limits struct {
	// Bytes is how many bytes may come out of all archives together.
	Bytes int64
	// Entries is how many files the folders and archives may have together.
	Entries int
	// Depth is how many archives may be nested, a compression counting as one.
	Depth int
	// Held is how many bytes of an archive that cannot be read as a stream may be held in
	// memory together: a zip archive on standard input or in another archive.
	Held int64
}

// DefaultLimits are 16 GiB, a million entries, a nesting of 6, and 64 MiB in memory.
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

// errSpent is what every further read returns once a limit is reached.
var errSpent = errors.New("the limit was reached before")

// meter counts what is read, over all files of an input.
type meter struct {
	ctx      context.Context
	limits   Limits
	progress func(string)
	entries  int
	unfolded int64
	// held are the bytes of archives in memory.
	held  int64
	spent bool
}

// stopped is the context's error.
func (m *meter) stopped() error { return m.ctx.Err() }

// entry counts a file of a folder or an archive; its error says that there are too many.
func (m *meter) entry() error {
	if m.entries++; m.entries > m.limits.Entries {
		m.spent = true
		return fmt.Errorf("has more than %d files, where reading stops", m.limits.Entries)
	}
	if m.progress != nil && m.entries%tellEachFile == 0 {
		m.progress(fmt.Sprintf("reading, %d files so far", m.entries))
	}
	return m.ctx.Err()
}

// unfold is a reader of what a compressed stream unfolds to, which the limit counts.
func (m *meter) unfold(r io.Reader) io.Reader { return &unfolding{Reader: r, meter: m} }

type unfolding struct {
	io.Reader
	meter *meter
}

func (u *unfolding) Read(p []byte) (int, error) {
	if u.meter.spent {
		return 0, errSpent
	}
	if err := u.meter.stopped(); err != nil {
		return 0, err
	}
	n, err := u.Reader.Read(p)
	err = damage(err)
	if u.meter.unfolded += int64(n); u.meter.unfolded > u.meter.limits.Bytes {
		u.meter.spent = true
		return 0, fmt.Errorf("the archives unfold to more than %s, where reading stops: unpack them, and give the files with nodes and events", amount(u.meter.limits.Bytes))
	}
	return n, err //nolint:wrapcheck // a reader passes errors on as they are
}

// watch is a reader of an outermost stream: it ends with the context and tells the
// progress. A size of 0 is not known.
func (m *meter) watch(r io.Reader, name string, size int64) io.Reader {
	return &watched{Reader: r, meter: m, name: name, size: size}
}

type watched struct {
	io.Reader
	meter      *meter
	name       string
	size, read int64
	told       int64
}

// tellEach is how many bytes are read between two words of progress, tellEachFile how many
// files of folders and archives.
const (
	tellEach     = 8 << 20
	tellEachFile = 1000
)

func (w *watched) Read(p []byte) (int, error) {
	if err := w.meter.ctx.Err(); err != nil {
		return 0, err
	}
	n, err := w.Reader.Read(p)
	if w.read += int64(n); w.meter.progress != nil && w.read-w.told >= tellEach {
		w.told = w.read
		w.meter.progress(w.line())
	}
	return n, err //nolint:wrapcheck // a reader passes errors on as they are
}

func (w *watched) line() string {
	if w.size == 0 {
		return fmt.Sprintf("reading, %s so far: %s", amount(w.read), w.name)
	}
	return fmt.Sprintf("reading, %d%% of %s: %s", min(100, 100*w.read/w.size), amount(w.size), w.name)
}

// amount writes a number of bytes for a reader.
func amount(n int64) string {
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
