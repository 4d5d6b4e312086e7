package cmd

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cmd/explain"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
)

const explainLong = `Explain an error code, a node condition, an event, an exit code, a state or a reason of
the diagnosis: what it means, who can fix it, whether AKS tries again, its causes, and
what to do. Takes a code in any case, with or without "ARM ErrorCode:", an alias, a
number, NAME=NUMBER, or a whole pasted event or Azure error; - reads it from standard input.
A pasted page of kubectl, such as that of describe node, gets the verdict of diagnose,
and so does what az prints in JSON: instance views, the activity log, pools.
--details shows everything. Without an argument, say what can be explained; --list lists it,
and --list WORD what has the word in its code or title.

It works offline: no connection is opened.`

const explainExample = `  # A code
  kubectl autorepair explain VMExtensionProvisioningError

  # A node condition or the message of one
  kubectl autorepair explain FilesystemCorruptionProblem

  # An exit code of the bootstrap extension
  kubectl autorepair explain 50 --os linux

  # A phrase, without quotes
  kubectl autorepair explain ManagedIdentityCredential authentication failed

  # A pasted event
  kubectl get events -A | grep NodeRedeployError | kubectl autorepair explain -

  # A pasted page of a node, whole or cut
  kubectl describe node aks-user-15776247-vmss00000a | kubectl autorepair explain -

  # What Azure says of the VM of a node, whole or cut
  az vmss get-instance-view -g "$NODE_RG" -n "$VMSS" --instance-id 10 | kubectl autorepair explain -

  # Everything that has a word in its code or title
  kubectl autorepair explain --list quota`

// maxInput is how much of standard input explain reads: an activity log can have 50 MB.
const maxInput = 64 << 20

func newExplain(sys System) *cobra.Command {
	f := &explainFlags{color: "auto"}
	c := &cobra.Command{
		Use:                   "explain [WHAT...] [flags]",
		DisableFlagsInUseLine: true,
		Short:                 "Explain an error code, offline",
		Long:                  explainLong,
		Example:               explainExample,
		ValidArgsFunction:     f.completeCodes(sys),
		RunE: func(c *cobra.Command, args []string) error {
			return f.explain(sys, args)
		},
	}
	c.Flags().StringVar(&f.color, "color", f.color, colorUsage)
	c.Flags().BoolVar(&f.details, "details", f.details, "Print everything: all causes, steps and commands with their variables, and the references.")
	c.Flags().BoolVar(&f.list, "list", f.list, "List everything that can be explained, or what has all WHATs in its code or title.")
	c.Flags().BoolVar(&f.noPager, "no-pager", f.noPager, "With --details or --list: print to the terminal itself.")
	c.Flags().StringVar(&f.os, "os", f.os, "Explain exit codes of this system alone: linux or windows. The same number means different things.")
	f.knowledge.add(c)
	registerCompletion(c, "color", colorModes)
	registerCompletion(c, "os", systems)
	return c
}

// explainFlags are what was typed.
type explainFlags struct {
	color, os              string
	list, details, noPager bool
	knowledge              knowledgeFlags
}

// systems are the values of --os.
var systems = []string{string(knowledge.Linux), string(knowledge.Windows)}

func (f *explainFlags) explain(sys System, args []string) error {
	style, err := textStyle(sys, f.color)
	if err != nil {
		return err
	}
	if f.os != "" && !slices.Contains(systems, f.os) {
		return fmt.Errorf("--os is %q: it must be linux or windows", f.os)
	}
	table, err := f.knowledge.table(sys)
	if err != nil {
		return err
	}
	if sys.takesLinks(f.color) && (f.noPager || !f.long()) {
		style = withLinks(style, table)
	}
	x := explain.Explainer{ErrOut: sys.Streams.ErrOut, Table: table, Style: style, Now: sys.Now, System: knowledge.Platform(f.os), Details: f.details}
	switch {
	case f.list:
		return f.paged(sys, func(w io.Writer) error { return x.List(w, args) })
	case len(args) == 0:
		return x.Kinds(sys.Streams.Out)
	}
	what, err := readWhat(sys, args)
	if err != nil {
		return err
	}
	return f.paged(sys, func(w io.Writer) error { return x.Text(sys.Context, w, what) })
}

// long reports whether a terminal shows the answer through the pager.
func (f *explainFlags) long() bool { return f.details || f.list }

// paged has the pager show what is long on a terminal, as it does for diagnose.
func (f *explainFlags) paged(sys System, print func(io.Writer) error) error {
	if f.long() {
		return sys.paged(sys.Streams.Out, f.noPager, print)
	}
	return print(sys.Streams.Out)
}

// readWhat joins the arguments, or reads standard input for a single "-".
func readWhat(sys System, args []string) (string, error) {
	if len(args) != 1 || args[0] != "-" {
		return strings.Join(args, " "), nil
	}
	data, err := io.ReadAll(io.LimitReader(sys.Streams.In, maxInput))
	if err != nil {
		return "", fmt.Errorf("reading standard input: %w", err)
	}
	if strings.TrimSpace(string(data)) == "" {
		return "", fmt.Errorf("standard input is empty: pipe an event or a code into it")
	}
	return string(data), nil
}
