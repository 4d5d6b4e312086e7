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

// Narrowed returns a table that fits a terminal of so many columns, 0 being no limit, because the widest
// cells of one column are cut in their middle. It does not fit where the other columns are too wide.
func Narrowed(g layout.Grid, column string, width int) layout.Grid {
	if over := g.Width(true) - width; width > 0 && over > 0 {
		return g.Narrowed(column, over, 0, middle)
	}
	return g
}

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
