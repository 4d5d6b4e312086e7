package brief

import (
	"cmp"
	"io"
	"strconv"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/layout"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/wording"
)

// codeHeader is the column that is cut where a wide table is still too wide.
const codeHeader = "CODE"

// Wide prints what was counted, what could not be seen, the problems, and a wide table of all
// nodes, whatever the height of the terminal. The last columns say of each node what the table of
// problems says: they are left out where they do not fit. It returns the error of the writer.
func Wide(w io.Writer, c Cluster, style layout.Style) error {
	style.Height = 0
	d, s := c.Diagnosis, newScreen(style)
	blocks := []block{s.head(&c.Head), s.gaps(d.Gaps), s.commonCauses(c.Head.CommonCauses)}
	nodes, all, err := s.wideNodes(c)
	if err != nil {
		return err
	}
	if !all && len(d.Groups) > 0 {
		table, err := s.problems(s.rows(c.Head.Lines), detail{whole: true})
		if err != nil {
			return err
		}
		blocks = append(blocks, table.lines(len(table.rows)))
	}
	return s.write(w, append(blocks, nodes, s.hints(&c.Head))...)
}

// wideNodes is the table of nodes, and whether it has all its columns.
func (s screen) wideNodes(c Cluster) (lines block, all bool, err error) {
	d := c.Diagnosis
	g := layout.Grid{Header: []string{"#", "NODE", "POOL", "ZONE", "SIZE", "VERSION", "SINCE", "NOTREADY", "STATE", codeHeader, causeHeader, nextHeader}}
	if len(d.Findings) == 0 {
		return nil, true, nil
	}
	rows := s.rows(c.Head.Lines)
	for i := range d.Findings {
		f := &d.Findings[i]
		problem := row{ink: layout.Plain}
		if f.Group >= 1 && f.Group <= len(rows) {
			problem = rows[f.Group-1]
		}
		since := ""
		if f.NotReadySince != nil {
			since = f.NotReadySince.UTC().Format(wording.MonthLayout)
		}
		cells := []layout.Cell{
			layout.OneLine(strconv.Itoa(f.Group), layout.Plain), layout.OneLine(f.Node, layout.Plain), layout.OneLine(f.Pool, layout.Plain),
			layout.OneLine(f.Zone, layout.Plain), layout.OneLine(strings.TrimPrefix(f.Size, "Standard_"), layout.Plain),
			layout.OneLine(f.Kubelet, layout.Plain), layout.OneLine(since, layout.Plain), layout.OneLine(wording.Outage(f), layout.Plain),
			layout.OneLine(wording.State(f.State), layout.Plain), layout.OneLine(cmp.Or(f.Cause, f.Code, f.Reason), problem.ink),
			layout.OneLine(problem.wide(), problem.ink), layout.OneLine(problem.next, layout.Plain),
		}
		g.Rows = append(g.Rows, cells)
	}
	columns := len(g.Header)
	g = s.fitted(g)
	lines, err = s.table(g)
	return lines, len(g.Header) == columns, err
}

// fitted makes a wide table as narrow as the terminal: without the columns that the problems have
// too, then with short texts, then without what matters least.
func (s screen) fitted(g layout.Grid) layout.Grid {
	if s.Width == 0 {
		return g
	}
	const least = 19 // columns of a text that is cut
	for _, change := range []func(over int) layout.Grid{
		func(int) layout.Grid { return g.Without(nextHeader) },
		func(int) layout.Grid { return g.Without(causeHeader) },
		func(over int) layout.Grid { return g.Narrowed(codeHeader, over, least, middle) },
		func(over int) layout.Grid { return g.Narrowed("STATE", over, least, cut) },
		func(int) layout.Grid { return g.Without("SINCE") },
		func(int) layout.Grid { return g.Without("VERSION") },
		func(over int) layout.Grid { return g.Narrowed("NODE", over, least, middle) },
		func(over int) layout.Grid { return g.Narrowed("POOL", over, 0, middle) },
		func(over int) layout.Grid { return g.Narrowed("SIZE", over, 0, middle) },
		func(over int) layout.Grid { return g.Narrowed("ZONE", over, 0, middle) },
	} {
		if over := g.Width(!s.NoHeaders) - s.Width; over > 0 {
			g = change(over)
		}
	}
	return g
}

// wide is the title and the cause of a problem in one cell.
func (r row) wide() string { return strings.TrimSpace(wording.Sentence(r.title) + " " + r.cause) }
