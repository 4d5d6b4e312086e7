package cmd

import (
	"fmt"
	"io"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair"
)

// listOutput writes the diagnoses of several clusters in the chosen format.
type listOutput func(w io.Writer, l *repair.DiagnosisList, t *knowledge.Table) error

// toListOutput has the same formats as toOutput.
func (f *outputFlags) toListOutput(sys System) (listOutput, error) {
	style, err := textStyle(sys, f.color)
	if err != nil {
		return nil, err
	}
	switch f.format {
	case "", "table", "wide":
		style.Wide, style.NoHeaders = f.format == "wide", f.noHeaders
		return func(w io.Writer, l *repair.DiagnosisList, _ *knowledge.Table) error {
			return printer.Clusters(w, l, style)
		}, nil
	case "name":
		return printListNames, nil
	case "markdown", "html":
		return documents[f.format], nil
	}
	p, err := f.printer()
	if err != nil {
		return nil, err
	}
	_, terminal := sys.Terminal(sys.Streams.Out)
	return func(w io.Writer, l *repair.DiagnosisList, _ *knowledge.Table) error {
		return printer.Machine(w, p, l, strings.ToLower(f.format), terminal)
	}, nil
}

// printListNames prints the names as printNames does, each after the flag that says which
// cluster it is in, so that a line can be put after a kubectl command as it is.
func printListNames(w io.Writer, l *repair.DiagnosisList, _ *knowledge.Table) error {
	for i := range l.Items {
		d := &l.Items[i]
		for _, f := range d.Findings {
			if _, err := fmt.Fprintln(w, printer.NodeArguments(d, f.Node)); err != nil {
				return fmt.Errorf("writing the names: %w", err)
			}
		}
	}
	return nil
}

// documents are the formats that tell everything as a whole text.
var documents = map[string]listOutput{
	"html": func(w io.Writer, l *repair.DiagnosisList, t *knowledge.Table) error {
		return printer.HTML(w, l, t.Find)
	},
	"markdown": func(w io.Writer, l *repair.DiagnosisList, t *knowledge.Table) error {
		return printer.Markdown(w, l, t.Find)
	},
}

// alone writes one diagnosis as the list of itself.
func alone(write listOutput) output {
	return func(w io.Writer, d *repair.Diagnosis, t *knowledge.Table) error {
		l := repair.NewList()
		l.Items = append(l.Items, *d)
		return write(w, l, t)
	}
}
