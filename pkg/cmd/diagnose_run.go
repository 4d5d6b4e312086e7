package cmd

import (
	"context"
	"fmt"
	"io"
	"slices"
	"sync"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cluster/sent"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// result holds the diagnoses of the clusters that were asked for.
type result struct {
	list *diagnosis.List
	// reaches lead back to the items of the list, in its order.
	reaches []printer.Reach
	// alone is true for one cluster that was not asked for as a list.
	alone bool
	// named is how many nodes the one cluster was, or had been, asked for by name; 0 is all.
	named int
}

// run reads, examines, prints, and says by its error how the program ends. The table is loaded while the server answers,
// after files have been read, and before anything is read where reading needs it or where it can have a fault, which costs
// no request then.
func (o *diagnoseOptions) run(ctx context.Context, sys System) error {
	load := sync.OnceValues(func() (*knowledge.Table, error) { return o.knowledge.table(sys) })
	if len(o.knowledge.paths(sys)) > 0 || o.door.redact || o.watch != nil || len(o.enrichers) > 0 {
		table, err := load()
		if err != nil {
			return err
		}
		if err := o.use(sys, table); err != nil {
			return err
		}
		if o.watch != nil {
			return o.runWatch(ctx, sys, table)
		}
	}
	read := o.door.read(sent.Then(ctx, func() {
		if table, err := load(); err == nil {
			table.Prepare()
		}
	}), o.clusters, o.enrichers)
	o.progress.clear()
	o.azure.Say(sys.Streams.ErrOut, !o.door.redact)
	if !o.list && read[0].err != nil {
		return read[0].err
	}
	if err := o.savedOptions(sys, read[0].snapshot); err != nil {
		return err
	}
	table, err := load()
	if err != nil {
		return err
	}
	r := o.examine(read, table)
	saved := o.save(sys, read, r)
	if err := o.print(sys, r, table); err != nil {
		return err
	}
	o.azure.Hint(sys.Streams.ErrOut, sys.Terminal, r.list)
	switch {
	case saved != nil:
		return saved
	case o.list && ctx.Err() != nil:
		return fmt.Errorf("reading the clusters was stopped: %w", ctx.Err())
	default:
		return o.status(r.list)
	}
}

// use gives the table to what needs it while reading.
func (o *diagnoseOptions) use(sys System, table *knowledge.Table) error {
	if err := o.door.open(table); err != nil {
		return err
	}
	if o.door.redact && slices.ContainsFunc(table.Entries(), own) {
		fmt.Fprintln(sys.Streams.ErrOut, "note: the texts of your own knowledge are printed as they are, and their words stay in other texts")
	}
	o.azure.Use(table, o.options)
	return nil
}

// savedOptions takes over the options that a single snapshot was saved with.
func (o *diagnoseOptions) savedOptions(sys System, s *snapshot.Snapshot) (err error) {
	if o.list {
		return nil
	}
	saySavedBy(sys.Streams.ErrOut, s.SavedBy)
	o.options, err = o.keep.options(o.options, s)
	return err
}

// examine makes the diagnoses of what was read, in its order.
func (o *diagnoseOptions) examine(read []passage, table *knowledge.Table) result {
	r := result{list: diagnosis.NewList(), alone: !o.list}
	var contexts []string
	var examined []*repair.Examination
	for _, p := range read {
		if r.alone {
			r.named = len(p.snapshot.Selection.Names)
		}
		if p.err != nil {
			r.list.Fail(p.context, p.err)
			continue
		}
		contexts, r.reaches = append(contexts, p.context), append(r.reaches, p.reach)
		examined = append(examined, repair.Examine(p.snapshot, table, o.options))
	}
	for i, d := range repair.Settle(examined) {
		r.list.Add(contexts[i], d)
	}
	return r
}

// save keeps the evidence of a single cluster, if that was asked for.
func (o *diagnoseOptions) save(sys System, read []passage, r result) error {
	if o.list {
		return nil
	}
	return o.keep.keep(sys.Streams.ErrOut, read[0].snapshot, &r.list.Items[0], o.options, o.door)
}

// print writes the result, unless all it says is that there are no such nodes.
func (o *diagnoseOptions) print(sys System, r result, table *knowledge.Table) error {
	if d := r.list.Items; o.list || len(d[0].Findings)+len(d[0].Gaps) > 0 || len(d[0].NotFound) == 0 {
		if err := o.output(sys.Streams.Out, r, table); err != nil {
			return fmt.Errorf("writing the diagnosis: %w", err)
		}
	}
	if !o.forPeople {
		sayUnseen(sys.Streams.ErrOut, r)
	}
	return nil
}

// status returns the error by which the program ends: as for the worst of the clusters.
func (o *diagnoseOptions) status(l *diagnosis.List) error {
	switch {
	case len(l.NotFound()) > 0 && len(l.Errors) > 0:
		return notFound(l.NotFound(), " in the clusters that could be read")
	case len(l.NotFound()) > 0:
		return notFound(l.NotFound(), "")
	case !l.Complete() || o.azure.Lacks(l):
		return errGaps
	case o.exitCode && l.Findings() > 0:
		return errFindings
	default:
		return nil
	}
}

// own reports whether an entry is the user's.
func own(e *knowledge.Entry) bool { return e.Source != knowledge.BuiltIn }

// sayUnseen warns of each cluster and each part of one that is not in the result. Text for
// people says it where it belongs.
func sayUnseen(w io.Writer, r result) {
	for _, e := range r.list.Errors {
		fmt.Fprintf(w, "warning: not seen: context %s: %s\n", printer.Clean(e.Context), printer.Clean(e.Message))
	}
	for i := range r.list.Items {
		prefix := ""
		if d := &r.list.Items[i]; !r.alone {
			prefix = "context " + d.Context + ": "
		}
		for _, line := range printer.NotSeen(r.list.Items[i].Gaps) {
			fmt.Fprintln(w, printer.Clean("warning: not seen: "+prefix+line))
		}
	}
}

// notFound returns the error for names that were asked for and do not exist; where is empty,
// or a space and the part of the clusters that was searched.
func notFound(names []string, where string) error {
	if len(names) == 1 {
		return fmt.Errorf("there is no node %q%s, and no event about one of that name is left", names[0], where)
	}
	return fmt.Errorf("there are no nodes %q%s, and no events about nodes of these names are left", names, where)
}
