package cmd

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cmd/ask"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/redact"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// maxClusters is how many clusters are read at once. Some of a long list cannot be reached
// as a rule, and each of those keeps its place until its connection has timed out: there is
// room for many.
const maxClusters = 32

// door is the one way from a source into the program. With --redact it replaces names and
// unknown words in everything that passes; nothing else has to know about the flag.
type door struct {
	// redact is the flag.
	redact bool
	random io.Reader
	// contexts returns the names of the contexts of the kubeconfig, as far as it can be read.
	contexts func() []string
	// redactor is set once names are replaced.
	redactor *redact.Redactor
}

// passage is the result of reading one cluster, as it may be shown.
type passage struct {
	context  string
	snapshot *snapshot.Snapshot
	// err is why there is no snapshot.
	err error
	// reach is empty where names are replaced, for it is made of names.
	reach printer.Reach
}

// open makes the redactor, if one was asked for, with a vocabulary of what the table says.
func (d *door) open(table *knowledge.Table) error {
	if !d.redact {
		return nil
	}
	random := d.random
	if random == nil {
		random = rand.Reader
	}
	words, err := table.Vocabulary()
	if err != nil {
		return err
	}
	if d.redactor, err = redact.New(random, words...); err != nil {
		return err
	}
	if d.contexts != nil {
		for _, name := range d.contexts() {
			d.redactor.Context(name)
		}
	}
	return nil
}

// read reads clusters side by side and has facts added to them. They pass the door one after the other, so that the
// same names have the same tokens in each run.
func (d *door) read(ctx context.Context, clusters []clusterSource, enrichers []snapshot.Enricher) []passage {
	all := make([]passage, len(clusters))
	var group errgroup.Group
	group.SetLimit(maxClusters)
	for i, c := range clusters {
		if all[i].err = c.err; c.err != nil {
			continue
		}
		group.Go(func() error {
			all[i].snapshot, all[i].err = c.source.Snapshot(ctx)
			if all[i].err == nil {
				enrich(ctx, all[i].snapshot, enrichers)
			}
			return nil
		})
	}
	_ = group.Wait() // the failures are kept one by one
	for i, c := range clusters {
		all[i].context, all[i].reach = c.context, c.reach
		if d.redactor == nil {
			continue
		}
		all[i].reach = printer.Reach{}
		if c.context != "" {
			all[i].context = d.redactor.Context(c.context)
		}
		if all[i].err = d.hide(all[i].err); all[i].err == nil {
			all[i].snapshot = d.redactor.Snapshot(all[i].snapshot)
		}
	}
	return all
}

// enrich adds facts of other sources. Saved evidence has those of its own time.
func enrich(ctx context.Context, s *snapshot.Snapshot, enrichers []snapshot.Enricher) {
	if s.Settings != nil {
		return
	}
	for _, e := range enrichers {
		e.Enrich(ctx, s)
	}
}

// watched is a watcher whose snapshots pass the door.
type watched struct {
	watcher
	door *door
	late *ask.Late
	// ctx is that of the watch, with which is asked what is asked later.
	ctx context.Context //nolint:containedctx // Snapshot has none
}

// Start starts the watcher, and has facts added once: other sources are not asked each second.
func (w *watched) Start(ctx context.Context) error {
	if err := w.watcher.Start(ctx); err != nil {
		return err //nolint:wrapcheck // it is a sentence
	}
	w.ctx = ctx
	w.late.Start(ctx, w.watcher.Snapshot())
	return nil
}

// watcher returns a watcher whose snapshots have passed and have the facts of the enrichers, which are asked about a node
// that is NotReady for longer than a time.
func (d *door) watcher(w watcher, enrichers []snapshot.Enricher, after time.Duration) watcher {
	return &watched{watcher: w, door: d, late: ask.NewLate(enrichers, after)}
}

// Snapshot returns the cluster as it is known now, as it may be shown.
func (w *watched) Snapshot() *snapshot.Snapshot {
	s := *w.watcher.Snapshot()
	w.late.Add(w.ctx, &s)
	if w.door.redactor == nil {
		return &s
	}
	return w.door.redactor.Snapshot(&s)
}

// hide returns an error as it may be shown. One that has passed the door stays as it is.
func (d *door) hide(err error) error {
	var hidden redactedError
	if err == nil || !d.redact || errors.As(err, &hidden) {
		return err
	}
	if d.redactor == nil { // an error that was met before the table was read
		table, failed := knowledge.Builtin()
		if failed == nil {
			failed = d.open(table)
		}
		if failed != nil {
			return failed
		}
	}
	return redactedError{error: err, text: d.redactor.Text(err.Error())}
}

// redactedError is an error whose text is redacted.
type redactedError struct {
	error
	text string
}

func (e redactedError) Error() string { return e.text }

func (e redactedError) Unwrap() error { return e.error }

// notes returns the writer of notes that are made of names, such as the warnings of a
// server: with --redact they are discarded.
func (d *door) notes(w io.Writer) io.Writer {
	if d.redact {
		return io.Discard
	}
	return w
}

// progress is show, or what has no names.
func (d *door) progress(show func(string)) func(string) {
	if !d.redact {
		return show
	}
	return func(string) { show("reading ...") }
}

// name returns a name that the user gave, or what stands for it.
func (d *door) name(name, instead string) string {
	if d.redact {
		return instead
	}
	return name
}
