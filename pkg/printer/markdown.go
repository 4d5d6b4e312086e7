package printer

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair"
)

// markdown collects the blocks of a text.
type markdown struct{ out strings.Builder }

// Markdown prints the diagnoses for a ticket: tables of the problems and nodes, and for
// each node what was tried and the commands. What comes from the cluster stands in code,
// so that it can neither link, mention anybody nor end a block. Find gives the entries of
// the table. It returns the error of the writer.
func Markdown(w io.Writer, l *repair.DiagnosisList, find Find) error {
	doc := newDocument(l, find)
	m := &markdown{}
	m.line("# " + mdText(doc.Title))
	if doc.Several {
		m.line("**" + mdText(doc.Verdict) + "**")
		m.fleet(&doc)
	}
	for i := range doc.Chapters {
		m.chapter(&doc.Chapters[i])
	}
	if _, err := io.WriteString(w, strings.TrimRight(m.out.String(), "\n")+"\n"); err != nil {
		return fmt.Errorf("writing the result: %w", err)
	}
	return nil
}

// line adds a block of one line; without text there is none.
func (m *markdown) line(text string) {
	if text != "" {
		m.out.WriteString(text + "\n\n")
	}
}

// table adds a table of finished cells.
func (m *markdown) table(header []string, rows [][]string) {
	if len(rows) == 0 {
		return
	}
	write := func(cells []string) { m.out.WriteString("| " + strings.Join(cells, " | ") + " |\n") }
	rule := make([]string, len(header))
	for i := range rule {
		rule[i] = "---"
	}
	write(header)
	write(rule)
	for _, row := range rows {
		write(row)
	}
	m.out.WriteString("\n")
}

// list adds the items of a list.
func (m *markdown) list(items []string) {
	for _, item := range items {
		m.out.WriteString("- " + item + "\n")
	}
	if len(items) > 0 {
		m.out.WriteString("\n")
	}
}

func (m *markdown) fleet(doc *document) {
	var rows [][]string
	for _, r := range doc.Fleet {
		rows = append(rows, []string{mdCell(r.Context), r.Nodes, r.NotReady, r.Listed, r.Removed, r.Read})
	}
	m.table([]string{"Context", "Nodes", "NotReady", "Listed", "Removed", "Read"}, rows)
	var unseen []string
	for _, e := range doc.Unread {
		unseen = append(unseen, "**Not seen:** context "+mdCode(e.Context)+": "+mdCode(e.Message))
	}
	m.list(unseen)
}

func (m *markdown) chapter(c *chapter) {
	if c.Context != "" {
		m.line("## Context " + mdCode(c.Context))
	}
	m.line("**" + mdText(c.Verdict) + "**")
	m.line(mdText(c.Rest))
	m.line(mdText(c.Events))
	m.line("Source: " + mdCode(c.Source))
	var gaps []string
	for _, g := range c.Gaps {
		gaps = append(gaps, "**Not seen:** "+mdCode(g))
	}
	m.list(gaps)
	for i := range c.Mass {
		v := &c.Mass[i]
		m.line("### " + mdText(v.Text))
		m.line(mdText(v.Meaning))
		m.advice(v.Causes, v.Steps)
		m.out.WriteString(mdBlock("", "sh", v.Command) + "\n")
	}
	if len(c.Nodes) == 0 {
		return
	}
	m.overview(c)
	for i := range c.Problems {
		m.problem(&c.Problems[i])
	}
	for i := range c.Nodes {
		m.node(&c.Nodes[i])
	}
}

// overview adds the tables of problems and nodes.
func (m *markdown) overview(c *chapter) {
	var problems, nodes [][]string
	for _, p := range c.Problems {
		problems = append(problems, []string{strconv.Itoa(p.ID), mdCell(p.Label), mdProse(p.Title), strconv.Itoa(len(p.Nodes))})
	}
	for _, n := range c.Nodes {
		nodes = append(nodes, []string{strconv.Itoa(n.Problem), mdCell(n.Name), mdCell(n.Pool), mdProse(n.Outage), mdProse(n.LastStep)})
	}
	m.table([]string{"#", "Problem", "What it is", "Nodes"}, problems)
	m.table([]string{"#", "Node", "Pool", "NotReady", "Last step"}, nodes)
	if c.AtLeast {
		m.line(mdText(">= means at least: the outage may be older than what can be seen."))
	}
}

// mdProse is prose in a cell: a vertical bar becomes an entity, the rest as in mdText.
func mdProse(s string) string {
	return strings.ReplaceAll(mdText(strings.ReplaceAll(s, "|", "\x00")), "\x00", "&#124;")
}
