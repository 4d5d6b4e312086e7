package printer

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/fatih/color"
)

// page collects the lines of one result.
type page struct {
	Style
	palette
	out strings.Builder
	// parted is true when an empty line is due before the next one.
	parted bool
}

func newPage(s Style) *page {
	s.Width = max(s.Width, 0)
	return &page{Style: s, palette: newPalette(s.Color)}
}

// flush writes the page.
func (p *page) flush(w io.Writer) error {
	if _, err := io.WriteString(w, p.out.String()); err != nil {
		return fmt.Errorf("writing the result: %w", err)
	}
	return nil
}

// put adds finished lines.
func (p *page) put(ink *color.Color, lines ...string) {
	for _, line := range lines {
		if p.parted && p.out.Len() > 0 {
			p.out.WriteByte('\n')
		}
		p.parted = false
		line = strings.TrimRight(line, " ")
		text := strings.TrimLeft(line, " ")
		p.out.WriteString(line[:len(line)-len(text)])
		p.out.WriteString(paint(ink, text))
		p.out.WriteByte('\n')
	}
}

// lines adds the finished lines of a cell.
func (p *page) lines(c cell) {
	for _, l := range c {
		p.put(l.ink, l.text)
	}
}

// prose adds text that wraps, hanging under the end of the prefix. Without text there is no line.
func (p *page) prose(ink *color.Color, prefix, text string) {
	if words := strings.Fields(text); len(words) > 0 {
		p.words(ink, prefix, words...)
	}
}

// words is prose whose words may hold spaces.
func (p *page) words(ink *color.Color, prefix string, words ...string) {
	p.put(ink, hang(prefix, words, p.Width)...)
}

// names adds a list of names, none of them divided.
func (p *page) names(prefix string, list []string) {
	if len(list) == 0 {
		return
	}
	words := make([]string, len(list))
	for i, name := range list {
		words[i] = name + ","
	}
	words[len(words)-1] = list[len(list)-1]
	p.words(nil, prefix, words...)
}

// part sets what follows off by one empty line, unless nothing comes before or after it.
func (p *page) part() { p.parted = true }

// heading begins a section.
func (p *page) heading(text string) {
	p.part()
	p.prose(p.head, "", text)
}

// command adds a line that can be copied: indented by spaces only, never wrapped.
func (p *page) command(indent int, line string) {
	p.put(p.shell, spaces(indent)+line)
}

// field is a label with its colon and what belongs to it. An empty text leaves the field out.
type field struct {
	label, text string
	ink         *color.Color
}

// fields adds labels with their texts one under the other. It uses up the list.
func (p *page) fields(indent int, list []field) {
	list = slices.DeleteFunc(list, func(f field) bool { return f.text == "" })
	width := 0
	for _, f := range list {
		width = max(width, displayWidth(f.label))
	}
	for _, f := range list {
		p.prose(f.ink, spaces(indent)+pad(f.label, width+gutter), f.text)
	}
}
