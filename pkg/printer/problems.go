package printer

import (
	"strconv"
	"strings"
)

// problems adds the groups, each once: as a table where it fits, else as blocks.
func (p *page) problems(groups []problem) error {
	if columns, ok := p.columns(groups); ok {
		if g := p.problemTable(groups, columns); p.fits(g.width(!p.NoHeaders)) {
			return p.table(0, g)
		}
	}
	p.problemBlocks(groups)
	return nil
}

// widths are those of the columns of the table of problems that hold prose.
type widths struct{ problem, causes, steps int }

// columns divides the terminal. It is not ok when a name would not leave room for prose.
func (p *page) columns(groups []problem) (widths, bool) {
	if p.Width == 0 || len(groups) == 0 {
		return widths{}, false
	}
	problem, number, nodes := problemWidth, 1, len("NODES")
	for i := range groups {
		for _, word := range strings.Fields(strings.Join(label(&groups[i].Group), " ")) {
			problem = max(problem, displayWidth(word))
		}
		number = max(number, len(strconv.Itoa(groups[i].ID)))
		nodes = max(nodes, len(strconv.Itoa(len(groups[i].Nodes))))
	}
	left := p.Width - 4*gutter - number - nodes - problem
	if left < 2*proseWidth {
		return widths{}, false
	}
	causes := shareOfCauses(groups, left)
	return widths{problem, causes, left - causes}, true
}

// shareOfCauses divides the columns for prose by how much there is of either, so that the
// rows get no taller than they must.
func shareOfCauses(groups []problem, left int) int {
	causes, steps := 1, 1
	for i := range groups {
		for _, c := range groups[i].Causes {
			causes += displayWidth(causeText(c))
		}
		for _, s := range groups[i].Steps {
			steps += displayWidth(s.Text) + displayWidth(s.Warning)
		}
	}
	return min(max(left*causes/(causes+steps), proseWidth), left-proseWidth)
}

func (p *page) problemTable(groups []problem, w widths) grid {
	g := grid{header: []string{"#", "PROBLEM", "NODES", "CAUSES", "NEXT STEPS"}}
	for i := range groups {
		group := &groups[i]
		problem := cell{}
		for _, line := range label(&group.Group) {
			problem = problem.add(severityInk(group.Severity), wrap(line, w.problem)...)
		}
		problem = problem.add(inkPlain, wrap(group.Title, w.problem)...)
		for _, m := range messages(&group.Group) {
			problem = problem.add(inkPlain, hang("", chop(strings.Fields(m), w.problem), w.problem)...)
		}
		var causes, steps cell
		if group.same > 0 {
			causes = causes.add(inkPlain, asFor(group.same))
			steps = causes
		} else {
			for _, c := range group.Causes {
				causes = causes.add(inkPlain, hang("- ", atSlashes(strings.Fields(causeText(c)), w.causes-gutter), w.causes)...)
			}
			steps = p.stepTexts("", stepsOf(group.Steps), w.steps)
			if group.more != "" {
				steps = steps.add(inkPlain, hang("", strings.Fields(group.more), w.steps)...)
			}
		}
		if i > 0 {
			g.rows = append(g.rows, make([]cell, len(g.header)))
		}
		g.rows = append(g.rows, []cell{
			one(strconv.Itoa(group.ID), inkPlain), problem, one(strconv.Itoa(len(group.Nodes)), inkPlain),
			causes, steps,
		})
	}
	return g
}

func (p *page) problemBlocks(groups []problem) {
	if len(groups) > 0 && !p.NoHeaders {
		p.put(inkHead, "PROBLEMS")
	}
	number := 0
	for i := range groups {
		number = max(number, len(strconv.Itoa(groups[i].ID)))
	}
	for i := range groups {
		p.part()
		g := &groups[i]
		prefix := pad(strconv.Itoa(g.ID), number+gutter)
		indent := spaces(len(prefix))
		p.words(severityInk(g.Severity), prefix, append(label(&g.Group), "("+count(len(g.Nodes), "node")+")")...)
		p.prose(inkPlain, indent, sentence(g.Title))
		for _, m := range messages(&g.Group) {
			p.prose(inkPlain, indent, m)
		}
		if g.same > 0 {
			p.prose(inkPlain, indent, "Causes and next steps: "+asFor(g.same)+".")
			continue
		}
		p.causes(indent, "Causes:", g.Causes)
		if steps := stepsOf(g.Steps); len(steps) > 0 {
			p.put(inkPlain, indent+"Next steps:")
			p.lines(p.stepTexts(indent, steps, p.Width))
		}
		if g.more != "" {
			p.prose(inkPlain, indent, g.more)
		}
	}
}
