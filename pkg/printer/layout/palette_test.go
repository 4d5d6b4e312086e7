package layout

import (
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// xterm returns a colour of xterm's table of 256 as red, green and blue, each 0 to 255.
// Source: https://invisible-island.net/xterm (256colres.pl) and XTerm-col.ad.
func xterm(t *testing.T, n int) [3]float64 {
	t.Helper()
	first := [16][3]float64{
		{0, 0, 0}, {205, 0, 0}, {0, 205, 0}, {205, 205, 0}, {0, 0, 238}, {205, 0, 205}, {0, 205, 205}, {229, 229, 229},
		{127, 127, 127}, {255, 0, 0}, {0, 255, 0}, {255, 255, 0}, {92, 92, 255}, {255, 0, 255}, {0, 255, 255}, {255, 255, 255},
	}
	level := func(i int) float64 {
		if i == 0 {
			return 0
		}
		return float64(55 + 40*i)
	}
	switch {
	case n < 0 || n > 255:
		t.Fatalf("%d is no colour", n)
		return first[0]
	case n < 16:
		return first[n]
	case n < 232:
		n -= 16
		return [3]float64{level(n / 36), level(n / 6 % 6), level(n % 6)}
	default:
		grey := float64(8 + 10*(n-232))
		return [3]float64{grey, grey, grey}
	}
}

// contrast is the ratio of two colours, 1 to 21. Source: WCAG 2.2, https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio.
func contrast(a, b [3]float64) float64 {
	luminance := func(c [3]float64) float64 {
		sum := 0.0
		for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
			v := c[i] / 255
			if v <= 0.04045 {
				sum += weight * v / 12.92
			} else {
				sum += weight * math.Pow((v+0.055)/1.055, 2.4)
			}
		}
		return sum + 0.05
	}
	x, y := luminance(a), luminance(b)
	return max(x, y) / min(x, y)
}

// sequence matches the first escape sequence of a text.
var sequence = regexp.MustCompile(`\x1b\[([0-9;]*)m`)

// coloursOf returns the colour of the text and the one behind it that a painted text has, -1 for that of
// the terminal.
func coloursOf(t *testing.T, painted string) (front, back int) {
	t.Helper()
	front, back = -1, -1
	found := sequence.FindStringSubmatch(painted)
	if found == nil {
		return front, back
	}
	var codes []int
	for text := range strings.SplitSeq(found[1], ";") {
		n, err := strconv.Atoi(text)
		if err != nil {
			t.Fatal(err)
		}
		codes = append(codes, n)
	}
	for i := 0; i < len(codes); i++ {
		switch c := codes[i]; {
		case (c == 38 || c == 48) && i+2 < len(codes) && codes[i+1] == 5:
			if c == 38 {
				front = codes[i+2]
			} else {
				back = codes[i+2]
			}
			i += 2
		case c >= 30 && c <= 37:
			front = c - 30
		case c >= 40 && c <= 47:
			back = c - 40
		case c >= 90 && c <= 97:
			front = c - 90 + 8
		}
	}
	return front, back
}

func TestEveryInkIsReadableOnWhiteAndOnBlack(t *testing.T) {
	const least = 4.5
	p := newPalette(true)
	coloured := 0
	for ink := Plain; ink <= Change; ink++ {
		front, back := coloursOf(t, p.paint(ink, "! text"))
		if front < 0 && back < 0 {
			continue
		}
		coloured++
		papers := map[string][3]float64{"white": {255, 255, 255}, "black": {0, 0, 0}}
		if back >= 0 {
			papers = map[string][3]float64{"its own": xterm(t, back)}
		}
		for name, paper := range papers {
			if got := contrast(xterm(t, front), paper); got < least {
				t.Errorf("ink %d has a contrast of %.2f on %s, want %.1f", ink, got, name, least)
			}
		}
	}
	if coloured != 3 {
		t.Errorf("%d inks have a colour, want those of what is bad, good and a change", coloured)
	}
	// The measure is right, and finds what was used before.
	if got := contrast(xterm(t, 15), xterm(t, 0)); math.Abs(got-21) > 0.01 {
		t.Errorf("white on black is %.2f", got)
	}
	if got := contrast(xterm(t, 6), xterm(t, 15)); got > 2.1 {
		t.Errorf("cyan on white is %.2f", got)
	}
}

func TestOnlyTheMarkOfAChangeHasAColour(t *testing.T) {
	p := newPalette(true)
	for text, want := range map[string]string{
		"3. ! changes the cluster: Drain": "3. <!> changes the cluster: Drain",
		"10. ! makes a change: Open":      "10. <!> makes a change: Open",
		"! Drain":                         "<!> Drain",
		"it was not!":                     "it was not!",
		"Warning: pods end":               "Warning: pods end",
		"":                                "",
	} {
		got := regexp.MustCompile(`\x1b\[38;[0-9;]*m`).ReplaceAllString(p.paint(Change, text), "<")
		if got = sequence.ReplaceAllString(got, ">"); got != want {
			t.Errorf("%q is painted %q, want %q", text, got, want)
		}
	}
	if got := p.paint(Shell, "kubectl get nodes"); got != "kubectl get nodes" {
		t.Errorf("a command is painted: %q", got)
	}
}
