package cmd

import (
	"fmt"
	"io"
	"os"

	"k8s.io/apimachinery/pkg/util/duration"
	"k8s.io/cli-runtime/pkg/genericiooptions"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer"
)

// watchView shows what a watch sees.
type watchView interface {
	// show gets each diagnosis, what is new in it, and notices of what can no longer be read
	// or can be read again. It returns the error of a writer.
	show(d *diagnosis.Diagnosis, transitions []diagnosis.Transition, notices []string) error
	// suspended receives a signal when the program is to be stopped for a while, which suspend
	// does; it is nil where nothing is to be done for that.
	suspended() <-chan os.Signal
	suspend() error
	// end leaves the terminal as it was.
	end() error
}

// unscreened is a view that changes nothing of the terminal.
type unscreened struct{}

func (unscreened) suspended() <-chan os.Signal { return nil }
func (unscreened) suspend() error              { return nil }
func (unscreened) end() error                  { return nil }

// lineView writes a line for each transition, as soon as it is known.
type lineView struct {
	unscreened
	streams genericiooptions.IOStreams
	style   printer.Style
	begun   bool
}

func (v *lineView) show(d *diagnosis.Diagnosis, transitions []diagnosis.Transition, notices []string) error {
	say(v.streams.ErrOut, begin(&v.begun, d))
	say(v.streams.ErrOut, notices)
	for i := range transitions {
		if err := printer.Transition(v.streams.Out, transitions[i], v.style); err != nil {
			return err
		}
	}
	return nil
}

// jsonView writes a JSON object for each transition, one a line.
type jsonView struct {
	unscreened
	streams genericiooptions.IOStreams
	begun   bool
}

func (v *jsonView) show(d *diagnosis.Diagnosis, transitions []diagnosis.Transition, notices []string) error {
	say(v.streams.ErrOut, begin(&v.begun, d))
	say(v.streams.ErrOut, notices)
	for i := range transitions {
		if err := printer.TransitionJSON(v.streams.Out, transitions[i]); err != nil {
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
	return []string{fmt.Sprintf("note: watching %s; nodes: %d%s", d.Origin, d.Summary.Total, down(d))}
}

// down counts the nodes that are NotReady.
func down(d *diagnosis.Diagnosis) string {
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

func say(w io.Writer, notices []string) {
	for _, notice := range notices {
		fmt.Fprintln(w, printer.Clean(notice))
	}
}
