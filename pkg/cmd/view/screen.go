package view

import (
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"k8s.io/cli-runtime/pkg/genericiooptions"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer"
)

// Sequences of a terminal (ECMA-48, and the private modes of xterm). The alternate screen
// is not wrapped again when the window changes, and gives back what was there before.
const (
	enterScreen = "\x1b[?1049h\x1b[?25l\x1b[?7l" // alternate screen, no cursor, no wrapping
	leaveScreen = "\x1b[?7h\x1b[?25h\x1b[?1049l"
	drawBegin   = "\x1b[?2026h\x1b[H" // hold the picture until it is complete; go to the top
	drawEnd     = "\x1b[?2026l"
	// A line is cleared before it is written: behind a line as wide as the terminal, the cursor stands on
	// its last character.
	clearLine  = "\x1b[K"
	clearBelow = "\r\n\x1b[J"
)

// keptChanges is how many transitions and notices are written again when the screen is left.
const keptChanges = 1000

// Terminal is what a screen needs to know of the terminal that it is on.
type Terminal struct {
	Streams genericiooptions.IOStreams
	// Style is how to write to standard output now: windows change their size. Height is set.
	Style func() (printer.Style, error)
	// Shared says whether standard error is a terminal as well, on which a line would spoil the picture.
	Shared bool
	// Suspend takes over Ctrl-Z, as System.Suspend of the commands does; nil where there is none.
	Suspend func() (asked <-chan os.Signal, stop func())
}

// Screen keeps a terminal current, on its alternate screen.
func Screen(t Terminal) View {
	return &screenView{terminal: t}
}

// screenView keeps a terminal current. The lines that other views write at once it writes
// when the screen is left, so that they stay in the terminal's history.
type screenView struct {
	terminal Terminal
	entered  bool
	drawn    string
	latest   []diagnosis.Transition
	notices  []string
	left     int // transitions that are no longer kept
	asked    <-chan os.Signal
	stop     func()
}

// Suspended receives a signal once the terminal has been changed.
func (v *screenView) Suspended() <-chan os.Signal { return v.asked }

// Suspend gives the terminal back until the program is continued.
func (v *screenView) Suspend() error {
	if err := v.write(leaveScreen); err != nil {
		return err
	}
	v.stop()
	v.entered, v.drawn = false, ""
	return nil
}

// Show paints the screen. It returns the error of the writer.
func (v *screenView) Show(d *diagnosis.Diagnosis, transitions []diagnosis.Transition, notices []string) error {
	v.notices = append(v.notices, notices...)
	v.notices = v.notices[max(0, len(v.notices)-keptChanges):]
	if !v.terminal.Shared {
		Say(v.terminal.Streams.ErrOut, v.notices)
		v.notices = nil
	}
	v.latest = append(v.latest, transitions...)
	if more := len(v.latest) - keptChanges; more > 0 {
		v.latest, v.left = v.latest[more:], v.left+more
	}
	return v.draw(d)
}

// draw paints the whole picture in one write, in the size that the terminal has now.
func (v *screenView) draw(d *diagnosis.Diagnosis) error {
	style, err := v.terminal.Style()
	if err != nil {
		return err
	}
	lines, err := printer.Screen(d, v.latest, style, style.Height)
	if err != nil {
		return err
	}
	picture := drawBegin + clearLine + strings.Join(lines, "\r\n"+clearLine)
	if len(lines) < style.Height {
		picture += clearBelow
	}
	picture += drawEnd
	if picture == v.drawn {
		return nil
	}
	v.drawn = picture
	if !v.entered {
		picture = enterScreen + picture
		v.entered = true
		if v.asked == nil && v.terminal.Suspend != nil {
			v.asked, v.stop = v.terminal.Suspend()
		}
	}
	return v.write(picture)
}

// End gives the terminal back and writes what happened.
func (v *screenView) End() error {
	if !v.entered {
		return nil
	}
	failed := v.write(leaveScreen)
	style, err := v.terminal.Style()
	if err != nil {
		return errors.Join(failed, err)
	}
	if v.left > 0 {
		failed = errors.Join(failed, v.write(fmt.Sprintf("... %d earlier changes\n", v.left)))
	}
	for i := range v.latest {
		failed = errors.Join(failed, printer.Transition(v.terminal.Streams.Out, v.latest[i], style))
	}
	Say(v.terminal.Streams.ErrOut, v.notices)
	return failed
}

func (v *screenView) write(text string) error {
	if _, err := io.WriteString(v.terminal.Streams.Out, text); err != nil {
		return fmt.Errorf("writing to the terminal: %w", err)
	}
	return nil
}
