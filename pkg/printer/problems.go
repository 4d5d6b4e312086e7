package printer

import (
	"strconv"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/clean"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/document"
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
func (p *page) problems(groups []document.Problem) error {
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
func (p *page) columns(groups []document.Problem) (widths, bool) {
	if p.Width == 0 || len(groups) == 0 {
		return widths{}, false
	}
	problem, number, nodes := problemWidth, 1, len("NODES")
	for i := range groups {
		for _, word := range strings.Fields(strings.Join(groups[i].Label, " ")) {
			problem = max(problem, clean.Width(word))
		}
		number = max(number, len(strconv.Itoa(groups[i].ID)))
		nodes = max(nodes, len(strconv.Itoa(groups[i].Nodes)))
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
func shareOfCauses(groups []document.Problem, left int) int {
	causes, steps := 1, 1
	for i := range groups {
		for _, c := range groups[i].Causes {
			causes += clean.Width(c)
		}
		for _, s := range groups[i].Steps {
			steps += clean.Width(s.Text) + clean.Width(s.Warning)
		}
	}
	return min(max(left*causes/(causes+steps), proseWidth), left-proseWidth)
}

func problemTable(groups []document.Problem, w widths) layout.Grid {
	g := layout.Grid{Header: []string{"#", "PROBLEM", "NODES", "CAUSES", "NEXT STEPS"}}
	for i := range groups {
		group := &groups[i]
		problem := layout.Cell{}
		for _, line := range group.Label {
			problem = problem.Add(inks[group.FixTone], layout.Wrap(line, w.problem)...)
		}
		problem = problem.Add(layout.Plain, layout.Wrap(group.Title, w.problem)...)
		for _, a := range group.Answers {
			problem = problem.Add(layout.Plain, layout.Wrap(a.Titled()+" "+a.Text, w.problem)...)
		}
		for _, m := range messages(group.Messages) {
			problem = problem.Add(layout.Plain, layout.Hang("", layout.SplitWide(strings.Fields(m), w.problem), w.problem)...)
		}
		var causes, steps layout.Cell
		if group.Same > 0 {
			causes = causes.Add(layout.Plain, sameAs(group.Same))
			steps = causes
		} else {
			for _, c := range group.Causes {
				causes = causes.Add(layout.Plain, layout.Hang("- ", layout.SplitSlashes(strings.Fields(c), w.causes-layout.Gutter), w.causes)...)
			}
			steps = stepTexts("", group.Steps, w.steps)
			if group.More != "" {
				steps = steps.Add(layout.Plain, layout.Hang("", strings.Fields(group.More), w.steps)...)
			}
		}
		if i > 0 {
			g.Rows = append(g.Rows, make([]layout.Cell, len(g.Header)))
		}
		g.Rows = append(g.Rows, []layout.Cell{
			plain(strconv.Itoa(group.ID)), problem, plain(strconv.Itoa(group.Nodes)),
			causes, steps,
		})
	}
	return g
}

func (p *page) problemBlocks(groups []document.Problem) {
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
		p.Words(inks[g.FixTone], prefix, append(g.Label, "("+wording.Count(g.Nodes, "node")+")")...)
		p.Prose(layout.Plain, indent, wording.Sentence(g.Title))
		for _, a := range g.Answers {
			p.Prose(layout.Plain, indent, a.Titled()+" "+a.Text)
		}
		for _, m := range messages(g.Messages) {
			p.Prose(layout.Plain, indent, m)
		}
		if g.Same > 0 {
			p.Prose(layout.Plain, indent, "Causes and next steps: "+sameAs(g.Same)+".")
			continue
		}
		p.advice(indent, g.Causes, g.Steps)
		p.Prose(layout.Plain, indent, g.More)
	}
}

func sameAs(id int) string { return "as for " + strconv.Itoa(id) }

// messagesShown is how many different messages of one unknown code are shown.
const messagesShown = 3

// messages returns the raw texts that an unknown code came from.
func messages(texts []string) []string {
	var out []string
	for _, text := range texts {
		if len(out) == messagesShown {
			out = append(out, strconv.Itoa(len(texts)-messagesShown)+" more messages: see -o json")
			break
		}
		out = append(out, "Message: "+text)
	}
	return out
}

// advice adds the causes of a problem, most likely first, and its steps.
func (p *page) advice(indent string, causes []string, steps []wording.Step) {
	p.causes(indent, causes)
	if len(steps) > 0 {
		p.Put(layout.Plain, indent+"Next steps:")
		p.Lines(stepTexts(indent, steps, p.Width))
	}
}

// causes adds causes under their title, if there are any.
func (p *page) causes(indent string, causes []string) {
	for i, c := range causes {
		if i == 0 {
			p.Put(layout.Plain, indent+"Causes:")
		}
		p.Prose(layout.Plain, indent+"- ", c)
	}
}
