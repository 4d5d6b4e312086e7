package brief

import (
	"slices"
	"strconv"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/layout"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/wording"
)

// nodes is the list of all nodes, or nothing where it is wider than the screen however it is cut.
func (s screen) nodes(d *diagnosis.Diagnosis) (block, error) {
	impact := slices.ContainsFunc(d.Findings, func(f diagnosis.Finding) bool { return f.Impact != nil })
	g := layout.Grid{Header: []string{"#", "NODE", "POOL", "NOTREADY", "LAST STEP"}}
	if impact {
		g.Header = append(g.Header, "IMPACT")
	}
	for i := range d.Findings {
		f := &d.Findings[i]
		last, tone := wording.LastStep(f)
		row := []layout.Cell{
			layout.OneLine(strconv.Itoa(f.Group), layout.Plain), layout.OneLine(f.Node, layout.Plain), layout.OneLine(f.Pool, layout.Plain),
			layout.OneLine(wording.Outage(f), layout.Plain), layout.OneLine(last, Inks[tone]),
		}
		if impact {
			text, tone := wording.Impact(f.Impact)
			row = append(row, layout.OneLine(text, Inks[tone]))
		}
		g.Rows = append(g.Rows, row)
	}
	return s.table(s.narrowed(g, []string{"POOL", "LAST STEP"}, "NODE"))
}

// narrowed leaves out columns of a table, in this order, until it fits; then it cuts one.
func (s screen) narrowed(g layout.Grid, columns []string, last string) layout.Grid {
	if s.Width == 0 {
		return g
	}
	for _, column := range columns {
		if g.Width(!s.NoHeaders) > s.Width {
			g = g.Without(column)
		}
	}
	if over := g.Width(!s.NoHeaders) - s.Width; over > 0 {
		g = g.Narrowed(last, over, 0, middle)
	}
	return g
}
