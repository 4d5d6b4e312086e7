package markdown

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/document"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/wording"
)

// problem adds the fold of a problem: what it means, its causes, and the commands for its first node.
func (m *writer) problem(p *document.Problem) {
	m.fold(fmt.Sprintf("Problem %d: %s", p.ID, summaryText(p.Title))+summaryCode(p.Code), func() {
		m.line(codeSpan(p.Label.String()) + ", " + plainText(p.Count()) + ": " + plainText(p.Meaning))
		for _, text := range p.Messages {
			m.out.WriteString(codeBlock("", "text", text) + "\n")
		}
		var facts []string
		for _, f := range slices.Concat(p.Answers, p.Facts) {
			facts = append(facts, label(f.Label)+" "+plainText(f.Text))
		}
		m.list(facts)
		if p.Same > 0 {
			m.line(fmt.Sprintf("Causes: as for problem %d.", p.Same))
		}
		m.advice(p.Causes, nil)
		m.todo(&p.Todo)
		m.links(p.Links)
	})
}

// links adds public pages.
func (m *writer) links(addresses []string) {
	if len(addresses) == 0 {
		return
	}
	m.line("Read more:")
	var items []string
	for _, a := range addresses {
		items = append(items, "<"+a+">")
	}
	m.list(items)
}

func (m *writer) advice(causes []string, steps []wording.Step) {
	if len(causes) > 0 {
		m.line("Causes, most likely first:")
		var items []string
		for _, c := range causes {
			items = append(items, plainText(c))
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
func (m *writer) step(i int, s wording.Step, withCommand bool) {
	number := fmt.Sprintf("%d. ", i+1)
	text := plainText(s.Text)
	for _, note := range []string{s.Platform, s.Needs()} {
		if note != "" {
			text += " " + plainText(note)
		}
	}
	if mark := s.Mark(); mark != "" {
		text = "**" + plainText("["+mark+"]") + "** " + text
	}
	m.out.WriteString(number + text + "\n")
	indent := strings.Repeat(" ", len(number))
	if s.Warning != "" {
		m.out.WriteString("\n" + indent + "**Warning:** " + plainText(s.Warning) + "\n")
	}
	if withCommand && s.Command != "" {
		m.out.WriteString("\n" + codeBlock(indent, "sh", s.Command) + "\n")
	}
}

// node adds the fold of a node.
func (m *writer) node(n *document.Node) {
	m.fold("Node <code>"+entities(flat(n.Name))+"</code>: "+summaryText(n.Outage+", "+n.LastStep), func() { m.nodePage(n) })
}

func (m *writer) nodePage(n *document.Node) {
	m.line("### Node " + codeSpan(n.Name))
	m.line(fmt.Sprintf("Problem %d: %s", n.Problem, codeSpan(n.Label.String())))
	var facts []string
	for _, f := range slices.Concat(n.Answers, n.Condition) {
		facts = append(facts, label(f.Label)+" "+codeSpan(f.Text))
	}
	if n.Next != "" {
		facts = append(facts, "Expected next: "+plainText(n.Next))
	}
	for _, f := range n.Impact {
		facts = append(facts, label(f.Label)+" "+codeSpan(f.Text))
	}
	m.list(facts)
	for _, s := range n.Signals {
		m.line(plainText(s.Title) + ":")
		var texts []string
		for _, text := range s.Texts {
			texts = append(texts, codeSpan(text))
		}
		m.list(texts)
	}
	m.attempts(n)
	for _, d := range n.Details {
		m.line(plainText(d.Label) + ":")
		m.out.WriteString(codeBlock("", "text", d.Text) + "\n")
	}
	var further []string
	for _, c := range n.Further {
		further = append(further, label(c.Label)+" "+codeSpan(c.Text()))
	}
	if len(further) > 0 {
		m.line(document.FurtherTitle + ":")
		m.list(further)
	}
	if n.First {
		m.line(fmt.Sprintf("Next steps: with problem %d.", n.Problem))
	} else {
		m.todo(&n.Todo)
	}
	m.also(n)
	var events []string
	earlier := max(0, len(n.Timeline)-document.MomentsShown)
	for _, e := range n.Timeline[earlier:] {
		events = append(events, e.Day+" "+e.Clock+" "+codeSpan(e.Text))
	}
	if len(events) > 0 {
		m.line("Timeline (UTC):")
		m.left(earlier, "earlier event")
		m.list(events)
	}
	var identity []string
	for _, f := range n.Identity {
		identity = append(identity, label(f.Label)+" "+codeSpan(f.Text))
	}
	m.line("The VM in Azure:")
	m.list(identity)
}

// also adds the other entries of a node. A ticket has no room for the causes that the evidence does not confirm.
func (m *writer) also(n *document.Node) {
	for _, e := range n.Also {
		m.line("Also " + codeSpan(e.Code) + ": " + plainText(e.Title) + " " + plainText(e.Meaning))
		var confirmed []string
		for _, text := range e.Confirmed {
			confirmed = append(confirmed, plainText(text))
		}
		m.list(confirmed)
	}
}

func (m *writer) attempts(n *document.Node) {
	if len(n.Attempts) == 0 {
		m.line("No repair attempt was seen.")
		return
	}
	var rows [][]string
	earlier := max(0, len(n.Attempts)-document.AttemptsShown)
	m.left(earlier, "earlier attempt")
	for _, a := range n.Attempts[earlier:] {
		rows = append(rows, []string{textCell(a.Round), codeCell(a.Action), a.Start, a.End, a.Error, codeCell(a.Code)})
	}
	m.table([]string{"Round", "Action", "Start", "End", "Error", "Code"}, rows)
	if len(n.Operations) == 0 {
		return
	}
	m.line(n.OperationsTitle)
	var operations []string
	for _, o := range n.Operations[max(0, len(n.Operations)-document.AttemptsShown):] {
		operations = append(operations, label(o.Label)+" "+codeSpan(o.Text))
	}
	m.list(operations)
}

// todo adds the steps, with the commands of a node where there is one.
func (m *writer) todo(t *document.Todo) {
	if len(t.Steps) == 0 {
		return
	}
	title := "Next steps:"
	if t.Commands > 0 {
		title = "Next steps, with the commands for " + codeSpan(t.Node) + ":"
	}
	m.line(title)
	m.line(plainText(t.Note))
	if len(t.Setup) > 0 && t.Commands > 0 {
		m.line("Set once, for the commands below:")
		m.out.WriteString(codeBlock("", "sh", strings.Join(t.Setup, "\n")) + "\n")
	}
	for i, s := range t.Steps {
		m.step(i, s, t.Node != "")
	}
	if !strings.HasSuffix(m.out.String(), "\n\n") {
		m.out.WriteString("\n")
	}
}
