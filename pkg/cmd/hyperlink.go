package cmd

import (
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer"
)

// takesLinks reports whether standard output is a terminal that takes links (OSC 8), by what terminals
// say of themselves in the environment. FORCE_HYPERLINK decides where they say nothing, but nothing puts
// a link into a pipe. Multiplexers pass links on or not, whatever terminal they are in.
// Source: https://github.com/Alhadis/OSC8-Adoption and https://github.com/jamestalmage/supports-hyperlinks.
func (s System) takesLinks(color string) bool {
	term := s.Getenv("TERM")
	if _, terminal := s.Terminal(s.Streams.Out); !terminal || color == "never" || term == "dumb" {
		return false
	}
	if force := s.Getenv("FORCE_HYPERLINK"); force != "" {
		return force != "0"
	}
	if strings.HasPrefix(term, "screen") || strings.HasPrefix(term, "tmux") {
		return false
	}
	const vte = 5000 // VTE 0.50
	version, _ := strconv.Atoi(s.Getenv("VTE_VERSION"))
	return version >= vte || s.Getenv("WT_SESSION") != "" || s.Getenv("KONSOLE_VERSION") != "" || s.Getenv("DOMTERM") != "" ||
		slices.Contains([]string{"iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper"}, s.Getenv("TERM_PROGRAM")) ||
		slices.Contains([]string{"xterm-kitty", "foot", "alacritty"}, term)
}

// withLinks returns a style whose words lead to the pages of a table.
func withLinks(style printer.Style, t *knowledge.Table) printer.Style {
	style.Link = printer.Links(t.Entry, t.Entries)
	return style
}

// linked prints with the links of the table. What a pager shows has none: not each takes them.
func linked(print func(printer.Style) output, style printer.Style) output {
	return func(w io.Writer, r result, t *knowledge.Table) error { return print(withLinks(style, t))(w, r, t) }
}
