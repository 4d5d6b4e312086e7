package printer

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// Page collects the lines of one result.
type Page struct {
	Style
	palette palette
	out     strings.Builder
	// parted is true when an empty line is due before the next one.
	parted bool
}

// NewPage is an empty page.
func NewPage(s Style) *Page {
	s.Width = max(s.Width, 0)
	return &Page{Style: s, palette: newPalette(s.Color)}
}

// paint colours a finished text.
func (p *Page) paint(ink Ink, text string) string { return p.palette.paint(ink, text) }

// text is what was added so far.
func (p *Page) text() string { return p.out.String() }

// flush writes the page.
func (p *Page) flush(w io.Writer) error {
	if _, err := io.WriteString(w, p.out.String()); err != nil {
		return fmt.Errorf("writing the result: %w", err)
	}
	return nil
}

// put adds finished lines.
func (p *Page) put(ink Ink, lines ...string) {
	for _, line := range lines {
		if p.parted && p.out.Len() > 0 {
			p.out.WriteByte('\n')
		}
		p.parted = false
		line = strings.TrimRight(line, " ")
		text := strings.TrimLeft(line, " ")
		p.out.WriteString(line[:len(line)-len(text)])
		p.out.WriteString(p.paint(ink, text))
		p.out.WriteByte('\n')
	}
}

// lines adds the finished lines of a cell.
func (p *Page) lines(c cell) {
	for _, l := range c {
		p.put(l.ink, l.text)
	}
}

// prose adds text that wraps, hanging under the end of the prefix. Without text there is no line.
func (p *Page) prose(ink Ink, prefix, text string) {
	if words := strings.Fields(text); len(words) > 0 {
		p.words(ink, prefix, words...)
	}
}

// words is prose whose words may hold spaces.
func (p *Page) words(ink Ink, prefix string, words ...string) {
	p.put(ink, hang(prefix, words, p.Width)...)
}

// names adds a list of names, none of them divided.
func (p *Page) names(prefix string, list []string) {
	if len(list) == 0 {
		return
	}
	words := make([]string, len(list))
	for i, name := range list {
		words[i] = name + ","
	}
	words[len(words)-1] = list[len(list)-1]
	p.words(inkPlain, prefix, words...)
}

// part sets what follows off by one empty line, unless nothing comes before or after it.
func (p *Page) part() { p.parted = true }

// heading begins a section.
func (p *Page) heading(text string) {
	p.part()
	p.prose(inkHead, "", text)
}

// command adds a line that can be copied: indented by spaces only, never wrapped.
func (p *Page) command(indent int, line string) {
	p.put(inkShell, spaces(indent)+line)
}

// field is a label with its colon and what belongs to it. An empty text leaves the field out.
type field struct {
	label, text string
	ink         Ink
}

// fields adds labels with their texts one under the other. It uses up the list.
func (p *Page) fields(indent int, list []field) {
	list = slices.DeleteFunc(list, func(f field) bool { return f.text == "" })
	width := 0
	for _, f := range list {
		width = max(width, displayWidth(f.label))
	}
	for _, f := range list {
		p.prose(f.ink, spaces(indent)+pad(f.label, width+gutter), f.text)
	}
}
