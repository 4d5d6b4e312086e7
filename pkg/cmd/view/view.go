// Package view shows what a watch sees: a line or a JSON object for each change, or a terminal that is
// kept current.
//
//	view.go     what a view is;  lines and JSON, and the first lines of a watch
//	screen.go   the terminal that is kept current
//	end.go      why a watch is over
//	notices.go  what can no longer be read, and what can be read again
package view

import (
	"fmt"
	"io"
	"os"

	"k8s.io/apimachinery/pkg/util/duration"
	"k8s.io/cli-runtime/pkg/genericiooptions"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer"
)

// View shows what a watch sees.
type View interface {
	// Show gets each diagnosis, what is new in it, and notices of what can no longer be read
	// or can be read again. It returns the error of a writer.
	Show(d *diagnosis.Diagnosis, transitions []diagnosis.Transition, notices []string) error
	// Suspended receives a signal when the program is to be stopped for a while, which Suspend
	// does; it is nil where nothing is to be done for that.
	Suspended() <-chan os.Signal
	Suspend() error
	// End leaves the terminal as it was.
	End() error
}

// unscreened is a view that changes nothing of the terminal.
type unscreened struct{}

// Suspended returns nil: nothing is to be done.
func (unscreened) Suspended() <-chan os.Signal { return nil }

// Suspend does nothing.
func (unscreened) Suspend() error { return nil }

// End does nothing.
func (unscreened) End() error { return nil }

// lines writes each transition as soon as it is known.
type lines struct {
	unscreened
	streams genericiooptions.IOStreams
	write   func(io.Writer, diagnosis.Transition) error
	begun   bool
}

// Lines writes a line for each transition to standard output, in a style, and the rest to standard
// error.
func Lines(streams genericiooptions.IOStreams, style printer.Style) View {
	return &lines{streams: streams, write: func(w io.Writer, t diagnosis.Transition) error { return printer.Transition(w, t, style) }}
}

// JSON writes a JSON object for each transition to standard output, one a line, and the rest to
// standard error.
func JSON(streams genericiooptions.IOStreams) View {
	return &lines{streams: streams, write: printer.TransitionJSON}
}

// Show writes the transitions. It returns the error of the writer.
func (v *lines) Show(d *diagnosis.Diagnosis, transitions []diagnosis.Transition, notices []string) error {
	Say(v.streams.ErrOut, begin(&v.begun, d))
	Say(v.streams.ErrOut, notices)
	for _, t := range transitions {
		if err := v.write(v.streams.Out, t); err != nil {
			return err
		}
	}
	return nil
}

// begin returns the first lines of a watch, since a watch in which nothing happens prints no
// others.
func begin(begun *bool, d *diagnosis.Diagnosis) []string {
	if *begun {
		return nil
	}
	*begun = true
	if d.Summary.Total < 0 {
		return []string{"note: watching " + d.Origin.String()}
	}
	return []string{fmt.Sprintf("note: watching %s; nodes: %d%s", d.Origin, d.Summary.Total, Down(d))}
}

// Down counts the nodes that are NotReady.
func Down(d *diagnosis.Diagnosis) string {
	threshold := duration.ShortHumanDuration(d.Threshold.Duration)
	text := fmt.Sprintf(", NotReady for more than %s: %d", threshold, d.Summary.Listed)
	if n := d.Summary.Perhaps; n > 0 {
		text += fmt.Sprintf(" (%d of them perhaps)", n)
	}
	if n := d.Summary.Below; n > 0 {
		text += fmt.Sprintf(", for less: %d", n)
	}
	if n := d.Summary.NotAsked(); n > 0 {
		text += fmt.Sprintf(", not asked for: %d", n)
	}
	return text
}

// Say writes notices to a stream, one a line.
func Say(w io.Writer, notices []string) {
	for _, notice := range notices {
		fmt.Fprintln(w, printer.Clean(notice))
	}
}
