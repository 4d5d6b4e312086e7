package cmd

import (
	"context"
	"fmt"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair"
)

// run reads once, diagnoses, prints, and says by its error how the program ends. The
// table is loaded before anything is read, so that a fault in it costs no request.
func (o *diagnoseOptions) run(ctx context.Context, sys System) error {
	table, err := o.knowledge.table(sys)
	if err != nil {
		return err
	}
	if o.several != nil {
		return o.runSeveral(ctx, sys, table)
	}
	snapshot, err := o.source.Snapshot(ctx)
	o.progress.clear()
	if err != nil {
		return err
	}
	d := repair.Diagnose(snapshot, table, o.options)
	if err := o.output(sys.Streams.Out, d, table); err != nil {
		return fmt.Errorf("writing the diagnosis: %w", err)
	}
	for _, gap := range d.Gaps {
		fmt.Fprintf(sys.Streams.ErrOut, "warning: not seen: %s: %s\n", printer.Clean(gap.Subject), printer.Clean(gap.Reason))
	}
	switch {
	case len(d.Gaps) > 0:
		return errGaps
	case o.exitCode && len(d.Findings) > 0:
		return errFindings
	default:
		return nil
	}
}
