package markdown

import (
	"fmt"
	"io"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/past"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/wording"
)

// WriteHistory writes the report of a history for a ticket. Outages that do not fit are left out, and
// counted. It returns the error of the writer.
func WriteHistory(w io.Writer, r *past.Report) error {
	m := &writer{}
	m.line("# " + plainText(r.Title))
	m.line("**" + plainText(r.Verdict) + "**")
	m.line("Source: " + codeSpan(r.Source))
	var kept []string
	for _, p := range r.Kept {
		kept = append(kept, plainText(p.Name+": "+p.Text))
	}
	m.list(kept)
	for _, text := range r.Follows {
		m.line(plainText(text))
	}
	for _, s := range r.Switches {
		m.line(strings.TrimSpace(plainText(s.Text) + " " + codeSpan(s.Command)))
	}
	var unseen []string
	for _, text := range r.Unseen {
		unseen = append(unseen, "**Not seen:** "+codeSpan(text))
	}
	m.list(unseen)
	for i := range r.Errors {
		e := &r.Errors[i]
		m.line(codeSpan(e.Code) + " " + plainText(e.Text) + " " + plainText(e.Title))
		if len(e.Before) == 0 {
			continue
		}
		m.line("In the hour before, which is no proof of a cause:")
		var before []string
		for _, line := range e.Before {
			before = append(before, codeSpan(line))
		}
		m.list(before)
	}
	for _, t := range []past.Table{r.Pools, r.Nodes, r.Outages} {
		m.pastTable(&t)
	}
	if _, err := io.WriteString(w, strings.TrimRight(m.out.String(), "\n")+"\n"); err != nil {
		return fmt.Errorf("writing the result: %w", err)
	}
	return nil
}

// pastTable adds a table, as far as a ticket has room.
func (m *writer) pastTable(t *past.Table) {
	if len(t.Rows) == 0 {
		return
	}
	m.line("## " + plainText(t.Title))
	var rows [][]string
	for _, row := range t.Rows {
		var cells []string
		for _, c := range row {
			if c.Name {
				cells = append(cells, codeCell(strings.ReplaceAll(strings.Join(c.Lines, ", "), ":,  ", ":")))
			} else {
				cells = append(cells, textCell(strings.Join(c.Lines, " ")))
			}
		}
		rows = append(rows, cells)
	}
	shown, room := 0, ticketSize-m.out.Len()
	for _, row := range rows {
		if room -= len(strings.Join(row, " | ")) + len("|  |\n"); room < 0 {
			break
		}
		shown++
	}
	m.table(t.Header, rows[:shown])
	if left := len(rows) - shown; left > 0 {
		m.line(wording.Count(left, "more row") + " left out, so that this fits into a ticket: `-o html` has everything.")
	}
}
