package layout

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/clean"
)

// Page collects the lines of one result.
type Page struct {
	Style
	palette palette
	out     strings.Builder
	// blank is true when an empty line is due before the next one.
	blank bool
}

// NewPage returns an empty page.
func NewPage(s Style) *Page {
	s.Width = max(s.Width, 0)
	return &Page{Style: s, palette: newPalette(s.Color)}
}

// Paint colours a finished text.
func (p *Page) Paint(ink Ink, text string) string { return p.palette.paint(ink, text) }

// Text returns what was added so far.
func (p *Page) Text() string { return p.out.String() }

// Flush writes the page, with its links.
func (p *Page) Flush(w io.Writer) error {
	text := p.out.String()
	if p.Link != nil {
		text = linked(text, p.Link)
	}
	if _, err := io.WriteString(w, text); err != nil {
		return fmt.Errorf("writing the result: %w", err)
	}
	return nil
}

// Put adds finished lines.
func (p *Page) Put(ink Ink, lines ...string) {
	for _, line := range lines {
		if p.blank && p.out.Len() > 0 {
			p.out.WriteByte('\n')
		}
		p.blank = false
		line = strings.TrimRight(line, " ")
		text := strings.TrimLeft(line, " ")
		p.out.WriteString(line[:len(line)-len(text)])
		p.out.WriteString(p.Paint(ink, text))
		p.out.WriteByte('\n')
	}
}

// Lines adds the finished lines of a cell.
func (p *Page) Lines(c Cell) {
	for _, l := range c {
		p.Put(l.ink, l.Text)
	}
}

// Prose adds text that wraps, hanging under the end of the prefix. Without text there is no line.
func (p *Page) Prose(ink Ink, prefix, text string) {
	if words := strings.Fields(text); len(words) > 0 {
		p.Words(ink, prefix, words...)
	}
}

// Words is prose whose words may hold spaces.
func (p *Page) Words(ink Ink, prefix string, words ...string) {
	p.Put(ink, Hang(prefix, words, p.Width)...)
}

// Names adds a list of names, none of them divided.
func (p *Page) Names(prefix string, list []string) {
	if len(list) == 0 {
		return
	}
	words := make([]string, len(list))
	for i, name := range list {
		words[i] = name + ","
	}
	words[len(words)-1] = list[len(list)-1]
	p.Words(Plain, prefix, words...)
}

// Blank puts one empty line before what follows, unless nothing comes before or after it.
func (p *Page) Blank() { p.blank = true }

// Heading begins a section.
func (p *Page) Heading(text string) {
	p.Blank()
	p.Prose(Head, "", text)
}

// Command adds a command that can be copied: indented by spaces only, and whole, also where a word of
// it is too wide.
func (p *Page) Command(indent int, command string) {
	lines, _ := Command(command, indent, p.Width)
	p.Put(Shell, lines...)
}

// Field is a label with its colon and what belongs to it. An empty text leaves the field out.
type Field struct {
	Label, Text string
	Ink         Ink
}

// Fields adds labels with their texts one under the other. It uses up the list.
func (p *Page) Fields(indent int, list []Field) {
	list = slices.DeleteFunc(list, func(f Field) bool { return f.Text == "" })
	width := 0
	for _, f := range list {
		width = max(width, clean.Width(f.Label))
	}
	for _, f := range list {
		p.Prose(f.Ink, Spaces(indent)+Pad(f.Label, width+Gutter), f.Text)
	}
}
