// Package hyperlink says which terminals take links (OSC 8).
package hyperlink

import (
	"slices"
	"strconv"
	"strings"
)

// Taken reports whether a terminal takes links, by what it says of itself in the environment.
// FORCE_HYPERLINK decides, 0 for none; only one that is dumb never has them. Multiplexers pass links on or
// not, whatever terminal they are in.
// Source: https://github.com/Alhadis/OSC8-Adoption and https://github.com/jamestalmage/supports-hyperlinks.
func Taken(getenv func(string) string) bool {
	const vte = 5000 // VTE 0.50
	term, force := getenv("TERM"), getenv("FORCE_HYPERLINK")
	switch {
	case term == "dumb":
		return false
	case force != "":
		return force != "0"
	case strings.HasPrefix(term, "screen"), strings.HasPrefix(term, "tmux"):
		return false
	}
	version, _ := strconv.Atoi(getenv("VTE_VERSION"))
	return version >= vte || getenv("WT_SESSION") != "" || getenv("KONSOLE_VERSION") != "" || getenv("DOMTERM") != "" ||
		slices.Contains([]string{"iTerm.app", "WezTerm", "vscode", "ghostty", "Hyper"}, getenv("TERM_PROGRAM")) ||
		slices.Contains([]string{"xterm-kitty", "foot", "alacritty"}, term)
}
