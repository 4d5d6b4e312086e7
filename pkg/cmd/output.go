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

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
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
	details   bool
	noPager   bool
	open      bool
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
	formats := append([]string{"table", "wide", "brief", "markdown", "html", "name"}, f.data.AllowedFormats()...)
	templates := f.templates.AllowedFormats()
	slices.Sort(templates)
	return append(formats, templates...)
}

func (f *outputFlags) add(c *cobra.Command) {
	flags := c.Flags()
	flags.StringVarP(&f.format, "output", "o", f.format, "Output format. One of: ("+strings.Join(f.formats(), ", ")+").")
	flags.StringVar(&f.color, "color", f.color, colorUsage)
	flags.BoolVar(&f.noHeaders, "no-headers", f.noHeaders, "Leave out the headers and hints of the table.")
	flags.BoolVar(&f.details, "details", f.details, "Print everything: all causes, steps and commands, and for a node the evidence and the timeline. A terminal shows it through $PAGER.")
	flags.BoolVar(&f.noPager, "no-pager", f.noPager, "With --details: print to the terminal itself.")
	flags.BoolVar(&f.open, "open", f.open, "Write the page of -o html to a new file and open it in the browser ($BROWSER, or the system's own).")
	f.templates.AddFlags(c)
}

// short reports whether the result is text on which nodes have no pages, unless there is only one.
func (f *outputFlags) short() bool { return !f.details && (f.format == "" || f.format == "table") }

// toOutput chooses how a result is written.
func (f *outputFlags) toOutput(sys System) (output, error) {
	style, err := textStyle(sys, f.color)
	if err != nil {
		return nil, err
	}
	_, terminal := sys.Terminal(sys.Streams.Out)
	if f.details && !slices.Contains(tables, f.format) {
		return nil, fmt.Errorf("--details is for tables: -o %s has everything", f.format)
	}
	switch f.format {
	case "", "table", "wide":
		style.Wide, style.NoHeaders = f.format == "wide", f.noHeaders
		print := text
		if f.details {
			print = details
		}
		out := print(style)
		if sys.takesLinks(f.color) && (f.noPager || !f.details) { // not each pager takes them
			out = func(w io.Writer, r result, t *knowledge.Table) error { return print(withLinks(style, t))(w, r, t) }
		}
		if f.details {
			out = f.paged(sys, out)
		}
		return out, nil
	case "brief":
		return func(w io.Writer, r result, t *knowledge.Table) error {
			return printer.Chat(w, r.list, r.reaches, t.Find)
		}, nil
	case "markdown":
		return func(w io.Writer, r result, t *knowledge.Table) error {
			return printer.Markdown(w, r.list, r.reaches, t.Find)
		}, nil
	case "html":
		page := func(w io.Writer, r result, t *knowledge.Table) error {
			return printer.HTML(w, r.list, r.reaches, t.Find)
		}
		if f.open {
			return opened(sys, page), nil
		}
		return page, nil
	case "name":
		return func(w io.Writer, r result, _ *knowledge.Table) error {
			noteRemoved(sys.Streams.ErrOut, r)
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
	return slices.Contains([]string{"", "table", "wide", "brief", "markdown", "html"}, f.format)
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
		return nil, fmt.Errorf("-o is %q: %s; write the template behind the format, as for kubectl get", f.format, strings.TrimPrefix(err.Error(), "error "))
	}
	return p, nil
}

// tables are the formats that are short without --details.
var tables = []string{"", "table", "wide"}

// wideTable is the width from which -o wide is one table, in columns.
const wideTable = 120

// text returns the answer on one screen: a table of clusters, the page of a single named node, or
// the overview. A wide one is a table, and what --details prints where that has no room and for a
// single node.
func text(style printer.Style) output {
	return func(w io.Writer, r result, t *knowledge.Table) error {
		d := only(r)
		if style.Wide && (d != nil || style.Width > 0 && style.Width < wideTable) {
			return details(style)(w, r, t)
		}
		switch {
		case !r.alone:
			return printer.ShortClusters(w, r.list, r.reaches, t.Find, style)
		case d != nil:
			return printer.ShortNode(w, d, &d.Findings[0], t.Find, r.reaches[0], style)
		default:
			return printer.Short(w, &r.list.Items[0], r.reaches[0], t.Find, style)
		}
	}
}

// details returns everything, in the same order.
func details(style printer.Style) output {
	return func(w io.Writer, r result, t *knowledge.Table) error {
		if !r.alone {
			return printer.Clusters(w, r.list, r.reaches, style)
		}
		d := only(r)
		if d == nil {
			return printer.Overview(w, &r.list.Items[0], r.reaches[0], style)
		}
		finding := &d.Findings[0]
		return printer.Node(w, d, finding, t.Find(finding.Entries), r.reaches[0], style)
	}
}

// only is the diagnosis of a single node that was asked for by name; nil for any other.
func only(r result) *diagnosis.Diagnosis {
	if !r.alone || r.named != 1 || len(r.list.Items[0].Findings) != 1 {
		return nil
	}
	return &r.list.Items[0]
}

// paged has the pager show an output, where standard output is a terminal with room for one.
func (f *outputFlags) paged(sys System, print output) output {
	return func(w io.Writer, r result, t *knowledge.Table) error {
		return sys.paged(w, f.noPager, func(w io.Writer) error { return print(w, r, t) })
	}
}

// noteRemoved says how many nodes have no name in the output of kubectl's -o name.
func noteRemoved(w io.Writer, r result) {
	removed := 0
	for i := range r.list.Items {
		removed += r.list.Items[i].Summary.Removed
	}
	if removed > 0 {
		fmt.Fprintf(w, "note: nodes that were removed are left out (%d), because kubectl cannot get them; -o json has them\n", removed)
	}
}

// printNames prints node/NAME of each finding that kubectl can get, as kubectl's -o name does; in a list each
// after the flag that says which cluster it is in, so that a line can be put after a
// kubectl command as it is.
func printNames(w io.Writer, r result) error {
	for i := range r.list.Items {
		d := &r.list.Items[i]
		for _, f := range d.Findings {
			if f.State == diagnosis.Removed {
				continue
			}
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
