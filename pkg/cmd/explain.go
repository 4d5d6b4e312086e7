package cmd

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cmd/paste"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer"
)

const explainLong = `Explain an error code, a node condition, an event, an exit code, a state or a reason of
the diagnosis: what it means, who can fix it, whether AKS tries again, its causes, and
what to do. Takes a code in any case, with or without "ARM ErrorCode:", an alias, a
number, NAME=NUMBER, or a whole pasted event or Azure error; - reads it from standard input.
A pasted page of kubectl, such as that of describe node, gets the verdict of diagnose,
and so does what az prints in JSON: instance views, the activity log, pools.
Without an argument, list everything that can be explained.

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

  # Everything there is
  kubectl autorepair explain`

const (
	// maxInput is how much of standard input explain reads: an activity log can have 50 MB.
	maxInput = 64 << 20
	// maxText is how much of a text that is no page is explained: an event is at most 64 kB.
	maxText = 1 << 20
)

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
	c.Flags().StringVar(&f.os, "os", f.os, "Explain exit codes of this system alone: linux or windows. The same number means different things.")
	f.knowledge.add(c)
	registerCompletion(c, "color", colorModes)
	registerCompletion(c, "os", systems)
	return c
}

// explainFlags are what was typed.
type explainFlags struct {
	color, os string
	knowledge knowledgeFlags
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
	if len(args) == 0 {
		return printer.Entries(sys.Streams.Out, table.Listed(), style)
	}
	what, err := readWhat(sys, args)
	if err != nil {
		return err
	}
	return f.explainText(sys, table, what, style)
}

// explainText gives a page that was pasted its verdict, and explains other text.
func (f *explainFlags) explainText(sys System, table *knowledge.Table, what string, style printer.Style) error {
	pasted, err := paste.Reader{Out: sys.Streams.Out, Table: table, Style: style, Now: sys.Now}.Read(sys.Context, what)
	if err != nil {
		return fmt.Errorf("writing the verdict: %w", err)
	}
	explanation := table.Explain(strings.ToValidUTF8(pasted.Text[:min(len(pasted.Text), maxText)], ""))
	entries := slices.DeleteFunc(explanation.Entries, func(e *knowledge.Entry) bool {
		return !e.FitsOS(knowledge.Platform(f.os))
	})
	switch {
	case len(entries) > 0 && pasted.Page:
		fmt.Fprintln(sys.Streams.Out)
	case len(entries) > 0:
	case pasted.Incomplete != nil:
		return pasted.Incomplete
	case pasted.Judged:
	case pasted.Page:
		_, err = fmt.Fprintln(sys.Streams.Out, pasted.Quiet)
		return err
	default:
		return missed(explanation, what)
	}
	paste.ByWeight(entries)
	entries, general := knowledge.SplitGeneral(entries)
	for i, entry := range entries {
		if i > 0 {
			fmt.Fprintln(sys.Streams.Out)
		}
		filled, commands := paste.Filled(entry, table, pasted.Values)
		if err := printer.Entry(sys.Streams.Out, filled, table.Setup(commands, pasted.Values), table.Says, style); err != nil {
			return fmt.Errorf("writing the explanation: %w", err)
		}
	}
	for _, entry := range general {
		if _, err := fmt.Fprintf(sys.Streams.Out, "\nIn general: %s (kubectl autorepair explain %s)\n", printer.Clean(entry.Title), printer.Clean(entry.Code)); err != nil {
			return fmt.Errorf("writing the explanation: %w", err)
		}
	}
	if unknown := explanation.Unknown; len(unknown) > 0 {
		_, err := fmt.Fprintf(sys.Streams.ErrOut, "note: the text also names %s, of which nothing is known here\n",
			printer.Clean(strings.Join(unknown, ", ")))
		return err
	}
	return nil
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

// missed says that nothing is known, and what is near.
func missed(explanation knowledge.Explanation, what string) error {
	near, unknown := explanation.Suggest(), explanation.Unknown
	const shown = 80
	if what = strings.TrimSpace(what); len(what) > shown {
		what = strings.ToValidUTF8(what[:shown], "") + "..."
	}
	subject := fmt.Sprintf("%q", what)
	if named := strings.Join(unknown, ", "); len(unknown) > 0 && named != what {
		subject = fmt.Sprintf("%s, named in %s", printer.Clean(named), subject)
	}
	if len(near) == 0 {
		return fmt.Errorf("nothing is known about %s; kubectl autorepair explain lists what is", subject)
	}
	return fmt.Errorf("nothing is known about %s; the nearest: %s", subject, strings.Join(near, ", "))
}
