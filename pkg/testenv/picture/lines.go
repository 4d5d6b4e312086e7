package picture

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"
)

// run is text of one colour with single spaces at most, and the column where it begins.
type run struct {
	column int
	text   string
	style
}

// line is the runs of one line.
type line []run

// style is how text is drawn.
type style struct {
	ink  string
	bold bool
}

// width is how many columns a run has.
func (r run) width() int { return utf8.RuneCountInString(r.text) }

// class returns the classes of a run in the style sheet.
func (r run) class() string {
	if r.bold {
		return r.ink + " bold"
	}
	return r.ink
}

// escape matches the sequences that set colours, the only ones that output has.
var escape = regexp.MustCompile(`\x1b\[([0-9;]*)m`)

// gap matches what parts two runs: columns are aligned by two spaces or more.
var gap = regexp.MustCompile(` {2,}`)

// split takes a text apart.
func split(text string) ([]line, error) {
	var lines []line
	now := style{ink: "plain"}
	for text := range strings.Lines(text) {
		text = strings.TrimSuffix(text, "\n")
		var l line
		column, from := 0, 0
		for _, place := range escape.FindAllStringSubmatchIndex(text, -1) {
			l, column = l.add(text[from:place[0]], column, now)
			var err error
			if now, err = now.set(text[place[2]:place[3]]); err != nil {
				return nil, err
			}
			from = place[1]
		}
		l, _ = l.add(text[from:], column, now)
		if strings.Contains(escape.ReplaceAllString(text, ""), "\x1b") {
			return nil, fmt.Errorf("%q has an escape sequence that sets no colour", text)
		}
		lines = append(lines, l)
	}
	return lines, nil
}

// add puts text of one colour behind a line, and returns where the next begins.
func (l line) add(text string, column int, s style) (line, int) {
	for text != "" {
		words, space := text, ""
		if place := gap.FindStringIndex(text); place != nil {
			words, space = text[:place[0]], text[place[0]:place[1]]
		}
		text = text[len(words)+len(space):]
		if trimmed := strings.TrimLeft(words, " "); trimmed != "" {
			start := column + len(words) - len(trimmed)
			l = append(l, run{column: start, text: strings.TrimRight(trimmed, " "), style: s})
		}
		column += utf8.RuneCountInString(words) + len(space)
	}
	return l, column
}

// ofTable are the colours of the table of 256 that output has. Yellow is behind the text there; the
// picture has no background but its own.
var ofTable = map[string]string{"38;5;131": "red", "38;5;29": "green", "38;5;16": "plain", "48;5;178": "yellow"}

// extended matches a colour of that table within the numbers of an escape sequence.
var extended = regexp.MustCompile(`[34]8;5;\d+`)

// set returns the style after the numbers of an escape sequence.
func (s style) set(numbers string) (style, error) {
	if numbers == "" {
		return style{ink: "plain"}, nil
	}
	for _, one := range extended.FindAllString(numbers, -1) {
		if s.ink = ofTable[one]; s.ink == "" {
			return s, fmt.Errorf("there is no colour %q", one)
		}
	}
	for number := range strings.SplitSeq(extended.ReplaceAllString(numbers, ""), ";") {
		switch number {
		case "0":
			s = style{ink: "plain"}
		case "1":
			s.bold = true
		case "22":
			s.bold = false
		case "39":
			s.ink = "plain"
		case "", "25": // nothing is left of a colour; no text blinks
		default:
			return s, fmt.Errorf("there is no colour %q", number)
		}
	}
	return s, nil
}
