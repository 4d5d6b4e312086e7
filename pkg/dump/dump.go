package dump

import (
	"context"
	"fmt"
	"io"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/dump/files"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// takeDump is how a complete dump is made.
const takeDump = `Make the dump with "kubectl get nodes,events -A -o json".`

// Dump is the source that reads files: what kubectl wrote with -o json or -o yaml, the
// folders of "kubectl cluster-info dump" and must-gathers, support bundles as archives,
// exports of the table KubeEvents of Log Analytics, and saved evidence. The packages files
// and records below this one know the forms; what is told apart is what is in the bytes,
// not the name.
type Dump struct {
	// Filenames are files, folders (read with their subfolders), patterns, and "-" for Stdin.
	Filenames []string
	Stdin     io.Reader
	// Selection says which nodes are taken from the dump.
	Selection snapshot.Selection
	// At, if set, is the snapshot's TakenAt. Otherwise it is the newest time in the dump, or
	// the newest modification time of its files where the dump has no time or later ones.
	At time.Time
	// Impact asks for what is on the nodes that are not Ready, if the dump has it.
	Impact bool
	// Keep is for a snapshot that is kept as evidence: objects have all their metadata but
	// the managers of fields. Otherwise they have what a diagnosis looks at and no more,
	// which bounds the memory that those with big annotations take.
	Keep bool
	// Progress, if set, is told what is being read, in short lines without a line end.
	Progress func(string)
}

// Snapshot reads the dump, as a stream: what it holds in memory are the nodes and the
// events about them. It returns an error for a file that cannot be opened, for a dump that
// has neither a node nor an event about one, which then says what was wrong with each file,
// and for one that has no time at all while At is not set. What was wrong with a part of
// the dump is a Gap.
func (d Dump) Snapshot(ctx context.Context) (*snapshot.Snapshot, error) {
	selector, err := d.Selection.LabelSelector()
	if err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("reading %s was stopped: %w", d.origin(), err)
	}
	type outcome struct {
		reading *reading
		err     error
	}
	// Reading standard input cannot be interrupted: a goroutine keeps waiting for it, so
	// that the caller does not have to. It ends with the input.
	done := make(chan outcome, 1)
	go func() {
		r, err := d.read(ctx)
		done <- outcome{r, err}
	}()
	select {
	case <-ctx.Done():
		return nil, fmt.Errorf("reading %s was stopped: %w", d.origin(), ctx.Err())
	case o := <-done:
		switch {
		case o.err != nil && ctx.Err() != nil:
			return nil, fmt.Errorf("reading %s was stopped: %w", d.origin(), ctx.Err())
		case o.err != nil:
			return nil, fmt.Errorf("cannot read the dump: %w", o.err)
		case o.reading.found.manifest != nil:
			return d.replay(o.reading)
		}
		return d.snapshot(o.reading, selector)
	}
}

// origin names the files.
func (d Dump) origin() snapshot.Origin {
	names := make([]string, 0, len(d.Filenames))
	for _, name := range d.Filenames {
		if name == "-" {
			name = files.StdinName
		}
		names = append(names, files.Visible(name))
	}
	return snapshot.Origin{Files: names}
}
