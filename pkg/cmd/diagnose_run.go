package cmd

import (
	"context"
	"fmt"
	"io"
	"slices"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// run reads once, diagnoses, prints, and says by its error how the program ends. The
// table is loaded before anything is read, so that a fault in it costs no request.
func (o *diagnoseOptions) run(ctx context.Context, sys System) error {
	table, err := o.knowledge.table(sys)
	if err != nil {
		return err
	}
	if err := o.keep.begin(o.random, table.Entries()); err != nil {
		return err
	}
	if o.keep.redact && slices.ContainsFunc(table.Entries(), own) {
		fmt.Fprintln(sys.Streams.ErrOut, "note: the texts of your own knowledge are printed as they are, and their words stay in other texts")
	}
	if o.several != nil {
		return o.runSeveral(ctx, sys, table)
	}
	if o.watch != nil {
		return o.runWatch(ctx, sys, table)
	}
	snapshot, err := o.source.Snapshot(ctx)
	o.progress.clear()
	if err != nil {
		return err
	}
	saySavedBy(sys.Streams.ErrOut, snapshot.SavedBy)
	snapshot = o.keep.shown(snapshot)
	if o.options, err = o.keep.options(o.options, snapshot); err != nil {
		return err
	}
	d := repair.Diagnose(snapshot, table, o.options)
	o.keep.mark(d, o.reach)
	kept := o.keep.keep(sys.Streams.ErrOut, snapshot, d, o.options)
	if len(d.Findings)+len(d.Gaps) > 0 || len(d.NotFound) == 0 {
		if err := o.output(sys.Streams.Out, d, table); err != nil {
			return fmt.Errorf("writing the diagnosis: %w", err)
		}
	}
	if !o.forPeople {
		sayGaps(sys.Streams.ErrOut, "", d.Gaps)
	}
	switch {
	case kept != nil:
		return kept
	case len(d.NotFound) > 0:
		return notFound(d.NotFound, "")
	case len(d.Gaps) > 0:
		return errGaps
	case o.exitCode && d.Problems() > 0:
		return errFindings
	default:
		return nil
	}
}

// sayGaps warns of what is not in a result that has no place for sentences. Text for
// people says it where it belongs.
func sayGaps(w io.Writer, prefix string, gaps []snapshot.Gap) {
	for _, line := range printer.NotSeen(gaps) {
		fmt.Fprintln(w, printer.Clean("warning: not seen: "+prefix+line))
	}
}

// notFound is the error for names that were asked for and lead nowhere; where says, after a
// blank, in what they were looked for if that is not all there is.
func notFound(names []string, where string) error {
	if len(names) == 1 {
		return fmt.Errorf("there is no node %q%s, and no event about one of that name is left", names[0], where)
	}
	return fmt.Errorf("there are no nodes %q%s, and no events about nodes of these names are left", names, where)
}
