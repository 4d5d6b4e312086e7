package brief

import (
	"strconv"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/clean"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/document"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/layout"
)

// row is a problem in the table.
type row struct {
	id, nodes      string
	title, code    string // the problem in plain words, and its name
	unknown        bool   // the code is one that the table does not know
	cause          string // what the title does not say: why the nodes are down, and the cause
	next           string
	first, longest string
	ink            layout.Ink
}

// rows returns the problems in their order. Where nothing is cut they have all their names.
func (s screen) rows(lines []document.Line) []row {
	rows := make([]row, len(lines))
	for i, l := range lines {
		rows[i] = row{
			id: strconv.Itoa(l.ID), nodes: strconv.Itoa(l.Nodes), title: l.Title, code: l.Code, unknown: l.Unknown,
			cause: l.Cause, next: l.Next, first: l.First, longest: l.Longest(), ink: Inks[l.FixTone],
		}
		if s.Width == 0 {
			rows[i].code = l.Codes
		}
	}
	return rows
}

// named is the title with the code behind it.
func (r row) named() string { return named(r.title, r.code) }

// within is the same without the code where both are wider than width; 0 is no limit. A code that
// the table does not know says more than its title.
func (r row) within(width int) string {
	switch {
	case width <= 0 || clean.Width(r.named()) <= width:
		return r.named()
	case r.unknown:
		code := middle(r.code, width/2)
		return named(cut(r.title, width-clean.Width(code)-len(" ()")), code)
	default:
		return r.title
	}
}

func named(title, code string) string {
	if code == "" {
		return title
	}
	return title + " (" + code + ")"
}
