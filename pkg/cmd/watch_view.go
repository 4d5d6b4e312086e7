package cmd

import (
	"fmt"
	"io"

	"k8s.io/cli-runtime/pkg/genericiooptions"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair"
)

// watchView shows what a watch sees.
type watchView interface {
	// show is told of each diagnosis, of what is new in it, and of what got out of sight or
	// is back. It returns the error of a writer.
	show(d *repair.Diagnosis, transitions []repair.Transition, notices []string) error
	// end leaves the terminal as it was.
	end() error
}

// lineView writes a line for each transition, as soon as it is known.
type lineView struct {
	streams genericiooptions.IOStreams
	style   printer.Style
}

func (v *lineView) show(_ *repair.Diagnosis, transitions []repair.Transition, notices []string) error {
	say(v.streams.ErrOut, notices)
	for i := range transitions {
		if err := printer.Transition(v.streams.Out, transitions[i], v.style); err != nil {
			return err
		}
	}
	return nil
}

func (v *lineView) end() error { return nil }

// jsonView writes a JSON object for each transition, one a line.
type jsonView struct{ streams genericiooptions.IOStreams }

func (v *jsonView) show(_ *repair.Diagnosis, transitions []repair.Transition, notices []string) error {
	say(v.streams.ErrOut, notices)
	for i := range transitions {
		if err := printer.TransitionJSON(v.streams.Out, transitions[i]); err != nil {
			return err
		}
	}
	return nil
}

func (v *jsonView) end() error { return nil }

func say(w io.Writer, notices []string) {
	for _, notice := range notices {
		fmt.Fprintln(w, printer.Clean(notice))
	}
}
