package cmd

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cmd/usage"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/lazy"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer"
)

const rootLong = `Say which AKS nodes have been NotReady for more than five minutes, what AKS node
auto-repair tried on them, why it failed or did not act, and what to do now.

It only reads: it changes nothing, and talks to nothing but the API server, and to Azure
where you ask it to: history, and diagnose --azure.

Without a command it diagnoses, with the flags of diagnose.`

func newRoot(sys System) *cobra.Command {
	f := newDiagnoseFlags()
	root := &cobra.Command{
		Use:           "kubectl-autorepair",
		Short:         "Diagnose failed AKS node auto-repairs",
		Long:          rootLong,
		Annotations:   map[string]string{cobra.CommandDisplayNameAnnotation: "kubectl autorepair"},
		SilenceUsage:  true,
		SilenceErrors: true,
		Args:          func(c *cobra.Command, args []string) error { return f.unknownWord(sys, c, args) },
		RunE:          f.runE(sys, nil),
	}
	root.SetIn(sys.Streams.In)
	root.SetOut(sys.Streams.Out)
	root.SetErr(sys.Streams.ErrOut)
	root.SetFlagErrorFunc(usage.FlagError)
	usage.Fit(root, sys.columns)
	root.AddCommand(newDiagnose(sys, nil), newExplain(sys), newKnowledge(sys), newVersion(sys), newRBAC(sys), newAlerts(sys), newHistory(sys, azure.Access{Getenv: sys.Getenv}))
	addCompletion(sys, root)
	usage.CheckTopic(root, unknownCommand)
	f.add(root)
	// They are those of diagnose, which has the help on them.
	root.LocalFlags().VisitAll(func(flag *pflag.Flag) { flag.Hidden = true })
	return root
}

// unknownCommand is the error for a word that is no command.
func unknownCommand(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	meant := ""
	if near := nearCommands(c, args[0]); len(near) > 0 {
		meant = near[0]
	}
	return notCommand(c, args[0], meant)
}

// nearCommands are the commands whose names are a slip or two away from a word, or begin with it.
func nearCommands(c *cobra.Command, word string) []string {
	c.SuggestionsMinimumDistance = 2 // what cobra itself takes for its own errors
	return c.SuggestionsFor(word)
}

// notCommand says what was meant instead, where that is likely.
func notCommand(c *cobra.Command, word, meant string) error {
	hint := ""
	if meant != "" {
		hint = fmt.Sprintf("; did you mean %q?", meant)
	}
	return fmt.Errorf("unknown command %q%s; see %s --help", word, hint, c.CommandPath())
}

// unknownWord is unknownCommand for the root: the word may be what explain takes, or the name of a
// node.
func (f *diagnoseFlags) unknownWord(sys System, c *cobra.Command, args []string) error {
	if len(args) == 0 || len(nearCommands(c, args[0])) > 0 {
		return unknownCommand(c, args)
	}
	meant, words := "", printer.ShellWords(args)
	if table, err := f.knowledge.table(sys); err == nil && len(table.Lookup(strings.Join(args, " "))) > 0 {
		meant = "explain " + words
	} else if nodeName().MatchString(args[0]) {
		meant = "diagnose " + words
	}
	return f.door.hide(notCommand(c, args[0], meant))
}

// nodeName matches what can be the name of a node.
var nodeName = lazy.Pattern(`^((node|nodes|no)/)?[a-z0-9]([a-z0-9.-]*[a-z0-9])?$`)
