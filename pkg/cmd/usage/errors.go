// Package usage says how the commands are called: the help, which fits the terminal and has the flags in
// groups (help.go), and what was typed wrong, in whole sentences in place of those of the library that
// reads the command line (errors.go).
package usage

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
)

// FlagError is the error for a flag that cannot be read: what is wrong with it, and what to write.
func FlagError(c *cobra.Command, err error) error {
	var (
		unknown *pflag.NotExistError
		missing *pflag.ValueRequiredError
		invalid *pflag.InvalidValueError
		syntax  *pflag.InvalidSyntaxError
	)
	help := "; see " + c.CommandPath() + " --help"
	switch {
	case errors.As(err, &unknown):
		return fmt.Errorf("there is no flag %s%s%s", written(unknown.GetSpecifiedName(), unknown.GetSpecifiedShortnames()), nearest(c, unknown.GetSpecifiedName()), help)
	case errors.As(err, &missing):
		return fmt.Errorf("--%s has no value: write %s%s", missing.GetFlag().Name, example(missing.GetFlag()), help)
	case errors.As(err, &invalid):
		f := invalid.GetFlag()
		if forms[f.Value.Type()] == "" { // a type of our own says itself what is wrong
			return fmt.Errorf("--%s is %q: %w%s", f.Name, invalid.GetValue(), invalid.Unwrap(), help)
		}
		return fmt.Errorf("--%s is %q: write %s%s", f.Name, invalid.GetValue(), example(f), help)
	case errors.As(err, &syntax):
		return fmt.Errorf("%q is no flag: write --NAME or --NAME=VALUE%s", syntax.GetSpecifiedFlag(), help)
	default:
		return fmt.Errorf("%w%s", err, help)
	}
}

// written is a flag as it was typed: its name, or the letter of a group of letters.
func written(name, letters string) string {
	if letters != "" {
		return "-" + name
	}
	return "--" + name
}

// nearest names the flags that can have been meant.
func nearest(c *cobra.Command, name string) string {
	var names []string
	c.Flags().VisitAll(func(f *pflag.Flag) {
		if !f.Hidden || c.Parent() == nil {
			names = append(names, f.Name)
		}
	})
	near := knowledge.Nearest(name, names)
	if len(name) == 1 || len(near) == 0 {
		return ""
	}
	return "; did you mean --" + strings.Join(near, " or --") + "?"
}

// forms are what the values of a type are written as.
var forms = map[string]string{
	"duration":    "a time with its unit, such as %s 30s, %[1]s 5m or %[1]s 2h",
	"bool":        "%s alone, or with =true or =false",
	"stringSlice": "%s with names that have commas between them",
	"int":         "%s with a whole number",
}

// example says how a flag is written.
func example(f *pflag.Flag) string {
	form := cmp.Or(forms[f.Value.Type()], "%s with a value behind it")
	return fmt.Sprintf(form, "--"+f.Name)
}

// NodeNames returns the nodes that arguments of a command name, also in the form node/NAME. The error is for
// an argument that names none.
func NodeNames(command string, args []string) ([]string, error) {
	var names []string
	for _, arg := range args {
		name := arg
		if kind, rest, ok := strings.Cut(arg, "/"); ok {
			if name = rest; !slices.Contains([]string{"node", "nodes", "no"}, kind) {
				return nil, fmt.Errorf("%q is not a node: %s takes names of nodes, as NAME or node/NAME", arg, command)
			}
		}
		if name == "" || strings.ContainsAny(name, "/%\\ ") {
			return nil, fmt.Errorf("%q is not the name of a node", arg)
		}
		names = append(names, name)
	}
	return names, nil
}

// NoArguments is the error for arguments of a command that takes none.
func NoArguments(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return fmt.Errorf("%s takes no argument: leave %q out; see %[1]s --help", c.CommandPath(), strings.Join(args, " "))
}

// AtMostOne is the error for more than one argument.
func AtMostOne(c *cobra.Command, args []string) error {
	if len(args) <= 1 {
		return nil
	}
	return fmt.Errorf("%s takes one argument at most, and here are %d: leave out all but one; see %[1]s --help", c.CommandPath(), len(args))
}

// AtLeast returns the check of a command that needs at least one argument, which is called what.
func AtLeast(what string) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if len(args) > 0 {
			return nil
		}
		return fmt.Errorf("%s needs %s: write its name behind the command; see %[1]s --help", c.CommandPath(), what)
	}
}

// CheckTopic makes help about a command that does not exist the error that unknown gives.
func CheckTopic(root *cobra.Command, unknown cobra.PositionalArgs) {
	root.InitDefaultHelpCmd()
	for _, c := range root.Commands() {
		if c.Name() == "help" {
			c.Args = func(_ *cobra.Command, args []string) error {
				found, rest, err := root.Find(args)
				if err == nil && found.HasSubCommands() {
					err = unknown(found, rest)
				}
				return err
			}
		}
	}
}
