package picture

import (
	"encoding/xml"
	"math"
	"strconv"
	"strings"
	"testing"
)

// read returns the text of a drawing, line by line, as a browser would show it, with the classes
// and places of its runs.
func read(t *testing.T, drawn string) (lines, runs []string) {
	t.Helper()
	var svg struct {
		Title string `xml:"title"`
		Lines []struct {
			Runs []struct {
				Class string `xml:"class,attr"`
				X     string `xml:"x,attr"`
				Text  string `xml:",chardata"`
			} `xml:"tspan"`
		} `xml:"text"`
	}
	if err := xml.Unmarshal([]byte(drawn), &svg); err != nil {
		t.Fatalf("%v:\n%s", err, drawn)
	}
	if svg.Title != "a <title>" {
		t.Errorf("the title is %q", svg.Title)
	}
	for _, l := range svg.Lines {
		var words []string
		for _, r := range l.Runs {
			words = append(words, r.Text)
			runs = append(runs, r.Class+"@"+r.X+":"+r.Text)
		}
		lines = append(lines, strings.Join(words, "|"))
	}
	return lines, runs
}

func TestTextStaysTextInItsColumn(t *testing.T) {
	drawn, err := Draw("a <title>", "\x1b[1mNODE  AGE\x1b[22m\n\nplain & \x1b[38;5;131;1mbad\x1b[0;25;0;22m   é x\n\x1b[38;5;16;48;5;178mtwo\nlines\x1b[0m end\n")
	if err != nil {
		t.Fatal(err)
	}
	lines, runs := read(t, drawn)
	if got, want := strings.Join(lines, "\n"), "NODE|AGE\nplain &|bad|é x\ntwo\nlines|end"; got != want {
		t.Errorf("the text is\n%s\nwant\n%s", got, want)
	}
	want := []string{
		"plain bold@16.0:NODE", "plain bold@66.4:AGE", "plain@16.0:plain &", "red bold@83.2:bad", "plain@133.6:é x",
		"yellow@16.0:two", "yellow@16.0:lines", "plain@66.4:end",
	}
	if got := strings.Join(runs, "\n"); got != strings.Join(want, "\n") {
		t.Errorf("the runs are\n%s\nwant\n%s", got, strings.Join(want, "\n"))
	}
}

func TestThePictureIsAsBigAsItsText(t *testing.T) {
	drawn, err := Draw("a <title>", "12345\n1234567890\n")
	if err != nil || !strings.Contains(drawn, ` width="116" height="72" viewBox="0 0 116 72"`) {
		t.Errorf("%v:\n%s", err, drawn)
	}
}

func TestWhatIsNoKnownColourIsAnError(t *testing.T) {
	for _, text := range []string{"\x1b[35mmagenta\n", "\x1b[2Jcleared\n", "\x1b]8;;x\x07link\n"} {
		if drawn, err := Draw("a <title>", text); err == nil {
			t.Errorf("%q is drawn:\n%s", text, drawn)
		}
	}
}

// TestTheThemesCanBeRead holds the colours to level AA of WCAG for text.
func TestTheThemesCanBeRead(t *testing.T) {
	for name, colours := range map[string]theme{"light": light, "dark": dark} {
		for _, ink := range inks {
			a, b := luminance(t, colours[ink]), luminance(t, colours["paper"])
			if contrast := (max(a, b) + 0.05) / (min(a, b) + 0.05); contrast < 4.5 {
				t.Errorf("%s: %s has a contrast of %.1f", name, ink, contrast)
			}
		}
	}
	drawn, err := Draw("a <title>", "x\n")
	if err != nil {
		t.Fatal(err)
	}
	before, after, found := strings.Cut(drawn, "@media (prefers-color-scheme:dark)")
	if !found || !strings.Contains(before, light["paper"]) || !strings.Contains(after, dark["paper"]) {
		t.Errorf("a dark page does not have the dark theme:\n%s", drawn)
	}
}

// luminance is the relative luminance of a colour, by WCAG 2.
func luminance(t *testing.T, colour string) float64 {
	t.Helper()
	var sum float64
	for i, weight := range []float64{0.2126, 0.7152, 0.0722} {
		n, err := strconv.ParseUint(colour[1+2*i:3+2*i], 16, 8)
		if err != nil {
			t.Fatal(err)
		}
		part := float64(n) / 255
		if part <= 0.04045 {
			part /= 12.92
		} else {
			part = math.Pow((part+0.055)/1.055, 2.4)
		}
		sum += weight * part
	}
	return sum
}
