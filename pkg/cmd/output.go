package cmd

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/printers"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer"
)

// output writes a result in the chosen format.
type output func(w io.Writer, r result, t *knowledge.Table) error

// outputFlags choose the format.
type outputFlags struct {
	format    string
	color     string
	noHeaders bool
	data      *genericclioptions.JSONYamlPrintFlags
	templates *genericclioptions.KubeTemplatePrintFlags
}

func newOutputFlags() outputFlags {
	return outputFlags{
		color:     "auto",
		data:      genericclioptions.NewJSONYamlPrintFlags(),
		templates: genericclioptions.NewKubeTemplatePrintFlags(),
	}
}

// formats returns the values of -o, those for people first.
func (f *outputFlags) formats() []string {
	formats := append([]string{"table", "wide", "markdown", "html", "name"}, f.data.AllowedFormats()...)
	templates := f.templates.AllowedFormats()
	slices.Sort(templates)
	return append(formats, templates...)
}

func (f *outputFlags) add(c *cobra.Command) {
	flags := c.Flags()
	flags.StringVarP(&f.format, "output", "o", f.format, "Output format. One of: ("+strings.Join(f.formats(), ", ")+").")
	flags.StringVar(&f.color, "color", f.color, colorUsage)
	flags.BoolVar(&f.noHeaders, "no-headers", f.noHeaders, "Leave out the headers and hints of the table.")
	f.templates.AddFlags(c)
}

// toOutput chooses how a result is written.
func (f *outputFlags) toOutput(sys System) (output, error) {
	style, err := textStyle(sys, f.color)
	if err != nil {
		return nil, err
	}
	_, terminal := sys.Terminal(sys.Streams.Out)
	switch f.format {
	case "", "table", "wide":
		style.Wide, style.NoHeaders = f.format == "wide", f.noHeaders
		return text(style), nil
	case "markdown":
		return func(w io.Writer, r result, t *knowledge.Table) error {
			return printer.Markdown(w, r.list, r.reaches, t.Find)
		}, nil
	case "html":
		return func(w io.Writer, r result, t *knowledge.Table) error {
			return printer.HTML(w, r.list, r.reaches, t.Find)
		}, nil
	case "name":
		return func(w io.Writer, r result, _ *knowledge.Table) error {
			return printer.Terminal(w, terminal, func(w io.Writer) error { return printNames(w, r) })
		}, nil
	}
	p, err := f.printer()
	if err != nil {
		return nil, err
	}
	return func(w io.Writer, r result, _ *knowledge.Table) error {
		var object runtime.Object = r.list
		if r.alone {
			object = &r.list.Items[0]
		}
		return printer.Machine(w, p, object, strings.ToLower(f.format), terminal)
	}, nil
}

// forPeople reports whether the format is text that is read, not data.
func (f *outputFlags) forPeople() bool {
	return slices.Contains([]string{"", "table", "wide", "markdown", "html"}, f.format)
}

// printer returns the printer of kubectl for a machine's format.
func (f *outputFlags) printer() (printers.ResourcePrinter, error) {
	p, err := f.data.ToPrinter(f.format)
	if genericclioptions.IsNoCompatiblePrinterError(err) {
		p, err = f.templates.ToPrinter(f.format)
	}
	if genericclioptions.IsNoCompatiblePrinterError(err) {
		return nil, fmt.Errorf("-o is %q: write one of %s", f.format, strings.Join(f.formats(), ", "))
	}
	if err != nil {
		return nil, fmt.Errorf("-o is %q: %s", f.format, strings.TrimPrefix(err.Error(), "error "))
	}
	return p, nil
}

// text returns a table of clusters, the page of a single named node, or the overview.
func text(style printer.Style) output {
	return func(w io.Writer, r result, t *knowledge.Table) error {
		if !r.alone {
			return printer.Clusters(w, r.list, r.reaches, style)
		}
		d, reach := &r.list.Items[0], r.reaches[0]
		if r.named != 1 || len(d.Findings) != 1 {
			return printer.Overview(w, d, reach, style)
		}
		finding := &d.Findings[0]
		return printer.Node(w, d, finding, t.Find(finding.Entries), reach, style)
	}
}

// printNames prints node/NAME of each finding, as kubectl's -o name does; in a list each
// after the flag that says which cluster it is in, so that a line can be put after a
// kubectl command as it is.
func printNames(w io.Writer, r result) error {
	for i := range r.list.Items {
		d := &r.list.Items[i]
		for _, f := range d.Findings {
			name := "node/" + f.Node
			if !r.alone {
				name = printer.NodeArguments(d, f.Node)
			}
			if _, err := fmt.Fprintln(w, name); err != nil {
				return fmt.Errorf("writing the names: %w", err)
			}
		}
	}
	return nil
}
