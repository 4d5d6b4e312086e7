package usage_test

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cmd/usage"
)

// helped returns the help of a command on a terminal of so many columns.
func helped(t *testing.T, width int) string {
	t.Helper()
	c := command()
	c.Long = strings.Repeat("Words of a paragraph that somebody wrapped\nby hand at some width. ", 3) + "\n\nA list:\n  1. one\n  2. two"
	c.Example = "  tool --since 5m"
	usage.Group(c, usage.Output, func() { c.Flags().Bool("wide", false, strings.Repeat("Show more columns. ", 9)) })
	usage.Group(c, usage.Kubectl, func() {
		c.Flags().String("kubeconfig", "", "The `file` to use.")
		c.Flags().Bool("secret", false, "")
		_ = c.Flags().MarkHidden("secret")
	})
	usage.Fit(c, func(any) int { return width })
	var out bytes.Buffer
	c.SetOut(&out)
	c.SetArgs([]string{"--help"})
	if err := c.Execute(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestHelpFitsTheTerminalWithItsFlagsInGroups(t *testing.T) {
	for _, width := range []int{40, 60, 80, 100, 120, 200} {
		out := helped(t, width)
		for line := range strings.SplitSeq(out, "\n") {
			if utf8.RuneCountInString(line) > width {
				t.Errorf("%d columns on a terminal of %d: %q", utf8.RuneCountInString(line), width, line)
			}
		}
		at := -1
		for _, want := range []string{"Words of", "\n  1. one\n  2. two\n", "\nUsage:\n  tool [flags]\n", "\nExamples:\n  tool --since 5m\n", "\nCommands:\n", "\nFlags:\n", "--since duration", "\nOutput:\n", "--wide", "\nConnection, ", "--kubeconfig"} {
			next := strings.Index(out, want)
			if next <= at {
				t.Errorf("at %d columns %q is missing or not in its place:\n%s", width, want, out)
			}
			at = next
		}
		if strings.Contains(out, "secret") {
			t.Errorf("a hidden flag is shown:\n%s", out)
		}
	}
	if pipe := helped(t, 0); !strings.Contains(pipe, "somebody wrapped\nby hand") || strings.Count(pipe, "Show more columns.") != 9 {
		t.Errorf("a pipe has other lines than were written:\n%s", pipe)
	}
}

func TestNoGroupHidesAFlag(t *testing.T) {
	c := &cobra.Command{Use: "tool"}
	usage.Group(c, "A group that help does not know", func() { c.Flags().Bool("lost", false, "") })
	usage.Fit(c, func(any) int { return 0 })
	if out := c.UsageString(); !strings.Contains(out, "Flags:\n      --lost") {
		t.Errorf("a flag of an unknown group is not shown:\n%s", out)
	}
}
