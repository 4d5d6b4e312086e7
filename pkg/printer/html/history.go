package html

import (
	_ "embed"
	"io"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/past"
)

// historyHTML is the page of a history.
//
//go:embed history.gohtml
var historyHTML string

// WriteHistory writes the report of a history as one page. It returns the error of the template, which is a
// fault of this program, or of the writer.
func WriteHistory(w io.Writer, r *past.Report) error {
	css, policy := style()
	return write(w, historyHTML, struct {
		*past.Report
		page
		Size calendarSize
	}{r, page{css, policy}, sizeOf(&r.Calendar)})
}

// calendarSize are the measures of the calendar in units of its drawing.
type calendarSize struct{ Width, Height, Label, Cell, Top int }

// sizeOf measures a calendar: the cells are squares, and names of nodes have a column of their own.
func sizeOf(c *past.Calendar) calendarSize {
	const cell, top = 14, 22
	longest := 0
	for i := range c.Rows {
		longest = max(longest, len([]rune(c.Rows[i].Node)))
	}
	label := longest*7 + 12
	return calendarSize{Width: label + len(c.Days)*cell + 30, Height: top + len(c.Rows)*cell + 4, Label: label, Cell: cell, Top: top}
}

// X is where a day begins, Y where a node does.
func (s calendarSize) X(i int) int { return s.Label + i*s.Cell }

// Y is where the row of a node begins.
func (s calendarSize) Y(i int) int { return s.Top + i*s.Cell }

// Side is the side of a square.
func (s calendarSize) Side() int { return s.Cell - 2 }

// Base is where the text of a row stands.
func (s calendarSize) Base(i int) int { return s.Y(i) + s.Cell - 4 }
