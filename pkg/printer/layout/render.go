package layout

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/renderer"
	"github.com/olekukonko/tablewriter/tw"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/clean"
)

// render has the cells laid out, and puts each line of the table on the page. The library only measures: its wrapping,
// trimming and rewriting are off. It gets no colour, because it ends each coloured cell with a sequence of its own.
func (g Grid) render(headers bool, put func(cells []string, widths tw.Mapper[int, int])) error {
	section := tw.CellConfig{
		Formatting: tw.CellFormatting{AutoWrap: tw.WrapNone, AutoFormat: tw.Off},
		Alignment:  tw.CellAlignment{Global: tw.AlignLeft},
		Padding:    tw.CellPadding{Global: tw.Padding{Right: Spaces(Gutter), Overwrite: true}},
	}
	t := tablewriter.NewTable(io.Discard,
		tablewriter.WithConfig(tablewriter.Config{Header: section, Row: section}),
		tablewriter.WithTrimSpace(tw.Off), tablewriter.WithTrimLine(tw.Off),
		tablewriter.WithRenderer(aligned{renderer.NewBlueprint(tw.Rendition{
			Borders:  tw.BorderNone,
			Settings: tw.Settings{Separators: tw.SeparatorsNone, Lines: tw.LinesNone},
		}), put}))
	if headers {
		t.Header(g.Header)
	}
	for _, row := range g.Rows {
		cells := make([]string, len(row))
		for i, c := range row {
			cells[i] = c.joined("\n")
		}
		if err := t.Append(cells); err != nil {
			return fmt.Errorf("filling the table: %w", err)
		}
	}
	if err := t.Render(); err != nil {
		return fmt.Errorf("laying out the table: %w", err)
	}
	return nil
}

// aligned is a renderer that hands on the lines of a table with the widths of its columns, in place of writing them.
type aligned struct {
	*renderer.Blueprint
	put func(cells []string, widths tw.Mapper[int, int])
}

// Header hands on the lines of the header.
func (a aligned) Header(lines [][]string, f tw.Formatting) {
	for _, cells := range lines {
		a.put(cells, f.Row.Widths)
	}
}

// Row hands on a line of a row.
func (a aligned) Row(cells []string, f tw.Formatting) { a.put(cells, f.Row.Widths) }

// inks returns the colours of each line that render makes, those of a row column by column.
func (g Grid) inks(headers bool) [][]Ink {
	var out [][]Ink
	if headers {
		out = append(out, slices.Repeat([]Ink{Head}, len(g.Header)))
	}
	for _, row := range g.Rows {
		height := 1
		for _, c := range row {
			height = max(height, len(c))
		}
		for i := range height {
			inks := make([]Ink, len(row))
			for j, c := range row {
				if i < len(c) {
					inks[j] = c[i].ink
				}
			}
			out = append(out, inks)
		}
	}
	return out
}

// row returns a line of a table, with its colours.
func (p palette) row(cells []string, widths tw.Mapper[int, int], inks []Ink) string {
	var out strings.Builder
	space := 0
	for i, cell := range cells {
		if text := strings.TrimLeft(cell, " "); text != "" {
			out.WriteString(Spaces(space + len(cell) - len(text)))
			out.WriteString(p.paint(inks[i], text))
			space = -clean.Width(cell)
		}
		space += widths.Get(i)
	}
	return out.String()
}
