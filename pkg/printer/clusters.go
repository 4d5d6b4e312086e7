package printer

import (
	"fmt"
	"io"
	"strconv"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/clean"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/layout"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/wording"
)

// Clusters prints the diagnoses of several clusters: a sentence that counts, a table of the
// clusters, those that could not be read, and then what Overview prints of each under the
// name of its context, with the reach at the same index of reaches. Without headers the names
// of the contexts stay: a node is known by both names. It returns the error of the writer.
func Clusters(w io.Writer, l *diagnosis.List, reaches []Reach, s Style) error {
	return clusters(w, l, s, func(i int) error {
		if err := heading(w, &l.Items[i], s); err != nil {
			return err
		}
		return Overview(w, &l.Items[i], wording.ReachAt(reaches, i), s)
	})
}

// clusters prints what was counted in all clusters, and then what one prints of each.
func clusters(w io.Writer, l *diagnosis.List, s Style, one func(i int) error) error {
	admitted := clean.Copy(*l, nil)
	p := newPage(s)
	if !p.NoHeaders {
		p.Prose(inks[wording.ListTone(l)], "", wording.ListVerdict(l))
		p.Blank()
	}
	if err := p.clusters(&admitted); err != nil {
		return err
	}
	p.Blank()
	for _, e := range admitted.Errors {
		p.Prose(layout.Warn, "NOT SEEN: ", "context "+e.Context+": "+wording.Sentence(e.Message))
	}
	if err := p.Flush(w); err != nil {
		return err
	}
	for i := range l.Items {
		if err := one(i); err != nil {
			return err
		}
	}
	return nil
}

// heading prints the name of a cluster above what is said of it.
func heading(w io.Writer, d *diagnosis.Diagnosis, s Style) error {
	p := newPage(s)
	p.Put(layout.Head, "=== "+clean.Line(d.Context)+" ===")
	if _, err := io.WriteString(w, "\n"); err != nil {
		return fmt.Errorf("writing the result: %w", err)
	}
	return p.Flush(w)
}

// clusters adds one row per cluster, also for those that could not be read.
func (p *page) clusters(l *diagnosis.List) error {
	g := layout.Grid{Header: []string{"CONTEXT", "NODES", "NOTREADY", "LISTED", "REMOVED", "READ"}}
	unknown := layout.OneLine("?", layout.Warn)
	for i := range l.Items {
		d := &l.Items[i]
		s, read := d.Summary, plain("all")
		if len(d.Gaps) > 0 {
			read = layout.OneLine("in part", layout.Warn)
		}
		row := []layout.Cell{plain(d.Context), unknown, unknown}
		if s.Total >= 0 {
			row[1], row[2] = plain(strconv.Itoa(s.Total)), plain(strconv.Itoa(s.NotReady+s.Unread))
		}
		g.Rows = append(g.Rows, append(row, countCell(s.Listed), countCell(s.Removed), read))
	}
	for _, e := range l.Errors {
		g.Rows = append(g.Rows, []layout.Cell{
			plain(e.Context), unknown, unknown, unknown, unknown, layout.OneLine("no", layout.Warn),
		})
	}
	return p.Table(0, g)
}

// countCell returns a count in a cell, in colour when it is not 0.
func countCell(n int) layout.Cell {
	if n == 0 {
		return plain("0")
	}
	return layout.OneLine(strconv.Itoa(n), layout.Bad)
}
