package usage_test

import (
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cmd/usage"
)

// command returns a command with a flag of each type.
func command() *cobra.Command {
	c := &cobra.Command{Use: "tool", SilenceErrors: true, SilenceUsage: true, Args: usage.AtMostOne, RunE: func(*cobra.Command, []string) error { return nil }}
	c.Flags().Duration("since", 0, "")
	c.Flags().Bool("demo", false, "")
	c.Flags().StringSlice("contexts", nil, "")
	c.Flags().StringP("output", "o", "", "")
	c.SetFlagErrorFunc(usage.FlagError)
	c.AddCommand(&cobra.Command{Use: "none", Args: usage.NoArguments, RunE: c.RunE}, &cobra.Command{Use: "lint", Args: usage.AtLeast("a file"), RunE: c.RunE})
	return c
}

func TestWhatWasTypedWrongIsAWholeSentence(t *testing.T) {
	for typed, want := range map[string]string{
		"--sinc 5m":       "there is no flag --sinc; did you mean --since?; see tool --help",
		"--qqqqqqq":       "there is no flag --qqqqqqq; see tool --help",
		"-x":              "there is no flag -x; see tool --help",
		"--since":         "--since has no value: write a time with its unit, such as --since 30s, --since 5m or --since 2h; see tool --help",
		"--since 5":       `--since is "5": write a time with its unit, such as --since 30s, --since 5m or --since 2h; see tool --help`,
		"--demo=perhaps":  `--demo is "perhaps": write --demo alone, or with =true or =false; see tool --help`,
		`--contexts a"b`:  `--contexts is "a\"b": write --contexts with names that have commas between them; see tool --help`,
		"-o":              "--output has no value: write --output with a value behind it; see tool --help",
		"--=x":            `"--=x" is no flag: write --NAME or --NAME=VALUE; see tool --help`,
		"none a b":        `tool none takes no argument: leave "a b" out; see tool none --help`,
		"lint":            "tool lint needs a file: write its name behind the command; see tool lint --help",
		"a b":             "tool takes one argument at most, and here are 2: leave out all but one; see tool --help",
		"--since 5m":      "",
		"lint a b":        "",
		"none":            "",
		"--contexts a,b ": "",
	} {
		c := command()
		c.SetArgs(strings.Fields(typed))
		if typed == "a b" { // the library takes an argument of a command with commands for one of these
			c.ResetCommands()
		}
		got := ""
		if err := c.Execute(); err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%s\n got %s\nwant %s", typed, got, want)
		}
	}
}
