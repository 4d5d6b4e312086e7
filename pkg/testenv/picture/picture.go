// Package picture draws what a terminal shows as an SVG, so that a document has a picture that
// a test can compare: lines.go takes the text apart, picture.go draws it. The text stays text,
// in colours that can be read on the light and on the dark page of a reader.
package picture

import (
	"fmt"
	"html"
	"strings"
)

// The measures of a picture in pixels: a character, a line, and the space around the text.
const (
	fontSize   = 14
	charWidth  = 8.4
	lineHeight = 20
	margin     = 16
)

// theme is the colours of one kind of page, by the classes of the picture.
type theme map[string]string

// The two themes. Text has a contrast of at least 4.5 to the paper.
var (
	light = theme{
		"paper": "#f6f8fa", "edge": "#d0d7de", "plain": "#1f2328", "red": "#b3141d", "yellow": "#7d4e00", "green": "#116329", "cyan": "#0a6070",
	}
	dark = theme{
		"paper": "#0d1117", "edge": "#3d444d", "plain": "#e6edf3", "red": "#ff8f88", "yellow": "#e3b341", "green": "#56d364", "cyan": "#79c0ff",
	}
)

// inks are the classes of text, in the order of the style sheet.
var inks = []string{"plain", "red", "yellow", "green", "cyan"}

// Draw returns the SVG of a text with the escape sequences of a terminal's colours. The title
// is read out by a screen reader. It returns an error for an escape sequence that it does not know.
func Draw(title, text string) (string, error) {
	lines, err := split(text)
	if err != nil {
		return "", err
	}
	columns := 0
	for _, line := range lines {
		if n := len(line); n > 0 {
			columns = max(columns, line[n-1].column+line[n-1].width())
		}
	}
	width, height := 2*margin+float64(columns)*charWidth, 2*margin+len(lines)*lineHeight
	var out strings.Builder
	fmt.Fprintf(&out, "<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" width=\"%.0f\" height=\"%d\" viewBox=\"0 0 %.0f %d\">\n", width, height, width, height)
	fmt.Fprintf(&out, "<title>%s</title>\n<style>\n", html.EscapeString(title))
	fmt.Fprintf(&out, "text{font:%dpx ui-monospace,SFMono-Regular,Menlo,Consolas,\"Liberation Mono\",monospace}\n.bold{font-weight:bold}\n", fontSize)
	out.WriteString(light.rules() + "@media (prefers-color-scheme:dark){\n" + dark.rules() + "}\n</style>\n")
	fmt.Fprintf(&out, "<rect class=\"paper\" x=\"0.5\" y=\"0.5\" width=\"%.0f\" height=\"%d\" rx=\"6\"/>\n", width-1, height-1)
	for i, line := range lines {
		out.WriteString(line.draw(margin + i*lineHeight + fontSize))
	}
	out.WriteString("</svg>\n")
	return out.String(), nil
}

// rules returns the style sheet of a theme.
func (t theme) rules() string {
	rules := fmt.Sprintf(".paper{fill:%s;stroke:%s}\n", t["paper"], t["edge"])
	for _, ink := range inks {
		rules += fmt.Sprintf(".%s{fill:%s}\n", ink, t[ink])
	}
	return rules
}

// draw returns a line as one element of text, at y. Each run has its place and its length, so
// that columns stay columns in a font whose characters are wider.
func (l line) draw(y int) string {
	if len(l) == 0 {
		return ""
	}
	var out strings.Builder
	fmt.Fprintf(&out, "<text y=\"%d\">", y)
	for i, r := range l {
		if i > 0 { // for those who copy it
			out.WriteString(strings.Repeat(" ", min(1, r.column-l[i-1].column-l[i-1].width())))
		}
		fmt.Fprintf(&out, "<tspan class=\"%s\" x=\"%.1f\" textLength=\"%.1f\" lengthAdjust=\"spacingAndGlyphs\">%s</tspan>",
			r.class(), margin+float64(r.column)*charWidth, float64(r.width())*charWidth, html.EscapeString(r.text))
	}
	out.WriteString("</text>\n")
	return out.String()
}
