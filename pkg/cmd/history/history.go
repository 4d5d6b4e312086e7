// Package history is the command that says what happened to nodes over weeks: its flags and its run
// (history.go), how Azure is asked (azure.go), the window that it looks at (window.go) and what it prints (output.go).
package history

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/genericiooptions"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cluster"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cmd/usage"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/dump"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/history"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer"
)

// Host is what the command takes from the program around it.
type Host struct {
	Streams genericiooptions.IOStreams
	// Style is how text looks on standard output, as --color says; the error is about that value.
	Style func(color string) (printer.Style, error)
	// Paged has the pager show what is long on a terminal, unless it is off.
	Paged func(w io.Writer, off bool, write func(io.Writer) error) error
	// Table loads the table of entries.
	Table func() (*knowledge.Table, error)
	// Redact replaces names in evidence; it is used only with --redact. Hide does so in an error.
	Redact func(*knowledge.Table, *history.Evidence) (*history.Evidence, error)
	Hide   func(error) error
	// Progress shows what is being read; Clear removes it.
	Progress func(string)
	Clear    func()
	// Azure is how Azure is asked, Live makes the source that reads the cluster, Cluster the flags that name it in a command.
	Azure   azure.Access
	Live    func(*genericclioptions.ConfigFlags) (*cluster.Live, error)
	Cluster func(*genericclioptions.ConfigFlags) []string
	Now     func() time.Time
}

// Flags are what was typed.
type Flags struct {
	filenames []string
	demo      bool
	live      liveFlags
	window    window
	until     moment
	format    string
	color     string
	noHeaders bool
	details   bool
	noPager   bool
	data      *genericclioptions.JSONYamlPrintFlags
}

// NewFlags returns the flags as they are when none is given.
func NewFlags() *Flags {
	return &Flags{window: usual, color: "auto", data: genericclioptions.NewJSONYamlPrintFlags()}
}

// Add adds the flags to a command.
func (f *Flags) Add(c *cobra.Command) {
	flags := c.Flags()
	flags.StringArrayVarP(&f.filenames, "filename", "f", nil, "Read the past from this file or folder, or - for standard input, and ask nobody. Can be given several times.")
	flags.BoolVar(&f.demo, "demo", false, "Show the history of an embedded sample cluster.")
	flags.Var(&f.window, "since", "How far to look back, such as 30d, 12h or 90m.")
	flags.Var(&f.until, "until", "Where to look back from (RFC 3339, or a day) instead of now, or of a file's newest time.")
	f.live.add(c)
	usage.Group(c, usage.Output, func() {
		flags.StringVarP(&f.format, "output", "o", "", "Output format. One of: ("+strings.Join(f.Formats(), ", ")+").")
		flags.StringVar(&f.color, "color", f.color, "Use colour: auto (on a terminal, unless NO_COLOR is set), always, never.")
		flags.BoolVar(&f.noHeaders, "no-headers", false, "Leave out the headers and hints of the table.")
		flags.BoolVar(&f.details, "details", false, "Print everything: each outage with its steps, node pools, and how to keep more. A terminal shows it through $PAGER.")
		flags.BoolVar(&f.noPager, "no-pager", false, "With --details: print to the terminal itself.")
	})
}

// Formats returns the values of -o.
func (f *Flags) Formats() []string {
	return append([]string{"table", "markdown", "html"}, f.data.AllowedFormats()...)
}

// errIncomplete is how a history ends that could not read everything: the gaps were printed.
var errIncomplete = errors.New("the history is not complete")

// Run reads, examines and prints. Its errors are sentences.
func (f *Flags) Run(ctx context.Context, host *Host, names []string, redact bool) error {
	if f.demo || len(f.filenames) > 0 {
		if err := f.live.foreign(); err != nil {
			return err
		}
	} else if f.live.print {
		return host.Hide(f.printQuery(host))
	}
	print, err := f.output(host)
	if err != nil {
		return err
	}
	table, err := host.Table()
	if err != nil {
		return err
	}
	var note strings.Builder
	e, err := f.read(ctx, host, names, &note, redact)
	host.Clear()
	for line := range strings.Lines(note.String()) {
		fmt.Fprintln(host.Streams.ErrOut, printer.Clean(strings.TrimSuffix(line, "\n")))
	}
	if err != nil {
		return host.Hide(err)
	}
	if err := unknown(e); err != nil && len(e.Gaps) == 0 {
		return host.Hide(err)
	}
	if redact {
		if e, err = host.Redact(table, e); err != nil {
			return err
		}
	}
	h := history.Examine(e, table)
	if err := print(host.Streams.Out, h, f.again(host, names, redact)); err != nil {
		return fmt.Errorf("writing the history: %w", err)
	}
	if len(h.Gaps) == 0 {
		return nil
	}
	if !f.forPeople() {
		for _, line := range printer.NotSeen(h.Gaps) {
			fmt.Fprintln(host.Streams.ErrOut, printer.Clean("warning: not seen: "+line))
		}
	}
	return errIncomplete
}

// read reads the evidence of the past. Note gets what was asked.
func (f *Flags) read(ctx context.Context, host *Host, names []string, note io.Writer, redact bool) (*history.Evidence, error) {
	switch {
	case f.demo && len(f.filenames) > 0:
		return nil, errors.New("--demo and --filename exclude each other: give one of them")
	case f.demo:
		return dump.DemoHistory(ctx, names, time.Time(f.until), time.Duration(f.window)) //nolint:wrapcheck // it is a sentence
	case len(f.filenames) == 0:
		return f.ask(ctx, host, names, note, redact)
	}
	d := dump.Dump{Filenames: f.filenames, Stdin: host.Streams.In, At: time.Time(f.until), Progress: host.Progress}
	d.Selection.Names = names
	return d.History(ctx, time.Duration(f.window)) //nolint:wrapcheck // it is a sentence
}

// unknown is the error for nodes that were asked for and of which nothing is known.
func unknown(e *history.Evidence) error {
	known := map[string]bool{}
	for _, event := range e.Events {
		known[event.InvolvedObject.Name] = true
	}
	for i := range e.Inventory {
		known[e.Inventory[i].Node] = true
	}
	for i := range e.Operations {
		known[e.Operations[i].Node] = true
	}
	missing := slices.DeleteFunc(slices.Clone(e.Nodes), func(name string) bool { return known[name] })
	if len(missing) == 0 {
		return nil
	}
	return fmt.Errorf("nothing is known of %s in %s: check the name, or look at all nodes without one", strings.Join(missing, ", "), e.Origin)
}

// again is the command that prints everything.
func (f *Flags) again(host *Host, names []string, redact bool) string {
	words := []string{"kubectl", "autorepair", "history"}
	if !redact { // names say whose they are, those of files too
		words = append(words, names...)
	}
	switch {
	case f.demo:
		words = append(words, "--demo")
	case len(f.filenames) > 0 && redact:
		words = append(words, "-f", "FILE")
	case len(f.filenames) > 0:
		for _, name := range f.filenames {
			words = append(words, "-f", name)
		}
	case !redact:
		words = append(words, f.live.words(host)...)
	}
	if redact {
		words = append(words, "--redact")
	}
	if f.window != usual {
		words = append(words, "--since", f.window.String())
	}
	if f.until.String() != "" {
		words = append(words, "--until", f.until.String())
	}
	return printer.ShellWords(append(words, "--details"))
}
