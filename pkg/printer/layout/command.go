package layout

import (
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/clean"
)

// more ends each line but the last of a command that is laid out over several.
const more = " \\"

// comment begins what a person has to fill in, behind an assignment.
const comment = "  # "

// margin is how many columns at the right of a terminal a command leaves free: some terminals join a
// line that is as wide as they are with the next one when it is copied.
const margin = 2

// Command lays a command out for a terminal of so many columns; 0 is no limit. It is broken before
// options, pipes and conjunctions, and where that is not enough between words. Each line but the last
// ends in a backslash, and all of them stand in brackets unless the breaks do already: the shell runs
// nothing before it has the last line, so that half a command acts on nothing, however the lines are
// cut. It is not ok where a word is too wide.
func Command(command string, indent, width int) (lines []string, ok bool) {
	width -= margin
	if width <= 0 || indent+clean.Width(command) <= width {
		return []string{Spaces(indent) + command}, true
	}
	if set, meaning, found := strings.Cut(command, comment); found {
		return commented(Spaces(indent)+set+comment, meaning, width), true
	}
	parts := parted(command)
	if open(parts) {
		parts[0].text = "(" + parts[0].text
		parts[len(parts)-1].text += ")"
	}
	lines = broken(parts, indent, width)
	for _, line := range lines {
		ok = clean.Width(line) <= width
		if !ok {
			break
		}
	}
	return lines, ok
}

// commented is an assignment with a comment that wraps.
func commented(set, meaning string, width int) []string {
	lines := Hang(set, strings.Fields(meaning), width)
	for i := range lines[1:] {
		text := strings.TrimLeft(lines[i+1], " ")
		lines[i+1] = Spaces(clean.Width(set)-len("# ")) + "# " + text
	}
	return lines
}

// part is a piece of a command before which a line may end.
type part struct {
	text string
	// first is set for an option, a pipe or a conjunction: the better places.
	first bool
	// inside is set where the piece stands within a bracket that opened before it.
	inside bool
}

// parted divides a command at its spaces, but not within quotes.
func parted(command string) []part {
	var parts []part
	depth, start := 0, 0
	var quote byte
	escaped := false
	next := part{first: true}
	for i := range len(command) {
		switch b := command[i]; {
		case escaped:
			escaped = false
		case b == '\\' && quote != '\'':
			escaped = true
		case quote != 0:
			if b == quote {
				quote = 0
			}
		case b == '\'' || b == '"':
			quote = b
		case b == '(':
			depth++
		case b == ')':
			depth--
		case b == ' ' && i+1 < len(command):
			next.text = command[start:i]
			parts = append(parts, next)
			start = i + 1
			next = part{first: strings.ContainsRune("-|&", rune(command[start])), inside: depth > 0}
		}
	}
	next.text = command[start:]
	return append(parts, next)
}

// open reports whether a line could end outside of all brackets.
func open(parts []part) bool {
	for _, p := range parts[1:] {
		if !p.inside {
			return true
		}
	}
	return false
}

// broken puts the pieces into lines: those from one better place to the next stay together where they fit.
func broken(parts []part, indent, width int) []string {
	var lines []string
	line := Spaces(indent)
	put := func(text string, last bool) {
		room := width - len(more)
		if last {
			room = width
		}
		switch {
		case strings.TrimSpace(line) == "":
			line += text
		case clean.Width(line)+1+clean.Width(text) <= room:
			line += " " + text
		default:
			lines, line = append(lines, line+more), Spaces(indent+Gutter)+text
		}
	}
	for i := 0; i < len(parts); {
		end := i + 1
		for end < len(parts) && !parts[end].first {
			end++
		}
		words := make([]string, end-i)
		for j := range words {
			words[j] = parts[i+j].text
		}
		if together := strings.Join(words, " "); indent+Gutter+clean.Width(together)+len(more) <= width {
			words = []string{together}
		}
		for j, word := range words {
			put(word, end == len(parts) && j == len(words)-1)
		}
		i = end
	}
	return append(lines, line)
}
