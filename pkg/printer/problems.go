package printer

import (
	"strconv"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/clean"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/layout"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/wording"
)

const (
	// proseWidth is the narrowest column of prose for which a table is used: with it a table
	// fits 120 columns with every code that the shipped table has.
	proseWidth = 30
	// problemWidth is the width of the column with the title, unless a code needs more.
	problemWidth = 24
)

// problems adds the groups, each once: as a table where it fits, else as blocks.
func (p *page) problems(groups []problem) error {
	if columns, ok := p.columns(groups); ok {
		if g := problemTable(groups, columns); p.Fits(g.Width(!p.NoHeaders)) {
			return p.Table(0, g)
		}
	}
	p.problemBlocks(groups)
	return nil
}

// widths are those of the columns of the table of problems that hold prose.
type widths struct{ problem, causes, steps int }

// columns divides the terminal. It is not ok when the names leave no room for prose.
func (p *page) columns(groups []problem) (widths, bool) {
	if p.Width == 0 || len(groups) == 0 {
		return widths{}, false
	}
	problem, number, nodes := problemWidth, 1, len("NODES")
	for i := range groups {
		for _, word := range strings.Fields(strings.Join(wording.Label(&groups[i].Group), " ")) {
			problem = max(problem, clean.Width(word))
		}
		number = max(number, len(strconv.Itoa(groups[i].ID)))
		nodes = max(nodes, len(strconv.Itoa(len(groups[i].Nodes))))
	}
	left := p.Width - 4*layout.Gutter - number - nodes - problem
	if left < 2*proseWidth {
		return widths{}, false
	}
	causes := shareOfCauses(groups, left)
	return widths{problem, causes, left - causes}, true
}

// shareOfCauses divides the columns for prose by how much there is of either, so that the
// rows are as low as possible.
func shareOfCauses(groups []problem, left int) int {
	causes, steps := 1, 1
	for i := range groups {
		for _, c := range groups[i].causes {
			causes += clean.Width(c)
		}
		for _, s := range groups[i].Steps {
			steps += clean.Width(s.Text) + clean.Width(s.Warning)
		}
	}
	return min(max(left*causes/(causes+steps), proseWidth), left-proseWidth)
}

func problemTable(groups []problem, w widths) layout.Grid {
	g := layout.Grid{Header: []string{"#", "PROBLEM", "NODES", "CAUSES", "NEXT STEPS"}}
	for i := range groups {
		group := &groups[i]
		problem := layout.Cell{}
		for _, line := range wording.Label(&group.Group) {
			problem = problem.Add(fixInk(group.Severity, group.Owner), layout.Wrap(line, w.problem)...)
		}
		problem = problem.Add(layout.Plain, layout.Wrap(group.Title, w.problem)...)
		for _, a := range wording.GroupAnswers(&group.Group) {
			problem = problem.Add(layout.Plain, layout.Wrap(a.Label+" "+a.Text, w.problem)...)
		}
		for _, m := range messages(&group.Group) {
			problem = problem.Add(layout.Plain, layout.Hang("", layout.SplitWide(strings.Fields(m), w.problem), w.problem)...)
		}
		var causes, steps layout.Cell
		if group.same > 0 {
			causes = causes.Add(layout.Plain, sameAs(group.same))
			steps = causes
		} else {
			for _, c := range group.causes {
				causes = causes.Add(layout.Plain, layout.Hang("- ", layout.SplitSlashes(strings.Fields(c), w.causes-layout.Gutter), w.causes)...)
			}
			steps = stepTexts("", wording.Steps(group.Steps), w.steps)
			if group.more != "" {
				steps = steps.Add(layout.Plain, layout.Hang("", strings.Fields(group.more), w.steps)...)
			}
		}
		if i > 0 {
			g.Rows = append(g.Rows, make([]layout.Cell, len(g.Header)))
		}
		g.Rows = append(g.Rows, []layout.Cell{
			plain(strconv.Itoa(group.ID)), problem, plain(strconv.Itoa(len(group.Nodes))),
			causes, steps,
		})
	}
	return g
}

func (p *page) problemBlocks(groups []problem) {
	if len(groups) > 0 && !p.NoHeaders {
		p.Put(layout.Head, "PROBLEMS")
	}
	number := 0
	for i := range groups {
		number = max(number, len(strconv.Itoa(groups[i].ID)))
	}
	for i := range groups {
		p.Blank()
		g := &groups[i]
		prefix := layout.Pad(strconv.Itoa(g.ID), number+layout.Gutter)
		indent := layout.Spaces(len(prefix))
		p.Words(fixInk(g.Severity, g.Owner), prefix, append(wording.Label(&g.Group), "("+wording.Count(len(g.Nodes), "node")+")")...)
		p.Prose(layout.Plain, indent, wording.Sentence(g.Title))
		for _, a := range wording.GroupAnswers(&g.Group) {
			p.Prose(layout.Plain, indent, a.Label+" "+a.Text)
		}
		for _, m := range messages(&g.Group) {
			p.Prose(layout.Plain, indent, m)
		}
		if g.same > 0 {
			p.Prose(layout.Plain, indent, "Causes and next steps: "+sameAs(g.same)+".")
			continue
		}
		p.causes(indent, "Causes:", g.causes)
		if steps := wording.Steps(g.Steps); len(steps) > 0 {
			p.Put(layout.Plain, indent+"Next steps:")
			p.Lines(stepTexts(indent, steps, p.Width))
		}
		if g.more != "" {
			p.Prose(layout.Plain, indent, g.more)
		}
	}
}
