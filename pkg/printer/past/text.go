package past

import (
	"fmt"
	"io"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/layout"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/wording"
)

// amount is how much a screen shows: errors, the changes before each, and nodes.
type amount struct{ errors, before, nodes int }

// all is more than anything has.
const all = 1 << 30

// fewestNodes is how many nodes are shown rather than more errors.
const fewestNodes = 3

// Text writes the report on a terminal: on one screen, or with details all of it. Again is the command that
// prints all. It returns the error of the writer.
func (r *Report) Text(w io.Writer, style layout.Style, details bool, again string) error {
	if details {
		return r.details(w, style)
	}
	var text string
	for _, a := range []amount{{3, 2, all}, {2, 1, all}, {1, 1, all}, {1, 0, all}, {0, 0, all}} {
		p, err := r.screen(style, a, again)
		if err != nil {
			return err
		}
		over := strings.Count(p, "\n") - (style.Height - 1) // the prompt has a line
		if text = p; style.Height <= 0 || over <= 0 {
			break
		}
		least := fewestNodes
		if a.errors == 0 {
			least = 1
		}
		a.nodes = max(len(r.Nodes.Rows)-over-1, least) // one line counts what is left
		if text, err = r.screen(style, a, again); err != nil {
			return err
		}
		if strings.Count(text, "\n") < style.Height {
			break
		}
	}
	if _, err := io.WriteString(w, text); err != nil {
		return fmt.Errorf("writing the result: %w", err)
	}
	return nil
}

// inks are the colours of tones. Nothing is red: this is what happened, and who has to fix what is down
// now is what a diagnosis says.
var inks = map[wording.Tone]layout.Ink{wording.ToneBad: layout.Warn, wording.ToneWarn: layout.Warn, wording.ToneGood: layout.Good}

// screen lays out what is most important, and the command that prints all.
func (r *Report) screen(style layout.Style, a amount, again string) (string, error) {
	p := r.begin(style)
	r.errors(p, a)
	if len(r.Nodes.Rows) > 0 {
		shown := min(a.nodes, len(r.Nodes.Rows))
		p.Blank()
		if err := p.Table(0, grid(r.Nodes, r.Nodes.Rows[:shown], p.Width)); err != nil {
			return "", fmt.Errorf("laying out the nodes: %w", err)
		}
		left(p, len(r.Nodes.Rows)-shown, "more node")
	}
	if !p.NoHeaders {
		p.Blank()
		p.Put(layout.Plain, everything(again, p.Width)...)
	}
	return p.Text(), nil
}

// everything says how to see all: the command can be copied as it is.
func everything(again string, width int) []string {
	const says = "Everything: "
	if lines, _ := layout.Command(again, len(says), width); len(lines) == 1 {
		return []string{says + again}
	}
	lines, ok := layout.Command(again, 2, width)
	if !ok { // no break helps
		lines = []string{again}
	}
	return append([]string{strings.TrimSpace(says)}, lines...)
}

// begin lays out the headline, and what can be seen.
func (r *Report) begin(style layout.Style) *layout.Page {
	p := layout.NewPage(style)
	p.Prose(inks[r.Tone], "", r.Verdict)
	p.Prose(layout.Plain, "", r.Source)
	p.Blank()
	var fields []layout.Field
	for _, place := range r.Kept {
		ink := layout.Plain
		if place.Lacks {
			ink = layout.Warn
		}
		fields = append(fields, layout.Field{Label: place.Name, Text: place.Text, Ink: ink})
	}
	p.Fields(0, fields)
	for _, text := range r.Follows {
		p.Prose(layout.Plain, "", text)
	}
	for _, text := range r.Unseen {
		p.Prose(layout.Warn, "NOT SEEN: ", text)
	}
	return p
}

// errors lays out errors with what came before them.
func (r *Report) errors(p *layout.Page, a amount) {
	if len(r.Errors) > 0 {
		p.Blank()
	}
	if a.errors == 0 {
		p.Prose(layout.Warn, "", r.codes())
		return
	}
	for i := range r.Errors[:min(a.errors, len(r.Errors))] {
		e := &r.Errors[i]
		p.Prose(layout.Warn, "", e.Code+" "+e.Text)
		if a.errors == all {
			p.Prose(layout.Plain, "  ", e.Title)
		}
		earlier := max(0, len(e.Before)-a.before)
		for _, line := range e.Before[earlier:] {
			p.Prose(layout.Plain, "  before it: ", line)
		}
		left(p, earlier, "more change in the hour before it")
	}
	left(p, len(r.Errors)-a.errors, "more error")
}

// codes names the errors, where there is no room for more.
func (r *Report) codes() string {
	const most = 3
	var names []string
	for i := range r.Errors[:min(most, len(r.Errors))] {
		names = append(names, r.Errors[i].Code)
	}
	text := strings.Join(names, ", ")
	if n := len(r.Errors) - most; n > 0 {
		text += fmt.Sprintf(" and %d more", n)
	}
	return text
}

// left says how many things are left out.
func left(p *layout.Page, n int, thing string) {
	if n > 0 {
		p.Put(layout.Plain, "... "+wording.Count(n, thing))
	}
}

// details writes everything: the outages below their nodes.
func (r *Report) details(w io.Writer, style layout.Style) error {
	p := r.begin(style)
	for _, s := range r.Switches {
		p.Prose(layout.Plain, "", s.Text)
		if s.Command != "" {
			p.Put(layout.Shell, "  "+s.Command)
		}
	}
	r.errors(p, amount{errors: all, before: all})
	for _, t := range []Table{r.Pools, r.Nodes} {
		if len(t.Rows) == 0 {
			continue
		}
		p.Heading(t.Title)
		if err := p.Table(0, grid(t, t.Rows, p.Width)); err != nil {
			return fmt.Errorf("laying out the table: %w", err)
		}
	}
	for _, node := range r.Nodes.Rows {
		name := node[0].Lines[0]
		t := Table{Header: r.Outages.Header[1:]}
		for _, row := range r.Outages.Rows {
			if row[0].Lines[0] == name {
				t.Rows = append(t.Rows, row[1:])
			}
		}
		p.Heading(name)
		if err := p.Table(2, grid(t, t.Rows, p.Width)); err != nil {
			return fmt.Errorf("laying out the outages: %w", err)
		}
	}
	return p.Flush(w) //nolint:wrapcheck // it is a sentence
}

// grid makes a table for a terminal: a narrow one leaves out the columns that say the least.
func grid(t Table, rows [][]Cell, width int) layout.Grid {
	g := layout.Grid{Header: t.Header}
	for _, row := range rows {
		var cells []layout.Cell
		for _, c := range row {
			cells = append(cells, cellOf(c))
		}
		g.Rows = append(g.Rows, cells)
	}
	for _, column := range []string{columnCodes, columnDays, columnPool} {
		if width > 0 && g.Width(true) > width && t.Header[0] != column {
			g = g.Without(column)
		}
	}
	return g
}

// cellOf makes a cell of a terminal.
func cellOf(c Cell) layout.Cell {
	ink := inks[c.Tone]
	if len(c.Lines) == 0 || len(c.Lines) == 1 && c.Lines[0] == "" {
		return layout.OneLine("", ink)
	}
	return layout.Cell(nil).Add(ink, c.Lines...)
}
