package cmd

import (
	"fmt"

	"github.com/spf13/cobra"
)

const rootLong = `Say which AKS nodes have been NotReady for more than five minutes, what AKS node
auto-repair tried on them, why it failed or did not act, and what to do now.

It only reads: it changes nothing in the cluster, and talks to nothing but the API server.`

func newRoot(sys System) *cobra.Command {
	root := &cobra.Command{
		Use:           "kubectl-autorepair",
		Short:         "Diagnose failed AKS node auto-repairs",
		Long:          rootLong,
		Annotations:   map[string]string{cobra.CommandDisplayNameAnnotation: "kubectl autorepair"},
		SilenceUsage:  true,
		SilenceErrors: true,
		Args:          unknownCommand,
		RunE:          func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	root.SetIn(sys.Streams.In)
	root.SetOut(sys.Streams.Out)
	root.SetErr(sys.Streams.ErrOut)
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		return fmt.Errorf("%w; see %s --help", err, c.CommandPath())
	})
	root.AddCommand(newDiagnose(sys, nil), newExplain(sys), newKnowledge(sys), newVersion(sys), newRBAC(sys), newAlerts(sys))
	addCompletion(sys, root)
	return root
}

func unknownCommand(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	hint := ""
	if near := c.SuggestionsFor(args[0]); len(near) > 0 {
		hint = fmt.Sprintf("; did you mean %q?", near[0])
	}
	return fmt.Errorf("unknown command %q%s; see %s --help", args[0], hint, c.CommandPath())
}
