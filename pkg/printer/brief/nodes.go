package brief

import (
	"slices"
	"strconv"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/document"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/layout"
)

// nodes is the list of all nodes, or nothing where it is wider than the screen however it is cut.
func (s screen) nodes(d *diagnosis.Diagnosis) (block, error) {
	return s.table(s.narrowed(NodeGrid(document.Rows(d.Findings), false), []string{"POOL", "LAST STEP"}, "NODE"))
}

// NodeGrid is the table of nodes; a wide one has what names their VMs too.
func NodeGrid(rows []document.Row, wide bool) layout.Grid {
	impact := slices.ContainsFunc(rows, func(r document.Row) bool { return r.Pods != "" })
	g := layout.Grid{Header: []string{"#", "NODE", "POOL", "NOTREADY", "LAST STEP"}}
	if impact {
		g.Header = append(g.Header, "IMPACT")
	}
	for i := range rows {
		r := &rows[i]
		row := []layout.Cell{
			layout.OneLine(strconv.Itoa(r.Problem), layout.Plain), layout.OneLine(r.Name, layout.Plain), layout.OneLine(r.Pool, layout.Plain),
			layout.OneLine(r.Outage, layout.Plain), layout.OneLine(r.LastStep, Inks[r.LastTone]),
		}
		if impact {
			row = append(row, layout.OneLine(r.Pods, Inks[r.PodsTone]))
		}
		if wide {
			for _, f := range r.Wide() {
				if i == 0 {
					g.Header = append(g.Header, strings.ToUpper(f.Label))
				}
				row = append(row, layout.OneLine(f.Text, layout.Plain))
			}
		}
		g.Rows = append(g.Rows, row)
	}
	return g
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
