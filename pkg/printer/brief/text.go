package brief

import (
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/clean"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/layout"
)

// mark stands where text was cut.
const mark = "..."

// hang wraps text after a prefix into at most n lines, 0 being no limit. No line is wider than
// width: a word that is too wide is cut in its middle, and the end of the text where n is passed.
func hang(prefix, text string, width, n int) []string {
	words := strings.Fields(text)
	if len(words) == 0 {
		return nil
	}
	if width > 0 {
		for i := range words {
			words[i] = middle(words[i], width-clean.Width(prefix))
		}
	}
	lines := layout.Hang(prefix, words, width)
	if n <= 0 || len(lines) <= n {
		return lines
	}
	indent := lines[n-1][:len(prefix)] // the prefix is ASCII
	lines[n-1] = indent + ended(lines[n-1][len(prefix):], width-len(prefix))
	return lines[:n]
}

// ended is text with the mark behind its last word that leaves room for it.
func ended(text string, width int) string {
	for clean.Width(text)+len(mark) > width {
		space := strings.LastIndexByte(text, ' ')
		if space < 0 {
			return middle(text+mark, width)
		}
		text = text[:space]
	}
	return strings.TrimRight(text, " ,;:.") + mark
}

// cut returns text in one line of at most width columns; 0 is no limit.
func cut(text string, width int) string { return strings.Join(hang("", text, width, 1), "") }

// middle cuts a name that is too wide in its middle: names of nodes differ in their ends.
func middle(name string, width int) string {
	if width <= 0 || clean.Width(name) <= width {
		return name
	}
	if width <= len(mark) {
		return mark[:width]
	}
	tail := (width - len(mark)) / 2
	head := width - len(mark) - tail
	runes := []rune(name)
	front, back := 0, len(runes)
	for used := 0; front < len(runes) && used+clean.Width(string(runes[front])) <= head; front++ {
		used += clean.Width(string(runes[front]))
	}
	for used := 0; back > front && used+clean.Width(string(runes[back-1])) <= tail; back-- {
		used += clean.Width(string(runes[back-1]))
	}
	return string(runes[:front]) + mark + string(runes[back:])
}

// shell lays a command out over lines of at most width columns, each but the last ending in a
// backslash: a part of it that is pasted waits for the rest. It is broken before options alone, so
// that what narrows the command stays behind its verb. It is not ok where a word is too wide.
func shell(command string, indent, width int) (lines []string, ok bool) {
	const more = " \\"
	if width <= 0 || indent+clean.Width(command) <= width {
		return []string{layout.Spaces(indent) + command}, true
	}
	line := ""
	for _, part := range options(command) {
		switch {
		case line == "":
			line = layout.Spaces(indent) + part
		case clean.Width(line)+1+clean.Width(part)+len(more) <= width:
			line += " " + part
		default:
			lines, line = append(lines, line+more), layout.Spaces(indent+layout.Gutter)+part
		}
		if clean.Width(line)+len(more) > width {
			return nil, false
		}
	}
	return append(lines, line), true
}

// options divides a command before its options, but not within quotes or brackets. An option that
// narrows what the verb acts on stays with it.
func options(command string) []string {
	var parts []string
	depth, start := 0, 0
	var quote byte
	for i := range len(command) {
		b := command[i]
		switch {
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
		case b == ' ' && depth == 0 && i+1 < len(command) && command[i+1] == '-' && !narrows(command[i+1:]):
			parts, start = append(parts, command[start:i]), i+1
		}
	}
	return append(parts, command[start:])
}

// narrows reports whether a command goes on with the option without which it would act on more.
func narrows(rest string) bool {
	for _, option := range []string{"--instance-id", "--machine-names"} {
		if strings.HasPrefix(rest, option) {
			return true
		}
	}
	return false
}
