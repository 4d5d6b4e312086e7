package brief

import (
	"io"
	"math"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/layout"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/wording"
)

const (
	// narrowest is the width that a result has at least: below it nothing can be said in a line.
	narrowest = 40
	// usual is the width of a terminal that does not report its own.
	usual = 80
	// lowest is the height that a result has at least; a lower terminal scrolls.
	lowest = 12
)

// Inks are the colours of the tones.
var Inks = map[wording.Tone]layout.Ink{
	wording.ToneBad: layout.Bad, wording.ToneWarn: layout.Warn, wording.ToneGood: layout.Good, wording.ToneNote: layout.Head,
}

// CountInk is the colour of what was counted: nodes that are down are no colour by themselves, because
// the problems below say which of them a person has to fix.
func CountInk(tone wording.Tone) layout.Ink {
	if tone != wording.ToneBad {
		return Inks[tone]
	}
	return layout.Head
}

// block is finished lines that belong together. An empty line stands between two blocks.
type block []string

// screen is a style with sizes that something fits into.
type screen struct {
	layout.Style
	// tight is set where the screen is too low: each text then has as few lines as possible.
	tight bool
	// wrap is over how many lines a text of a chat goes.
	wrap int
}

// lines is n, or 1 where the screen is too low.
func (s screen) lines(n int) int {
	if s.tight {
		return 1
	}
	return n
}

func newScreen(s layout.Style) screen {
	switch {
	case s.Width > 0:
		s.Width = max(s.Width, narrowest)
	case s.Height > 0:
		s.Width = usual
	}
	return screen{Style: s}
}

// room is how many lines there are: those of the terminal without the one of the prompt.
func (s screen) room() int {
	if s.Height <= 0 {
		return math.MaxInt
	}
	return max(s.Height-1, lowest)
}

// draw returns the lines that are put on a page of their own.
func (s screen) draw(put func(*layout.Page)) block {
	p := layout.NewPage(s.Style)
	put(p)
	text := strings.TrimSuffix(p.Text(), "\n")
	if text == "" {
		return nil
	}
	return strings.Split(text, "\n")
}

// prose returns text that wraps after a prefix, at most n lines of it; 0 is no limit.
func (s screen) prose(ink layout.Ink, prefix, text string, n int) block {
	return s.draw(func(p *layout.Page) { p.Put(ink, hang(prefix, text, s.Width, n)...) })
}

// height is how many lines blocks take.
func height(blocks ...block) int {
	n := 0
	for _, b := range blocks {
		if len(b) > 0 && n > 0 {
			n++
		}
		n += len(b)
	}
	return n
}

// write prints the blocks. It returns the error of the writer.
func (s screen) write(w io.Writer, blocks ...block) error {
	p := layout.NewPage(s.Style)
	for _, b := range blocks {
		p.Blank()
		p.Put(layout.Plain, b...)
	}
	return p.Flush(w)
}
