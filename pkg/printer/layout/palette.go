package layout

import "github.com/fatih/color"

// Ink says what a piece of text is; the palette has a colour for each.
type Ink int

// The inks. Plain text has no colour.
const (
	Plain Ink = iota
	Bad
	Warn
	Good
	Head
	Shell
)

// palette has the colours of one writer. They are set on or off here, whatever the library
// concludes from the environment or from standard output.
type palette map[Ink]*color.Color

func newPalette(on bool) palette {
	p := palette{
		Bad:   color.New(color.FgRed, color.Bold),
		Warn:  color.New(color.FgYellow),
		Good:  color.New(color.FgGreen),
		Head:  color.New(color.Bold),
		Shell: color.New(color.FgCyan),
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

// paint colours text whose width is already known.
func (p palette) paint(ink Ink, text string) string {
	c := p[ink]
	if c == nil || text == "" {
		return text
	}
	return c.Sprint(text)
}
