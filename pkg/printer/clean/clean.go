package clean

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxMarks is how many combining marks may follow one character. Scripts that stack marks
// need up to three or four; more of them paint over the lines around it.
const maxMarks = 4

// tabStop is the distance of the tab stops that Block expands tabs to.
const tabStop = 8

// Line makes untrusted text fit for one line of a terminal. Letters, digits, marks,
// punctuation and symbols of any script and the space stay. Everything else is written as
// Go's escape for it: control characters (\x1b, \u009b), what changes the direction of
// text or is invisible (\u202e, \u200b), separators and spaces other than the ASCII space,
// private and unassigned characters, and bytes that are not UTF-8 (\xff). So are a
// combining mark with nothing to combine with and those after the fourth on one character.
//
// Printable ASCII is unchanged, a backslash too: text that already holds an escape looks
// the same as what the escape stands for. Cleaning of cleaned text changes nothing.
func Line(s string) string {
	if isASCII(s) {
		return s
	}
	var c cleaner
	c.write(s, false)
	return c.out.String()
}

// Block is Line for text of several lines: line feeds and the CR LF of Windows end a
// line, tabs become spaces up to the next multiple of eight columns, and spaces at the end
// of a line and empty lines at the end of the text are dropped.
func Block(s string) string {
	var lines []string
	for line := range strings.SplitSeq(s, "\n") {
		if line = strings.TrimRight(line, " \t\r"); !isASCII(line) {
			var c cleaner
			c.write(line, true)
			line = strings.TrimRight(c.out.String(), " ")
		}
		lines = append(lines, line)
	}
	return strings.TrimRight(strings.Join(lines, "\n"), "\n")
}

// isASCII reports whether s is printable ASCII only, as nearly all text is.
func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

type cleaner struct {
	out strings.Builder
	// based is true when the last character can carry marks; marks counts those it has.
	based bool
	marks int
	// stop is the length of out at the last tab stop that a tab reached.
	stop int
}

func (c *cleaner) write(s string, expandTabs bool) {
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			c.base(fmt.Sprintf(`\x%02x`, s[i]))
		case r == '\t' && expandTabs:
			c.base(strings.Repeat(" ", tabStop-Width(c.out.String()[c.stop:])%tabStop))
			c.stop = c.out.Len()
		case unicode.IsMark(r) && printable(r) && c.based && c.marks < maxMarks:
			c.out.WriteRune(r)
			c.marks++
		case unicode.IsMark(r) || !printable(r):
			c.base(escape(r))
		default:
			c.base(string(r))
		}
		i += size
	}
}

func (c *cleaner) base(s string) {
	c.out.WriteString(s)
	c.based, c.marks = !strings.HasSuffix(s, " "), 0
}

// printable reports whether a terminal shows r and moves by its width. Beyond what Unicode
// calls printable it leaves out characters that are drawn as nothing.
func printable(r rune) bool {
	const brailleBlank = '\u2800'
	return unicode.IsPrint(r) && r != brailleBlank &&
		!unicode.In(r, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point)
}

func escape(r rune) string {
	quoted := strconv.QuoteRuneToASCII(r)
	return quoted[1 : len(quoted)-1]
}
