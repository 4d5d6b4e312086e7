package cmd

import (
	"fmt"
	"io"
	"slices"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cmd/hyperlink"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer"
)

// colorModes are the values of --color.
var colorModes = []string{"auto", "always", "never"}

const colorUsage = "Use colour: auto (on a terminal, unless NO_COLOR is set), always, never, which makes no links either. FORCE_HYPERLINK=1 or 0 decides where links are made."

// screenHeight is that of a terminal that does not report its own.
const screenHeight = 24

// widestLine is how wide a line is at most in a terminal that has no room for wide tables, in columns: what
// is copied into a chat or a ticket stays as it is there.
const widestLine = 78

// textStyle is how text for people is written to standard output.
func textStyle(sys System, color string) (printer.Style, error) {
	if !slices.Contains(colorModes, color) {
		return printer.Style{}, fmt.Errorf("--color is %q: write auto, always or never", color)
	}
	width, terminal := sys.Terminal(sys.Streams.Out)
	if terminal && width < wideTable { // a wider one is for tables
		width = min(width, widestLine)
	}
	style := printer.Style{Width: width, Color: sys.colored(color, sys.Streams.Out)}
	if terminal && sys.Height != nil {
		style.Height = sys.Height(sys.Streams.Out)
	}
	if terminal && style.Height <= 0 {
		style.Height = screenHeight
	}
	return style, nil
}

// colored reports whether to write colour to a stream: as the flag says, or by itself to a
// terminal that is not dumb, unless NO_COLOR is set to anything (https://no-color.org).
func (s System) colored(flag string, w io.Writer) bool {
	if flag != "auto" {
		return flag == "always"
	}
	_, terminal := s.Terminal(w)
	return terminal && s.Getenv("NO_COLOR") == "" && s.Getenv("TERM") != "dumb"
}

// columns is the width of the terminal that a stream is, 0 for anything else.
func (s System) columns(stream any) int {
	width, _ := s.Terminal(stream)
	return width
}

// paged has the pager show what is written to standard output, where that is a terminal with room for
// one and the user did not turn it off.
func (s System) paged(w io.Writer, off bool, write func(io.Writer) error) error {
	_, terminal := s.Terminal(s.Streams.Out)
	if off || !terminal || s.Pager == nil || s.Getenv("TERM") == "dumb" {
		return write(w)
	}
	return s.Pager(s.Getenv("PAGER"), write)
}

// takesLinks reports whether standard output is a terminal that takes links: nothing puts one into a pipe.
func (s System) takesLinks(color string) bool {
	_, terminal := s.Terminal(s.Streams.Out)
	return terminal && color != "never" && hyperlink.Taken(s.Getenv)
}

// withLinks returns a style whose words lead to the pages of a table.
func withLinks(style printer.Style, t *knowledge.Table) printer.Style {
	style.Link = printer.Links(t.Entry, t.Entries)
	return style
}
