package cmd_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/spf13/pflag"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/genericiooptions"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cmd"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv/markdown"
)

var update = flag.Bool("update", false, "write the generated parts of the README")

// readmeWidth is the terminal that the README shows.
const readmeWidth = 110

func TestTheReadmeShowsWhatIsPrinted(t *testing.T) {
	const file = "../../README.md"
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	now, parts, err := markdown.Generate(string(text), func(what string) (string, error) { return generate(t, what) })
	if err != nil {
		t.Fatal(err)
	}
	if parts == 0 {
		t.Error("the README shows no output")
	}
	if *update {
		if err := os.WriteFile(file, []byte(now), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if now != string(text) {
		t.Errorf("a generated part is old (go test ./pkg/cmd -run Readme -update writes it); from the first difference on it is:\n%s", difference(string(text), now))
	}
}

// difference returns what is new: a few lines from the first difference on.
func difference(before, now string) string {
	const shown = 10
	old, lines := strings.SplitAfter(before, "\n"), strings.SplitAfter(now, "\n")
	for i := range lines {
		if i >= len(old) || lines[i] != old[i] {
			return strings.Join(lines[i:min(i+shown, len(lines))], "")
		}
	}
	return "(shorter)"
}

// generate returns a part of the README: the output of a command, or its table of flags.
func generate(t *testing.T, what string) (string, error) {
	t.Helper()
	if line, ok := strings.CutPrefix(what, "kubectl autorepair "); ok {
		return "```\n$ " + what + "\n" + onTerminal(t, strings.Fields(line)) + "```\n", nil
	}
	if name, ok := strings.CutPrefix(what, "flags of "); ok {
		return flagTable(t, name)
	}
	return "", fmt.Errorf("nothing is known that is called %q", what)
}

// flagTable lists the flags of a command, but those that it has in common with every kubectl.
func flagTable(t *testing.T, name string) (string, error) {
	t.Helper()
	c, _, err := cmd.NewRoot(system(t, &bytes.Buffer{}, &bytes.Buffer{})).Find([]string{name})
	if err != nil {
		return "", err
	}
	common := pflag.NewFlagSet("", pflag.ContinueOnError)
	genericclioptions.NewConfigFlags(true).AddFlags(common)
	table := "| flag of `" + name + "` | meaning |\n|---|---|\n"
	c.LocalNonPersistentFlags().VisitAll(func(f *pflag.Flag) {
		if known := common.Lookup(f.Name); known != nil && known.Usage == f.Usage || f.Name == "help" {
			return
		}
		names := "`--" + f.Name + "`"
		if f.Shorthand != "" {
			names = "`-" + f.Shorthand + "`, " + names
		}
		usage := strings.NewReplacer("|", `\|`, "<", `\<`).Replace(f.Usage)
		if f.DefValue != "" && f.DefValue != "[]" && f.DefValue != "false" && f.DefValue != "0s" {
			usage += " Default: `" + f.DefValue + "`."
		}
		table += "| " + names + " | " + usage + " |\n"
	})
	return table, nil
}

// system returns a terminal without colour.
func system(t *testing.T, out, errOut *bytes.Buffer, args ...string) cmd.System {
	t.Helper()
	return cmd.System{
		Args:    append([]string{"kubectl-autorepair"}, args...),
		Streams: genericiooptions.IOStreams{In: strings.NewReader(""), Out: out, ErrOut: errOut},
		Context: t.Context(), Now: time.Now,
		Getenv:   func(name string) string { return map[string]string{"NO_COLOR": "1"}[name] },
		Terminal: func(stream any) (int, bool) { return readmeWidth, stream == any(out) },
	}
}

// onTerminal returns what the plugin prints on a terminal without colour.
func onTerminal(t *testing.T, args []string) string {
	t.Helper()
	var out, errOut bytes.Buffer
	status := cmd.Main(system(t, &out, &errOut, args...))
	if status != 0 || errOut.Len() > 0 {
		t.Fatalf("%q ends with %d: %s", args, status, errOut.String())
	}
	return out.String()
}
