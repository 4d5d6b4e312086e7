package cmd_test

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/spf13/pflag"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	"k8s.io/cli-runtime/pkg/genericiooptions"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cmd"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/wording"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv/k9s"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv/markdown"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv/picture"
)

var update = flag.Bool("update", false, "write the generated parts of the documents, and the picture of the README")

const (
	// repository is where the documents are.
	repository = "../../"
	// readmeWidth is the terminal that the documents show.
	readmeWidth = 110
	// pictureFile is the first screen, as it is on a terminal of 80 columns and 24 lines.
	pictureFile = repository + ".github/images/screen.svg"
)

func TestTheReadmeShowsWhatIsPrinted(t *testing.T) {
	for _, document := range markdown.Documents {
		text, err := os.ReadFile(repository + document)
		if err != nil {
			t.Fatal(err)
		}
		now, _, err := markdown.Generate(string(text), func(what string) (string, error) { return generate(t, what) })
		if err != nil {
			t.Fatal(err)
		}
		compare(t, repository+document, string(text), now)
	}
}

func TestTheReadmeHasAPictureOfTheScreen(t *testing.T) {
	const line = "kubectl autorepair --demo"
	screen := onScreen(t, 80, 24, nil, append(strings.Fields(line)[2:], "--color=always")...)
	drawn, err := picture.Draw("What "+line+" prints on a terminal", "$ "+line+"\n"+screen)
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(pictureFile)
	if err != nil && !*update {
		t.Fatal(err)
	}
	compare(t, pictureFile, string(text), drawn)
	if readme, err := os.ReadFile(repository + "README.md"); err != nil || !strings.Contains(string(readme), strings.TrimPrefix(pictureFile, repository)) {
		t.Errorf("the README does not show %s: %v", pictureFile, err)
	}
}

// TestTheReadmesK9sPluginShowsANode runs what k9s would, but on the sample.
func TestTheReadmesK9sPluginShowsANode(t *testing.T) {
	text, err := os.ReadFile(repository + "README.md")
	if err != nil {
		t.Fatal(err)
	}
	blocks, err := markdown.Blocks(string(text))
	if err != nil {
		t.Fatal(err)
	}
	blocks = slices.DeleteFunc(blocks, func(b markdown.Block) bool { return b.Info != "yaml k9s" })
	if len(blocks) != 1 {
		t.Fatalf("the README has %d plugins of k9s", len(blocks))
	}
	plugins, err := k9s.Plugins(blocks[0].Text)
	if err != nil {
		t.Fatal(err)
	}
	for _, plugin := range plugins {
		_, arguments, _ := strings.Cut(strings.Join(plugin.Run("aks-user-15776247-vmss000007", "prod"), " "), " kubectl autorepair ")
		if out := onTerminal(t, append(strings.Fields(arguments), "--demo")); !strings.Contains(out, "\nTimeline") {
			t.Errorf("%q prints:\n%s", arguments, out)
		}
	}
}

// compare holds a file to what is generated, or writes it.
func compare(t *testing.T, file, text, now string) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, []byte(now), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if now != text {
		t.Errorf("%s: a generated part is old (go test ./pkg/cmd -run Readme -update writes it); from the first difference on it is:\n%s", file, difference(text, now))
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

// firstLines matches the title of a part that shows the beginning of an output.
var firstLines = regexp.MustCompile(`^the first (\d+) lines of (kubectl autorepair .*)$`)

// generate returns a part of a document: the output of a command or its beginning, a table of
// flags, or what the knowledge has.
func generate(t *testing.T, what string) (string, error) {
	t.Helper()
	if line, ok := strings.CutPrefix(what, "kubectl autorepair "); ok {
		return "```\n$ " + what + "\n" + onTerminal(t, strings.Fields(line)) + "```\n", nil
	}
	if first := firstLines.FindStringSubmatch(what); first != nil {
		return beginning(t, first[1], first[2])
	}
	if what == "the counts of explain" {
		return counts()
	}
	if name, ok := strings.CutPrefix(what, "flags of "); ok {
		return flagTable(t, name)
	}
	return "", fmt.Errorf("nothing is known that is called %q", what)
}

// beginning returns the first lines of an output, which has to have more.
func beginning(t *testing.T, number, line string) (string, error) {
	t.Helper()
	n, err := strconv.Atoi(number)
	if err != nil {
		return "", err
	}
	output := strings.SplitAfter(onTerminal(t, strings.Fields(line)[2:]), "\n")
	if n >= len(output)-1 {
		return "", fmt.Errorf("%s prints %d lines, not more than %d", line, len(output)-1, n)
	}
	return "```\n$ " + line + "\n" + strings.Join(output[:n], "") + "...\n```\n", nil
}

// counts says how many entries of each kind the knowledge has.
func counts() (string, error) {
	table, err := knowledge.Builtin()
	if err != nil {
		return "", err
	}
	var parts []string
	for _, kind := range wording.Kinds {
		n := 0
		for _, e := range table.Listed() {
			if e.Kind == kind.Kind {
				n++
			}
		}
		parts = append(parts, fmt.Sprintf("%s: %d", kind.List, n))
	}
	return strings.Join(parts, ". ") + ".\n", nil
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
