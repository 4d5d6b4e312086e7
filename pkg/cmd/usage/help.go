package usage

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer"
)

// The groups of flags besides those that are the command's own.
const (
	Output  = "Output"
	Azure   = "Azure"
	Kubectl = "Connection, as of every kubectl command"
)

// group is the annotation of a flag that names its group.
const group = "autorepair_group"

// Group puts the flags that add adds to a command into a group of its help.
func Group(c *cobra.Command, title string, add func()) {
	known := map[string]bool{}
	c.Flags().VisitAll(func(f *pflag.Flag) { known[f.Name] = true })
	add()
	c.Flags().VisitAll(func(f *pflag.Flag) {
		if !known[f.Name] {
			_ = c.Flags().SetAnnotation(f.Name, group, []string{title}) // it fails only for a flag that is not there
		}
	})
}

// Fit makes the help of a command and of those below it fit the terminal that a stream is, with the
// flags in groups; width gives its columns, 0 for what is no terminal.
func Fit(root *cobra.Command, width func(stream any) int) {
	root.SetHelpFunc(func(c *cobra.Command, _ []string) {
		out := c.OutOrStdout()
		text := c.Long
		if text == "" {
			text = c.Short
		}
		fmt.Fprintf(out, "%s\n\n%s", flowed(strings.TrimSpace(text), width(out)), usage(c, width(out)))
	})
	root.SetUsageFunc(func(c *cobra.Command) error {
		_, err := io.WriteString(c.OutOrStderr(), usage(c, width(c.OutOrStderr())))
		return err
	})
}

// flowed wraps paragraphs to the terminal, whatever lines they were written in. One that has a
// line with an indentation is a list or a command, and keeps its lines.
func flowed(text string, width int) string {
	if width <= 0 {
		return text
	}
	paragraphs := strings.Split(text, "\n\n")
	for i, p := range paragraphs {
		if !indented(p) {
			paragraphs[i] = printer.Wrapped(strings.ReplaceAll(p, "\n", " "), width)
		}
	}
	return strings.Join(paragraphs, "\n\n")
}

// indented reports whether a paragraph has a line with an indentation.
func indented(paragraph string) bool {
	return slices.ContainsFunc(strings.Split(paragraph, "\n"), func(line string) bool { return strings.TrimLeft(line, " \t") != line })
}

// usage is how a command is called, with its examples, the commands below it and its flags.
func usage(c *cobra.Command, width int) string {
	var b strings.Builder
	b.WriteString("Usage:\n")
	if c.Runnable() {
		fmt.Fprintf(&b, "  %s\n", c.UseLine())
	}
	if c.HasAvailableSubCommands() {
		fmt.Fprintf(&b, "  %s [command]\n", c.CommandPath())
	}
	if c.HasExample() {
		fmt.Fprintf(&b, "\nExamples:\n%s\n", c.Example)
	}
	if c.HasAvailableSubCommands() {
		b.WriteString("\nCommands:\n")
		for _, below := range c.Commands() {
			if below.IsAvailableCommand() || below.Name() == "help" {
				b.WriteString(listed(below, width))
			}
		}
	}
	for _, g := range groups(c) {
		if g.title == Kubectl && width > 0 {
			fmt.Fprintf(&b, "\n%s:\n%s\n", g.title, printer.Wrapped("  "+names(g.FlagSet)+" (kubectl options explains them)", width))
			continue
		}
		fmt.Fprintf(&b, "\n%s:\n%s", g.title, flags(g.FlagSet, width))
	}
	if c.HasAvailableSubCommands() {
		fmt.Fprintf(&b, "\n%s\n", printer.Wrapped(fmt.Sprintf("%s [command] --help says more about a command.", c.CommandPath()), width))
	}
	return b.String()
}

// listed is a command with what it does, in a list of commands.
func listed(c *cobra.Command, width int) string {
	head := fmt.Sprintf("  %-*s ", c.NamePadding(), c.Name())
	if width > 0 {
		width = max(width-len(head), len(head))
	}
	text := strings.ReplaceAll(printer.Wrapped(c.Short, width), "\n", "\n"+strings.Repeat(" ", len(head)))
	return strings.TrimRight(head+text, " ") + "\n"
}

// titled are flags below a title.
type titled struct {
	*pflag.FlagSet
	title string
}

// groups are the flags of a command in their groups: its own first, kubectl's last.
func groups(c *cobra.Command) []titled {
	all := []titled{{title: "Flags"}, {title: Output}, {title: Kubectl}}
	for i := range all {
		all[i].FlagSet = pflag.NewFlagSet(all[i].title, pflag.ContinueOnError)
	}
	add := func(f *pflag.Flag) {
		at := 0
		if title := f.Annotations[group]; len(title) == 1 {
			at = slices.IndexFunc(all, func(g titled) bool { return g.title == title[0] })
		}
		all[max(at, 0)].AddFlag(f)
	}
	c.LocalFlags().VisitAll(add)
	c.InheritedFlags().VisitAll(add)
	return slices.DeleteFunc(all, func(g titled) bool { return !g.HasAvailableFlags() })
}

// names lists the names of flags alone: what every kubectl command has is explained by kubectl.
func names(set *pflag.FlagSet) string {
	var all []string
	set.VisitAll(func(f *pflag.Flag) {
		if name := "--" + f.Name; !f.Hidden {
			if f.Shorthand != "" {
				name = "-" + f.Shorthand + "/" + name
			}
			all = append(all, name)
		}
	})
	return strings.Join(all, ", ")
}

// narrow is the width below which the text of a flag has a line of its own.
const narrow = 100

// flags lists flags with their texts. Where these have no room beside the names they are below them.
func flags(set *pflag.FlagSet, width int) string {
	if width <= 0 || width >= narrow {
		return set.FlagUsagesWrapped(max(width, 0))
	}
	var b strings.Builder
	set.VisitAll(func(f *pflag.Flag) {
		if f.Hidden {
			return
		}
		one := pflag.NewFlagSet("", pflag.ContinueOnError)
		one.AddFlag(f)
		head, text, _ := strings.Cut(strings.TrimSpace(one.FlagUsages()), "   ")
		fmt.Fprintf(&b, "  %s\n", strings.TrimSpace(head))
		if text = strings.TrimSpace(text); text != "" {
			fmt.Fprintln(&b, printer.Wrapped("      "+text, width))
		}
	})
	return b.String()
}
