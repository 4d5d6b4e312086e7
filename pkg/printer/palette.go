package printer

import "github.com/fatih/color"

// palette holds the colours of one writer. They are set on or off here, whatever the
// library makes of the environment or of standard output.
type palette struct {
	bad, warn, good, head, shell *color.Color
}

func newPalette(on bool) palette {
	ink := func(attributes ...color.Attribute) *color.Color {
		c := color.New(attributes...)
		if on {
			c.EnableColor()
		} else {
			c.DisableColor()
		}
		return c
	}
	return palette{
		bad:   ink(color.FgRed, color.Bold),
		warn:  ink(color.FgYellow),
		good:  ink(color.FgGreen),
		head:  ink(color.Bold),
		shell: ink(color.FgCyan),
	}
}

// paint colours text whose width is already known. No ink leaves it as it is.
func paint(ink *color.Color, text string) string {
	if ink == nil || text == "" {
		return text
	}
	return ink.Sprint(text)
}
