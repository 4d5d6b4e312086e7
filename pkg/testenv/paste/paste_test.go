package paste_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/clean"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/layout"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv/paste"
)

// nodeValues are those of a node, for the variables of commands; all others have one that shows the name.
func nodeValues(table *knowledge.Table) map[string]string {
	values := map[string]string{
		"NODE": "aks-user-15776247-vmss00000a", "NODE_RG": "mc_shop_prod_uksouth", "VMSS": "aks-user-15776247-vmss",
		"INSTANCE_ID": "10", "SUBSCRIPTION": "0b1f6471-1bf0-4dda-aec3-cb9272f09590",
	}
	for _, v := range table.Variables() {
		if values[v.Name] == "" {
			values[v.Name] = "made-up-" + strings.ToLower(v.Name)
		}
	}
	return values
}

// tableCommands are all commands of the built-in table and the queries of its variables, each as it is
// written and with the values of a node.
func tableCommands(t *testing.T) (list []string, values map[string]string) {
	t.Helper()
	table, err := knowledge.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	values = nodeValues(table)
	all := map[string]bool{}
	add := func(command string) {
		if command != "" {
			all[command], all[table.Fill(command, values)] = true, true
		}
	}
	for _, e := range table.Entries() {
		for _, s := range e.NextSteps {
			add(s.Command)
		}
	}
	for _, v := range table.Variables() {
		add(v.Query)
	}
	return slices.Sorted(maps.Keys(all)), values
}

func TestAPartOfACommandRunsNothingAndAllOfItTheSame(t *testing.T) {
	list, values := tableCommands(t)
	type laidOut struct{ command, whole string }
	var wholes []laidOut
	var texts []string
	cuts := map[string]string{}
	for _, command := range list {
		texts = append(texts, command)
		seen := map[string]bool{}
		for _, width := range []int{80, 120} {
			lines, ok := layout.Command(command, 8, width)
			whole := strings.Join(lines, "\n")
			if seen[whole] || len(lines) == 1 {
				continue
			}
			seen[whole] = true
			wholes = append(wholes, laidOut{command, whole})
			texts = append(texts, whole)
			for _, cut := range paste.Cuts(lines) {
				cuts[cut] = command
			}
			checkWidth(t, lines, width, ok)
		}
	}
	prefixes := slices.Sorted(maps.Keys(cuts))
	for _, shell := range paste.Shells {
		t.Run(shell, func(t *testing.T) {
			made, calls := paste.Run(t, shell, texts, values), map[string]string{}
			for i, text := range texts {
				calls[text] = strings.Join(made[i], "\n")
			}
			for _, w := range wholes {
				if got, want := calls[w.whole], calls[w.command]; got != want || want == "" {
					t.Errorf("the command\n%s\ncalls\n%s\nand laid out\n%s\ncalls\n%s", w.command, want, w.whole, got)
				}
			}
			for i, made := range paste.Run(t, shell, prefixes, values) {
				if len(made) > 0 {
					t.Errorf("a part of the command\n%s\nruns: after\n%s\nthere was called\n%s", cuts[prefixes[i]], prefixes[i], strings.Join(made, "\n"))
				}
			}
			t.Logf("%s: %d commands laid out in %d ways, cut in %d places", shell, len(list), len(wholes), len(prefixes))
		})
	}
}

// checkWidth expects that no line is wider than the terminal unless a single word is.
func checkWidth(t *testing.T, lines []string, width int, ok bool) {
	t.Helper()
	fits := true
	for _, line := range lines {
		text := strings.TrimSuffix(strings.TrimSpace(line), ` \`)
		wide := clean.Width(line) > width-2
		fits = fits && !wide
		if parts, _ := layout.Command(text, 0, 3); wide && len(parts) > 1 {
			t.Errorf("%d columns at %d, and it is no single word: %s", clean.Width(line), width, line)
		}
	}
	if ok != fits {
		t.Errorf("ok is %t at %d columns for\n%s", ok, width, strings.Join(lines, "\n"))
	}
}
