package printer

import (
	"strings"
)

// without is the table without a column.
func (g grid) without(title string) grid {
	var out grid
	for i, header := range g.header {
		if header == title {
			continue
		}
		out.header = append(out.header, header)
		for j := range g.rows {
			if len(out.rows) <= j {
				out.rows = append(out.rows, nil)
			}
			out.rows[j] = append(out.rows[j], g.rows[j][i])
		}
	}
	return out
}

// gutter is the space between two columns.
const gutter = 2

// grid is a table of finished cells. Its rows are as long as its header.
type grid struct {
	header []string
	rows   [][]cell
}

// cell is the lines of one cell.
type cell []line

// line is a piece of a cell that is already as narrow as it has to be.
type line struct {
	text string
	ink  Ink
}

// one is a cell of one line.
func one(text string, ink Ink) cell {
	if text == "" {
		return cell{{text: nothing}}
	}
	return cell{{text, ink}}
}

// add appends lines of one colour to a cell.
func (c cell) add(ink Ink, texts ...string) cell {
	for _, text := range texts {
		c = append(c, line{text, ink})
	}
	return c
}

func (c cell) width() int {
	width := 0
	for _, l := range c {
		width = max(width, displayWidth(l.text))
	}
	return width
}

// ink is the colour of the first line.
func (c cell) ink() Ink {
	if len(c) == 0 {
		return inkPlain
	}
	return c[0].ink
}

func (c cell) texts() []string {
	texts := make([]string, len(c))
	for i, l := range c {
		texts[i] = l.text
	}
	return texts
}

// width is how many columns the table takes.
func (g grid) width(headers bool) int {
	total := gutter * (len(g.header) - 1)
	for i, title := range g.header {
		width := 0
		if headers {
			width = displayWidth(title)
		}
		for _, row := range g.rows {
			width = max(width, row[i].width())
		}
		total += width
	}
	return total
}

// fits says whether a table of that width can be shown as one.
func (p *Page) fits(width int) bool { return p.Width == 0 || width <= p.Width }

// table adds a table, or one record per row when it is too wide.
func (p *Page) table(indent int, g grid) error {
	if len(g.rows) == 0 {
		return nil
	}
	if !p.fits(indent + g.width(!p.NoHeaders)) {
		p.records(indent, g)
		return nil
	}
	text, err := g.render(!p.NoHeaders)
	if err != nil {
		return err
	}
	pieces := g.pieces(!p.NoHeaders)
	for i, row := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
		p.put(inkPlain, spaces(indent)+p.palette.overlay(strings.TrimRight(row, " "), pieces[i]))
	}
	return nil
}

// nothing stands in a cell without text, so that columns can be counted.
const nothing = "-"

// records adds a table row by row, each cell that holds something on a line with its
// header as label.
func (p *Page) records(indent int, g grid) {
	for i, row := range g.rows {
		if i > 0 {
			p.part()
		}
		var list []field
		for j, c := range row {
			if text := strings.Join(c.texts(), " "); text != nothing {
				list = append(list, field{g.header[j] + ":", text, c.ink()})
			}
		}
		p.fields(indent, list)
	}
}
