package printer

import (
	"fmt"
	"io"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/brief"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/clean"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/document"
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
	doc, p := document.Heads(l, nil, nil), newPage(s)
	if !p.NoHeaders {
		p.Prose(brief.CountInk(doc.Tone), "", doc.Verdict)
		p.Blank()
	}
	if err := p.clusters(&doc); err != nil {
		return err
	}
	p.Blank()
	for _, e := range doc.Unread {
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
func (p *page) clusters(doc *document.Document) error {
	g := layout.Grid{Header: []string{"CONTEXT", "NODES", "NOTREADY", "LISTED", "REMOVED", "READ"}}
	for _, r := range doc.Clusters {
		read := plain(r.Read)
		if r.Read != document.ReadAll {
			read = layout.OneLine(r.Read, layout.Warn)
		}
		g.Rows = append(g.Rows, []layout.Cell{
			plain(r.Context), countCell(r.Nodes, layout.Plain), countCell(r.NotReady, layout.Plain), countCell(r.Listed, layout.Head), countCell(r.Removed, layout.Head), read,
		})
	}
	return p.Table(0, g)
}

// countCell returns a count in a cell, in an ink when it is not 0.
func countCell(n string, ink layout.Ink) layout.Cell {
	switch n {
	case "0":
		ink = layout.Plain
	case document.NotKnown:
		ink = layout.Warn
	}
	return layout.OneLine(n, ink)
}
