package printer

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
)

// markdown collects the blocks of a text.
type markdown struct{ out strings.Builder }

// Markdown prints the diagnoses for a ticket: tables of the problems and nodes, and for
// each node what was tried and the commands. What comes from the cluster stands in code,
// so that it can neither link, mention anybody nor end a block. Find gives the entries of
// the table. What does not fit into a ticket is left out, and that is said; the first node of
// each problem comes before the others. It returns the error of the writer.
func Markdown(w io.Writer, l *diagnosis.List, reaches []Reach, find Find) error {
	doc := newDocument(l, reaches, find)
	m := &markdown{}
	m.line("# " + mdText(doc.Title))
	if doc.Several {
		m.line("**" + mdText(doc.Verdict) + "**")
		m.fleet(&doc)
	}
	for i := range doc.Chapters {
		left := len(doc.Chapters) - i
		m.chapter(&doc.Chapters[i], (ticketSize-m.out.Len())/left)
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

// chapter adds a cluster, about which there is room for so many bytes.
func (m *markdown) chapter(c *chapter, room int) {
	begin := m.out.Len()
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
	m.overview(c, begin+room/3)
	m.some(begin+room*3/4, len(c.Problems), "more problem", func(int) bool { return true }, func(one *markdown, i int) { one.problem(&c.Problems[i]) })
	m.some(begin+room, len(c.Nodes), "more node", func(i int) bool { return c.Nodes[i].Open }, func(one *markdown, i int) { one.node(&c.Nodes[i]) })
}

// overview adds the tables of problems and nodes, up to a size of the text.
func (m *markdown) overview(c *chapter, limit int) {
	var problems, nodes [][]string
	for _, p := range c.Problems {
		problems = append(problems, []string{strconv.Itoa(p.ID), mdCell(p.Label), mdProse(p.Title), strconv.Itoa(len(p.Nodes))})
	}
	for _, n := range c.Nodes {
		nodes = append(nodes, []string{strconv.Itoa(n.Problem), mdCell(n.Name), mdCell(n.Pool), mdProse(n.Outage), mdProse(n.LastStep)})
	}
	m.tableUpTo(m.out.Len()+(limit-m.out.Len())/2, []string{"#", "Problem", "What it is", "Nodes"}, problems, "more problem")
	m.tableUpTo(limit, []string{"#", "Node", "Pool", "NotReady", "Last step"}, nodes, "more node")
	if c.AtLeast {
		m.line(mdText(">= means at least: the outage may be older than what can be seen."))
	}
}

// mdProse is prose in a cell: a vertical bar becomes an entity, the rest as in mdText.
func mdProse(s string) string {
	return strings.ReplaceAll(mdText(strings.ReplaceAll(s, "|", "\x00")), "\x00", "&#124;")
}
