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

// Dump is the source that reads files: what kubectl wrote with -o json or -o yaml, the folders
// of "kubectl cluster-info dump" and must-gathers, support bundles as archives, exports of the
// Log Analytics table KubeEvents, and saved evidence. The packages files and records recognise
// a form by its bytes, not by the name of the file.
type Dump struct {
	// Filenames are files, folders (read with their subfolders), patterns, and "-" for Stdin.
	Filenames []string
	Stdin     io.Reader
	// Selection says which nodes are taken from the dump.
	Selection snapshot.Selection
	// At, if set, becomes the snapshot's TakenAt. Otherwise TakenAt is what package clock estimates
	// from the times in the dump and those of its files.
	At time.Time
	// Now is the clock from which the ages on a page are counted that shows no time and comes from
	// no file. Without it such a page has no times.
	Now func() time.Time
	// Impact asks for what is on the nodes that are not Ready, if the dump has it.
	Impact bool
	// Keep is for a snapshot that is saved as evidence: objects keep all their metadata except
	// managedFields. Otherwise they keep only what a diagnosis reads, which bounds the memory
	// for objects with big annotations.
	Keep bool
	// Progress, if set, gets short lines, without a line end, about what is being read.
	Progress func(string)
}

// Snapshot reads the dump as a stream; it holds only the nodes and the events about them in
// memory. It returns an error for a file that cannot be opened, for a dump that has neither a
// node nor an event about one (the error then names the fault of each file), and for a dump
// without any time while At is not set. A fault in a part of the dump is a Gap.
func (d Dump) Snapshot(ctx context.Context) (*snapshot.Snapshot, error) {
	selector, err := d.Selection.LabelSelector()
	if err != nil {
		return nil, err
	}
	r, err := d.readWhole(ctx)
	switch {
	case err != nil:
		return nil, err
	case r.collector.manifest != nil:
		return d.replay(r)
	default:
		return d.snapshot(r, selector)
	}
}

// readWhole is read, which ends with its context.
func (d Dump) readWhole(ctx context.Context) (*dumpReader, error) {
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("reading %s was stopped: %w", d.origin(), err)
	}
	type outcome struct {
		reading *dumpReader
		err     error
	}
	// A read of standard input cannot be interrupted. This goroutine waits for it, so that the
	// caller does not have to, and ends with the input.
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
		}
		return o.reading, nil
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
