package layout

import (
	"slices"
	"strings"

	"github.com/olekukonko/tablewriter/tw"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/clean"
)

// Gutter is the space between two columns.
const Gutter = 2

// Grid is a table of finished cells. Its rows are as long as its header.
type Grid struct {
	Header []string
	Rows   [][]Cell
}

// Cell is the lines of one cell.
type Cell []line

// line is a piece of a cell that is already as narrow as it has to be.
type line struct {
	Text string
	ink  Ink
}

// OneLine returns a cell of one line.
func OneLine(text string, ink Ink) Cell {
	if text == "" {
		return Cell{{Text: Empty}}
	}
	return Cell{{text, ink}}
}

// Add appends lines of one ink to a cell.
func (c Cell) Add(ink Ink, texts ...string) Cell {
	for _, text := range texts {
		c = append(c, line{text, ink})
	}
	return c
}

func (c Cell) width() int {
	width := 0
	for _, l := range c {
		width = max(width, clean.Width(l.Text))
	}
	return width
}

// ink returns the colour of the first line.
func (c Cell) ink() Ink {
	if len(c) == 0 {
		return Plain
	}
	return c[0].ink
}

// joined returns the lines with something between them.
func (c Cell) joined(by string) string {
	if len(c) == 1 {
		return c[0].Text
	}
	texts := make([]string, len(c))
	for i, l := range c {
		texts[i] = l.Text
	}
	return strings.Join(texts, by)
}

// Width is how many columns the table takes.
func (g Grid) Width(headers bool) int {
	total := Gutter * (len(g.Header) - 1)
	for i, title := range g.Header {
		width := 0
		if headers {
			width = clean.Width(title)
		}
		for _, row := range g.Rows {
			width = max(width, row[i].width())
		}
		total += width
	}
	return total
}

// Fits reports whether a table of that width fits the terminal.
func (p *Page) Fits(width int) bool { return p.Width == 0 || width <= p.Width }

// Table adds a table, or one record per row when it is too wide.
func (p *Page) Table(indent int, g Grid) error {
	if len(g.Rows) == 0 {
		return nil
	}
	if !p.Fits(indent + g.Width(!p.NoHeaders)) {
		p.records(indent, g)
		return nil
	}
	inks := g.inks(!p.NoHeaders)
	return g.render(!p.NoHeaders, func(cells []string, widths tw.Mapper[int, int]) {
		p.Put(Plain, Spaces(indent)+p.palette.row(cells, widths, inks[0]))
		inks = inks[1:]
	})
}

// Empty stands in a cell without text, so that columns can be counted.
const Empty = "-"

// records adds a table row by row, each cell that holds something on a line with its
// header as label.
func (p *Page) records(indent int, g Grid) {
	for i, row := range g.Rows {
		if i > 0 {
			p.Blank()
		}
		var list []Field
		for j, c := range row {
			if text := c.joined(" "); text != Empty {
				list = append(list, Field{g.Header[j] + ":", text, c.ink()})
			}
		}
		p.Fields(indent, list)
	}
}

// Narrowed returns the table with the widest cells of a column that much narrower, as cut makes
// them, but not below least.
func (g Grid) Narrowed(title string, by, least int, cut func(text string, width int) string) Grid {
	column := slices.Index(g.Header, title)
	if column < 0 {
		return g
	}
	width := clean.Width(title)
	for _, row := range g.Rows {
		width = max(width, row[column].width())
	}
	out := Grid{Header: g.Header}
	for _, row := range g.Rows {
		row = slices.Clone(row)
		row[column] = slices.Clone(row[column])
		for i := range row[column] {
			row[column][i].Text = cut(row[column][i].Text, max(width-by, least, clean.Width(title)))
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

// Without returns the table without the column of a title.
func (g Grid) Without(title string) Grid {
	var out Grid
	for i, header := range g.Header {
		if header == title {
			continue
		}
		out.Header = append(out.Header, header)
		for j := range g.Rows {
			if len(out.Rows) <= j {
				out.Rows = append(out.Rows, nil)
			}
			out.Rows[j] = append(out.Rows[j], g.Rows[j][i])
		}
	}
	return out
}
