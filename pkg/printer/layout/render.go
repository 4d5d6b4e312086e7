package layout

import (
	"fmt"
	"strings"

	"github.com/olekukonko/tablewriter"
	"github.com/olekukonko/tablewriter/renderer"
	"github.com/olekukonko/tablewriter/tw"
)

// render lays the cells out. The library only aligns: its wrapping, trimming and
// rewriting are off. It gets no colour, because it ends each coloured cell with a sequence
// of its own.
func (g Grid) render(headers bool) (string, error) {
	var out strings.Builder
	section := tw.CellConfig{
		Formatting: tw.CellFormatting{AutoWrap: tw.WrapNone, AutoFormat: tw.Off},
		Alignment:  tw.CellAlignment{Global: tw.AlignLeft},
		Padding:    tw.CellPadding{Global: tw.Padding{Right: Spaces(Gutter), Overwrite: true}},
	}
	t := tablewriter.NewTable(&out,
		tablewriter.WithConfig(tablewriter.Config{Header: section, Row: section}),
		tablewriter.WithTrimSpace(tw.Off), tablewriter.WithTrimLine(tw.Off),
		tablewriter.WithRenderer(renderer.NewBlueprint(tw.Rendition{
			Borders:  tw.BorderNone,
			Settings: tw.Settings{Separators: tw.SeparatorsNone, Lines: tw.LinesNone},
		})))
	if headers {
		t.Header(g.Header)
	}
	for _, row := range g.Rows {
		cells := make([]string, len(row))
		for i, c := range row {
			cells[i] = strings.Join(c.texts(), "\n")
		}
		if err := t.Append(cells); err != nil {
			return "", fmt.Errorf("filling the table: %w", err)
		}
	}
	if err := t.Render(); err != nil {
		return "", fmt.Errorf("laying out the table: %w", err)
	}
	return out.String(), nil
}

// lines returns the cells' lines, one list for each line that render makes.
func (g Grid) lines(headers bool) [][]line {
	var out [][]line
	if headers {
		var titles []line
		for _, title := range g.Header {
			titles = append(titles, line{title, Head})
		}
		out = append(out, titles)
	}
	for _, row := range g.Rows {
		height := 1
		for _, c := range row {
			height = max(height, len(c))
		}
		for i := range height {
			var pieces []line
			for _, c := range row {
				if i < len(c) {
					pieces = append(pieces, c[i])
				}
			}
			out = append(out, pieces)
		}
	}
	return out
}

// paintRow colours the pieces of a finished line. They are in it in their order, with only
// spaces between them.
func (p palette) paintRow(row string, pieces []line) string {
	var out strings.Builder
	for _, piece := range pieces {
		text := strings.TrimSpace(piece.Text)
		at := strings.Index(row, text)
		if at < 0 {
			break
		}
		out.WriteString(row[:at] + p.paint(piece.ink, text))
		row = row[at+len(text):]
	}
	return out.String() + row
}
