package layout

import (
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/clean"
)

// Spaces are so many spaces, none where n is negative.
func Spaces(n int) string { return strings.Repeat(" ", max(n, 0)) }

// Pad fills s with spaces up to width.
func Pad(s string, width int) string { return s + Spaces(width-clean.Width(s)) }

// Hang lays words out after a prefix and, from the second line on, under its end. No line
// is wider than width except by its prefix and a single word; a width of 0 is no limit.
// A word may hold spaces: it is not divided.
func Hang(prefix string, words []string, width int) []string {
	indent := clean.Width(prefix)
	var lines []string
	line, column := []byte(prefix), indent
	done := func() { lines = append(lines, strings.TrimRight(string(line), " ")) }
	for i, word := range words {
		w := clean.Width(word)
		switch {
		case i == 0:
		case width > 0 && column+1+w > width:
			done()
			line, column = append(line[:0], Spaces(indent)...), indent
		default:
			line = append(line, ' ')
			column++
		}
		line = append(line, word...)
		column += w
	}
	done()
	return lines
}

// SplitSlashes divides words that are wider than width after their slashes. It is for paths in
// prose.
func SplitSlashes(words []string, width int) []string {
	var out []string
	for _, word := range words {
		if width <= 0 || clean.Width(word) <= width {
			out = append(out, word)
			continue
		}
		out = append(out, strings.SplitAfter(word, "/")...)
	}
	return out
}

// SplitWide divides words that are wider than width. It is for raw messages in a narrow column,
// never for names.
func SplitWide(words []string, width int) []string {
	var out []string
	for _, word := range words {
		part, used := "", 0
		for _, r := range word {
			w := clean.Width(string(r))
			if used+w > width && used > 0 {
				out = append(out, part)
				part, used = "", 0
			}
			part += string(r)
			used += w
		}
		out = append(out, part)
	}
	return out
}

// Wrap lays text out over lines of at most width columns, except for words that are wider.
func Wrap(text string, width int) []string { return Hang("", strings.Fields(text), width) }

// WrapBlock wraps the lines of a text one by one under their own indentation. A line that
// fits stays as it is.
func WrapBlock(text string, width int) []string {
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		if width <= 0 || clean.Width(line) <= width {
			lines = append(lines, line)
			continue
		}
		indent := len(line) - len(strings.TrimLeft(line, " "))
		lines = append(lines, Hang(Spaces(min(indent, width/2)), strings.Fields(line), width)...)
	}
	return lines
}
