package markdown

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/document"
)

// writer collects the blocks of a text.
type writer struct{ out strings.Builder }

// Write writes a document for a ticket: a head in at most 14 lines, and the rest folded, with for each
// problem its causes and commands, and for each node what was tried. What does not fit into a ticket is
// left out, and counted. It returns the error of the writer.
func Write(w io.Writer, doc *document.Document) error {
	m := &writer{}
	if doc.Several {
		m.clustersHead(doc)
		m.fold("All clusters", func() { m.clusters(doc) })
	} else {
		m.head(&doc.Chapters[0].Head)
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
func (m *writer) line(text string) {
	if text != "" {
		m.out.WriteString(text + "\n\n")
	}
}

// table adds a table of finished cells.
func (m *writer) table(header []string, rows [][]string) {
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
func (m *writer) list(items []string) {
	for _, item := range items {
		m.out.WriteString("- " + item + "\n")
	}
	if len(items) > 0 {
		m.out.WriteString("\n")
	}
}

func (m *writer) clusters(doc *document.Document) {
	var rows [][]string
	for _, r := range doc.Clusters {
		rows = append(rows, []string{codeCell(r.Context), r.Nodes, r.NotReady, r.Listed, r.Removed, r.Read})
	}
	m.table([]string{"Context", "Nodes", "NotReady", "Listed", "Removed", "Read"}, rows)
	var unseen []string
	for _, e := range doc.Unread {
		unseen = append(unseen, "**Not seen:** context "+codeSpan(e.Context)+": "+codeSpan(e.Message))
	}
	m.list(unseen)
}

// chapter adds the folds of a cluster in at most so many bytes.
func (m *writer) chapter(c *document.Chapter, room int) {
	begin := m.out.Len()
	if c.Context != "" {
		m.line("## Context " + codeSpan(c.Context))
		m.line("**" + plainText(c.Verdict) + "**")
	}
	for i := range c.Causes {
		v := &c.Causes[i]
		m.fold(summaryText(v.Text), func() {
			m.line(plainText(v.Meaning))
			m.advice(v.Causes, v.Steps)
			m.out.WriteString(codeBlock("", "sh", v.Command) + "\n")
			m.links(v.Links)
		})
	}
	if len(c.Nodes) > 0 {
		m.itemsUpTo(begin+room/2, len(c.Problems), "more problem", func(int) bool { return true }, func(one *writer, i int) { one.problem(&c.Problems[i]) })
		m.fold("All problems and nodes", func() { m.overview(c, m.out.Len()+max(begin+room-m.out.Len(), 0)/3) })
		m.itemsUpTo(begin+room, len(c.Nodes), "more node", func(i int) bool { return c.Nodes[i].First }, func(one *writer, i int) { one.node(&c.Nodes[i]) })
	}
	m.fold("What was read, and what was not", func() { m.read(c) })
}

// read says where the data is from and what could not be seen.
func (m *writer) read(c *document.Chapter) {
	m.line(plainText(c.Verdict))
	m.line(plainText(c.Repairs))
	m.line(plainText(c.Events))
	m.line("Source: " + codeSpan(c.Source))
	var lists [2][]string
	for _, g := range c.NotSeen {
		lists[0] = append(lists[0], "**Not seen:** "+codeSpan(g))
	}
	for _, r := range c.Reports {
		lists[1] = append(lists[1], codeSpan(r))
	}
	m.list(lists[0])
	m.list(lists[1])
	if len(c.Changes) > 0 {
		m.line(plainText(c.ChangesTitle) + ":")
		var changes []string
		for _, text := range c.Changes {
			changes = append(changes, codeSpan(text))
		}
		m.list(changes)
	}
}

// overview adds the tables of problems and nodes, up to a size of the text.
func (m *writer) overview(c *document.Chapter, limit int) {
	var problems, nodes [][]string
	for _, p := range c.Problems {
		problems = append(problems, []string{strconv.Itoa(p.ID), codeCell(p.Label), textCell(p.Title), strconv.Itoa(p.Nodes)})
	}
	for _, n := range c.Nodes {
		nodes = append(nodes, []string{strconv.Itoa(n.Problem), codeCell(n.Name), codeCell(n.Pool), textCell(n.Outage), textCell(n.LastStep)})
	}
	m.tableUpTo(m.out.Len()+(limit-m.out.Len())/2, []string{"#", "Problem", "What it is", "Nodes"}, problems, "more problem")
	m.tableUpTo(limit, []string{"#", "Node", "Pool", "NotReady", "Last step"}, nodes, "more node")
	if c.AtLeast {
		m.line(plainText(">= means at least: the outage may be older than what can be seen."))
	}
}

// textCell is prose in a cell: a vertical bar becomes an entity, the rest as in plainText.
func textCell(s string) string {
	return strings.ReplaceAll(plainText(strings.ReplaceAll(s, "|", "\x00")), "\x00", "&#124;")
}
