package cmd

import (
	"context"
	"fmt"
	"io"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// maxClusters is how many clusters are read at once. Some of a long list cannot be reached
// as a rule, and each of those keeps its place until its connection has timed out: there is
// room for many.
const maxClusters = 32

// showFunc is told what is being done for a context.
type showFunc func(context, line string)

// severalOptions are what runSeveral needs beside the options for one cluster.
type severalOptions struct {
	clusters []clusterSource
	output   listOutput
}

// runSeveral reads the clusters side by side, prints one result, and says by its error how
// the program ends: as for the worst of them. When the user interrupts it, it prints what
// it has.
func (o *diagnoseOptions) runSeveral(ctx context.Context, sys System, table *knowledge.Table) error {
	list := o.diagnoseAll(ctx, table)
	o.progress.clear()
	if err := o.several.output(sys.Streams.Out, list, table); err != nil {
		return fmt.Errorf("writing the diagnoses: %w", err)
	}
	if !o.forPeople {
		sayUnseen(sys.Streams.ErrOut, list)
	}
	switch {
	case ctx.Err() != nil:
		return fmt.Errorf("reading the clusters was stopped: %w", ctx.Err())
	case len(list.NotFound()) > 0 && len(list.Errors) > 0:
		return notFound(list.NotFound(), " in the clusters that could be read")
	case len(list.NotFound()) > 0:
		return notFound(list.NotFound(), "")
	case !list.Complete():
		return errGaps
	case o.exitCode && list.Findings() > 0:
		return errFindings
	default:
		return nil
	}
}

// diagnoseAll has every cluster of the options in the list, in their order.
func (o *diagnoseOptions) diagnoseAll(ctx context.Context, table *knowledge.Table) *repair.DiagnosisList {
	snapshots := make([]*snapshot.Snapshot, len(o.several.clusters))
	failures := make([]error, len(o.several.clusters))
	var group errgroup.Group
	group.SetLimit(maxClusters)
	for i, c := range o.several.clusters {
		if failures[i] = c.err; c.err != nil {
			continue
		}
		group.Go(func() error {
			snapshots[i], failures[i] = c.source.Snapshot(ctx)
			return nil
		})
	}
	_ = group.Wait() // the failures are kept one by one
	list := repair.NewList()
	for i, c := range o.several.clusters {
		name := o.keep.context(c.context)
		if failures[i] != nil {
			list.Fail(name, o.keep.hide(failures[i], o.random))
			continue
		}
		d := repair.Diagnose(o.keep.shown(snapshots[i]), table, o.options)
		o.keep.mark(d, c.reach)
		list.Add(name, d)
	}
	list.Settle()
	return list
}

// sayUnseen warns of each cluster and each part of one that is not in the result.
func sayUnseen(w io.Writer, list *repair.DiagnosisList) {
	for _, e := range list.Errors {
		fmt.Fprintf(w, "warning: not seen: context %s: %s\n", printer.Clean(e.Context), printer.Clean(e.Message))
	}
	for i := range list.Items {
		sayGaps(w, "context "+list.Items[i].Context+": ", list.Items[i].Gaps)
	}
}

// sharedProgress shows the line of one context at a time.
func sharedProgress(show func(string)) showFunc {
	var mutex sync.Mutex
	return func(context, line string) {
		mutex.Lock()
		defer mutex.Unlock()
		show(context + ": " + line)
	}
}

// lineWriter writes whole texts one after the other, whoever writes them.
type lineWriter struct {
	mutex sync.Mutex
	w     io.Writer
}

func (l *lineWriter) Write(text []byte) (int, error) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return l.w.Write(text)
}
