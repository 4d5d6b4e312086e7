package printer

import (
	"fmt"
	"io"
	"strconv"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
)

// Clusters prints the diagnoses of several clusters: a sentence that counts, a table of the
// clusters, those that could not be read, and then what Overview prints of each under the
// name of its context, with the reach of the same place in reaches. The names stay without headers too: a node is known by both. It
// returns the error of the writer.
func Clusters(w io.Writer, l *diagnosis.List, reaches []Reach, s Style) error {
	admitted := admit(*l, nil)
	p := newPage(s)
	if !p.NoHeaders {
		p.prose(p.listInk(l), "", listVerdict(l))
		p.part()
	}
	if err := p.clusters(&admitted); err != nil {
		return err
	}
	p.part()
	for _, e := range admitted.Errors {
		p.prose(p.warn, "NOT SEEN: ", "context "+e.Context+": "+sentence(e.Message))
	}
	if err := p.flush(w); err != nil {
		return err
	}
	for i := range l.Items {
		heading := newPage(s)
		heading.put(p.head, "=== "+admitted.Items[i].Context+" ===")
		if _, err := io.WriteString(w, "\n"); err != nil {
			return fmt.Errorf("writing the result: %w", err)
		}
		if err := heading.flush(w); err != nil {
			return err
		}
		if err := Overview(w, &l.Items[i], reachOf(reaches, i), s); err != nil {
			return err
		}
	}
	return nil
}

// clusters adds one row per cluster, also for those that could not be read.
func (p *page) clusters(l *diagnosis.List) error {
	g := grid{header: []string{"CONTEXT", "NODES", "NOTREADY", "LISTED", "REMOVED", "READ"}}
	for i := range l.Items {
		d := &l.Items[i]
		s, read := d.Summary, one("all", nil)
		if len(d.Gaps) > 0 {
			read = one("in part", p.warn)
		}
		row := []cell{one(d.Context, nil), one("?", p.warn), one("?", p.warn)}
		if s.Total >= 0 {
			row[1], row[2] = one(strconv.Itoa(s.Total), nil), one(strconv.Itoa(s.NotReady+s.Unread), nil)
		}
		g.rows = append(g.rows, append(row, p.bare(s.Listed), p.bare(s.Removed), read))
	}
	for _, e := range l.Errors {
		g.rows = append(g.rows, []cell{
			one(e.Context, nil), one("?", p.warn), one("?", p.warn), one("?", p.warn), one("?", p.warn), one("no", p.warn),
		})
	}
	return p.table(0, g)
}

// bare is a count in a cell, in colour when there is something to see.
func (p *page) bare(n int) cell {
	if n == 0 {
		return one("0", nil)
	}
	return one(strconv.Itoa(n), p.bad)
}

// NodeArguments are the words of a shell that tell kubectl which node of which cluster is
// meant: "--context=prod node/NAME".
func NodeArguments(d *diagnosis.Diagnosis, node string) string {
	return "--context=" + shellWord(Clean(d.Context)) + " " + shellWord("node/"+Clean(node))
}
