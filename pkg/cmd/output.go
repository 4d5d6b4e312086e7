package cmd

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/printers"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair"
)

// output writes a diagnosis in the chosen format.
type output func(w io.Writer, d *repair.Diagnosis, t *knowledge.Table) error

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

// formats are the values of -o, those for people first.
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
	case "markdown", "html":
		return alone(documents[f.format]), nil
	case "name":
		return func(w io.Writer, d *repair.Diagnosis, _ *knowledge.Table) error {
			return printer.Terminal(w, terminal, func(w io.Writer) error { return printNames(w, d) })
		}, nil
	}
	p, err := f.printer()
	if err != nil {
		return nil, err
	}
	return func(w io.Writer, d *repair.Diagnosis, _ *knowledge.Table) error {
		return printer.Machine(w, p, d, strings.ToLower(f.format), terminal)
	}, nil
}

// forPeople says whether the format is text that is read, not data.
func (f *outputFlags) forPeople() bool {
	return slices.Contains([]string{"", "table", "wide", "markdown", "html"}, f.format)
}

// printer is the one of kubectl for a machine's format.
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

// text is the page of a single named node, or the overview.
func text(style printer.Style) output {
	return func(w io.Writer, d *repair.Diagnosis, t *knowledge.Table) error {
		if d.Named != 1 || len(d.Findings) != 1 {
			return printer.Overview(w, d, style)
		}
		finding := &d.Findings[0]
		return printer.Node(w, d, finding, t.Find(finding.Entries), style)
	}
}

// printNames prints node/NAME of each finding, as kubectl's -o name does.
func printNames(w io.Writer, d *repair.Diagnosis) error {
	p := &printers.NamePrinter{}
	for _, f := range d.Findings {
		node := &metav1.PartialObjectMetadata{
			TypeMeta:   metav1.TypeMeta{APIVersion: "v1", Kind: "Node"},
			ObjectMeta: metav1.ObjectMeta{Name: f.Node},
		}
		if err := p.PrintObj(node, w); err != nil {
			return err
		}
	}
	return nil
}
