package printer

import (
	"fmt"
	"strings"
)

func (m *markdown) problem(p *problemView) {
	m.line(fmt.Sprintf("## Problem %d: %s", p.ID, mdCode(p.Label)))
	m.line("**" + mdText(p.Title) + "** " + mdText(p.Meaning))
	for _, text := range p.Messages {
		m.out.WriteString(mdBlock("", "text", text) + "\n")
	}
	var facts []string
	for _, f := range p.Facts {
		facts = append(facts, mdLabel(f.Label)+" "+mdText(f.Text))
	}
	m.list(facts)
	if p.Same > 0 {
		m.line(fmt.Sprintf("Causes and next steps: as for problem %d.", p.Same))
	} else {
		m.advice(p.Causes, p.Steps)
	}
}

func (m *markdown) advice(causes []string, steps []step) {
	if len(causes) > 0 {
		m.line("Causes, most likely first:")
		var items []string
		for _, c := range causes {
			items = append(items, mdText(c))
		}
		m.list(items)
	}
	if len(steps) > 0 {
		m.line("Next steps:")
		for i, s := range steps {
			m.step(i, s, false)
		}
		m.out.WriteString("\n")
	}
}

// step adds one item of a numbered list. A command in it is a block of its own, so that
// it can be copied as it is.
func (m *markdown) step(i int, s step, withCommand bool) {
	number := fmt.Sprintf("%d. ", i+1)
	text := mdText(s.Text)
	for _, note := range []string{s.Platform, s.Needs()} {
		if note != "" {
			text += " " + mdText(note)
		}
	}
	if s.Mutates {
		text = "**" + mdText(mutates) + "** " + text
	}
	m.out.WriteString(number + text + "\n")
	indent := spaces(len(number))
	if s.Warning != "" {
		m.out.WriteString("\n" + indent + "**Warning:** " + mdText(s.Warning) + "\n")
	}
	if withCommand && s.Command != "" {
		m.out.WriteString("\n" + mdBlock(indent, "sh", s.Command) + "\n")
	}
}

func (m *markdown) node(n *nodeView) {
	m.line("## Node " + mdCode(n.Name))
	m.line(fmt.Sprintf("Problem %d: %s", n.Problem, mdCode(n.Label)))
	var facts []string
	for _, f := range n.Condition {
		facts = append(facts, mdLabel(f.Label)+" "+mdCode(f.Text))
	}
	if n.Next != "" {
		facts = append(facts, "Expected next: "+mdText(n.Next))
	}
	for _, f := range n.Impact {
		facts = append(facts, mdLabel(f.Label)+" "+mdCode(f.Text))
	}
	for _, s := range n.Signals {
		facts = append(facts, "Seen on the node: "+mdCode(s))
	}
	m.list(facts)
	m.attempts(n)
	for _, d := range n.Details {
		m.line(mdText(d.Label) + ":")
		m.out.WriteString(mdBlock("", "text", d.Text) + "\n")
	}
	m.nodeSteps(n)
	for _, e := range n.Also {
		m.line("Also " + mdCode(e.Code) + ": " + mdText(e.Title) + " " + mdText(e.Meaning))
	}
	var events []string
	earlier := max(0, len(n.Timeline)-momentsShown)
	for _, e := range n.Timeline[earlier:] {
		events = append(events, e.Time+" "+mdCode(e.Text))
	}
	if len(events) > 0 {
		m.line("Timeline (UTC):")
		m.left(earlier, "earlier event")
		m.list(events)
	}
	var identity []string
	for _, f := range n.Identity {
		identity = append(identity, mdLabel(f.Label)+" "+mdCode(f.Text))
	}
	m.line("The machine in Azure:")
	m.list(identity)
}

func (m *markdown) attempts(n *nodeView) {
	if len(n.Attempts) == 0 {
		m.line("No repair attempt was seen.")
		return
	}
	var rows [][]string
	earlier := max(0, len(n.Attempts)-attemptsShown)
	m.left(earlier, "earlier attempt")
	for _, a := range n.Attempts[earlier:] {
		rows = append(rows, []string{mdProse(a.Round), mdCell(a.Action), a.Start, a.End, a.Error, mdCell(a.Code)})
	}
	m.table([]string{"Round", "Action", "Start", "End", "Error", "Code"}, rows)
}

func (m *markdown) nodeSteps(n *nodeView) {
	if len(n.Steps) == 0 {
		return
	}
	m.line("Next steps:")
	m.line(mdText(n.Note))
	if len(n.Setup) > 0 && n.Commands > 0 {
		m.line("Set once, for the commands below:")
		m.out.WriteString(mdBlock("", "sh", strings.Join(n.Setup, "\n")) + "\n")
	}
	for i, s := range n.Steps {
		m.step(i, s, true)
	}
	if !strings.HasSuffix(m.out.String(), "\n\n") {
		m.out.WriteString("\n")
	}
}
