package cluster

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/labels"
)

// takeDump is how a complete dump is made.
const takeDump = `Make the dump with "kubectl get nodes,events -A -o json".`

// stdinName is what standard input is called in sentences.
const stdinName = "standard input"

// Dump is the source that reads what "kubectl get nodes,events -A -o json" (or yaml) wrote:
// lists, single objects, several YAML documents, whole folders.
type Dump struct {
	// Filenames are files, folders (read with their subfolders), patterns, and "-" for Stdin.
	Filenames []string
	Stdin     io.Reader
	// Selection says which nodes are taken from the dump.
	Selection Selection
	// At, if set, is the snapshot's TakenAt. Otherwise it is the newest time in the dump
	// or the newest modification time of its files, whichever is later.
	At time.Time
}

// Snapshot reads the dump. It returns an error for a file that cannot be read to its end,
// which names the file and the place, for a dump that has neither a node nor an event
// about one, and for one that has no time at all while At is not set.
func (d Dump) Snapshot(ctx context.Context) (*Snapshot, error) {
	selector, err := d.Selection.labels()
	if err != nil {
		return nil, err
	}
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("reading %s was stopped: %w", d.origin(), err)
	}
	type outcome struct {
		found *found
		err   error
	}
	// Reading standard input cannot be interrupted: a goroutine keeps waiting for it, so
	// that the caller does not have to. It ends with the input.
	done := make(chan outcome, 1)
	go func() {
		found, err := d.read()
		done <- outcome{found, err}
	}()
	select {
	case <-ctx.Done():
		return nil, fmt.Errorf("reading %s was stopped: %w", d.origin(), ctx.Err())
	case o := <-done:
		if o.err != nil {
			return nil, o.err
		}
		return d.snapshot(o.found, selector)
	}
}

// snapshot makes a snapshot of the objects found.
func (d Dump) snapshot(f *found, selector labels.Selector) (*Snapshot, error) {
	nodes, events := f.nodes(), f.nodeEvents()
	if len(nodes) == 0 && len(events) == 0 {
		return nil, fmt.Errorf("%s has no nodes and no events about nodes (%d other objects). %s", d.origin(), f.others, takeDump)
	}
	s := &Snapshot{
		NodesListed:  len(nodes) > 0,
		Events:       events,
		EventsListed: len(f.eventsByKey) > 0,
		TakenAt:      d.At,
		Origin:       d.origin(),
		Selection:    d.Selection,
		Gaps:         f.gaps(),
	}
	if s.TakenAt.IsZero() {
		s.TakenAt = f.newest
	}
	if s.TakenAt.IsZero() {
		return nil, errors.New("the dump says nowhere when it was made: give the time with --at")
	}
	var selected []corev1.Node
	for _, n := range nodes {
		if selector.Matches(labels.Set(n.Labels)) {
			selected = append(selected, n)
		}
	}
	s.Scan = statuses(selected)
	keepOnly(s.Scan, d.Selection.likenesses(s.Scan))
	for _, n := range selected {
		if len(d.Selection.Names) == 0 || d.Selection.wanted(NodeStatus{Name: n.Name}) {
			s.Nodes = append(s.Nodes, n)
		}
	}
	return s, nil
}

// origin names the files.
func (d Dump) origin() string {
	names := make([]string, 0, len(d.Filenames))
	for _, name := range d.Filenames {
		if name == "-" {
			name = stdinName
		}
		names = append(names, name)
	}
	return strings.Join(names, ", ")
}
