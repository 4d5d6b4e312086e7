package logs

import (
	"fmt"
	"slices"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/history"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/kubeevents"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// Result is a table that answers a query.
type Result struct {
	Columns []string
	Rows    [][]any
}

// Collection returns what there is of the tables that keep the past: one that the result does not have is missing.
func (r Result) Collection() (sources []history.Source, fault error) {
	sources = []history.Source{{Name: history.KubeEvents, State: history.Missing}, {Name: history.NodeInventory, State: history.Missing}}
	for _, cells := range r.Rows {
		s, ok, err := kubeevents.NewRow(r.Columns, cells).Collected()
		if err != nil {
			return nil, fmt.Errorf("a row of the answer cannot be read: %w", err)
		}
		if i := slices.IndexFunc(sources, func(o history.Source) bool { return ok && o.Name == s.Name }); i >= 0 {
			sources[i] = s
		}
	}
	return sources, nil
}

// AddTo adds what the rows of a query say to the evidence: events, or times in which nodes were Ready or not. What
// cannot be read, or was left out, is a Gap.
func (r Result) AddTo(e *history.Evidence, q Query) {
	limit, faults := MaxEvents, []error{}
	if q.Table == history.NodeInventory {
		limit = MaxSpans
	}
	for _, cells := range r.Rows {
		if err := addRow(e, q.Table, kubeevents.NewRow(r.Columns, cells)); err != nil {
			faults = append(faults, err)
		}
	}
	if len(faults) > 0 {
		e.Gaps = snapshot.Gap{
			Source: snapshot.SourceAzure, Subjects: []string{fmt.Sprintf("%d of %d rows of %s", len(faults), len(r.Rows), q.Table)},
			Reason: "They cannot be read. The first: " + snapshot.OneLine(faults[0].Error()) + ".",
		}.AddTo(e.Gaps)
	}
	if len(r.Rows) >= limit {
		e.Gaps = snapshot.Gap{
			Source: snapshot.SourceAzure, Subjects: []string{"the older part of " + q.Subject},
			Reason: fmt.Sprintf("Only the newest %d rows are read.", limit), Action: Shorter,
		}.AddTo(e.Gaps)
	}
}

// addRow adds what one row says. The error is why it cannot be read.
func addRow(e *history.Evidence, table history.SourceName, row kubeevents.Row) error {
	if table == history.NodeInventory {
		span, err := row.NodeSpan()
		if span != nil {
			e.Inventory = append(e.Inventory, *span)
		}
		return err //nolint:wrapcheck // the gap says what it is
	}
	event, err := row.NodeEvent()
	if event != nil {
		e.Events = append(e.Events, event)
	}
	return err //nolint:wrapcheck // the gap says what it is
}
