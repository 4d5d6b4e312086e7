package layout

import (
	"github.com/fatih/color"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/lazy"
)

// Ink says what a piece of text is; the palette has a colour for each.
type Ink int

// The inks. Plain text and commands have the colour of the terminal.
const (
	Plain Ink = iota
	// Bad is what a person has to fix.
	Bad
	// Warn is what is to be read in any case.
	Warn
	// Good is what is well again.
	Good
	Head
	Shell
	// Change is a step that changes something: its mark has a colour, the text has none.
	Change
)

// palette has the colours of one writer. They are set on or off here, whatever the library
// concludes from the environment or from standard output.
type palette map[Ink]*color.Color

// Colours of the table of 256, which themes leave alone. Each is readable on white and on black; no
// colour of the first 16 is.
const (
	red    = 131
	green  = 29
	black  = 16
	yellow = 178
)

// inFront and behind are the attributes of such a colour for the text and for what is behind it.
func inFront(c color.Attribute) []color.Attribute { return []color.Attribute{38, 5, c} }
func behind(c color.Attribute) []color.Attribute  { return []color.Attribute{48, 5, c} }

func newPalette(on bool) palette {
	p := palette{
		Bad:    color.New(inFront(red)...).Add(color.Bold),
		Warn:   color.New(color.Bold),
		Good:   color.New(inFront(green)...),
		Head:   color.New(color.Bold),
		Change: color.New(inFront(black)...).Add(behind(yellow)...),
	}
	for _, c := range p {
		if on {
			c.EnableColor()
		} else {
			c.DisableColor()
		}
	}
	return p
}

// changeMark is the mark of a step that changes something, behind its number.
var changeMark = lazy.Pattern(`^(\d+\. +)?(!)( |$)`)

// paint colours text whose width is already known.
func (p palette) paint(ink Ink, text string) string {
	c := p[ink]
	if c == nil || text == "" {
		return text
	}
	if ink != Change {
		return c.Sprint(text)
	}
	at := changeMark().FindStringSubmatchIndex(text)
	if at == nil {
		return text
	}
	return text[:at[4]] + c.Sprint(text[at[4]:at[5]]) + text[at[5]:]
}
