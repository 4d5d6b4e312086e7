package printer

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
)

// mutates is the mark of a step that changes something.
const mutates = "[changes the cluster]"

// commandIndent sets commands off from the prose around them.
const commandIndent = 8

// step is a next step with the nodes it is for, empty when it is for the node at hand.
type step struct {
	diagnosis.Step
	Platform string
}

func stepsOf(list []knowledge.NextStep) []step {
	out := make([]step, len(list))
	for i, s := range list {
		out[i] = step{diagnosis.Step{Text: s.Text, Command: s.Command, Mutates: s.Mutates, Warning: s.Warning,
			AzureCLI: s.AzureCLI, Extensions: s.Extensions}, platform(s.For)}
	}
	return out
}

func nodeSteps(list []diagnosis.Step) []step {
	out := make([]step, len(list))
	for i, s := range list {
		out[i] = step{Step: s}
	}
	return out
}

// platform is the mark of a step that does not fit every node: "(Windows scale set nodes)".
func platform(list []knowledge.Platform) string {
	var system, machine []string
	for _, known := range []struct {
		platform knowledge.Platform
		text     string
		list     *[]string
	}{
		{knowledge.Linux, "Linux", &system}, {knowledge.Windows, "Windows", &system},
		{knowledge.ScaleSet, "scale set", &machine}, {knowledge.VM, "single VM", &machine},
	} {
		if slices.Contains(list, known.platform) {
			*known.list = append(*known.list, known.text)
		}
	}
	if len(system)+len(machine) == 0 {
		return ""
	}
	parts := slices.DeleteFunc([]string{strings.Join(system, " or "), strings.Join(machine, " or ")},
		func(s string) bool { return s == "" })
	return "(" + strings.Join(parts, " ") + " nodes)"
}

// bullet is the number of a step, as wide as that of the last one.
func bullet(i, n int) string {
	return fmt.Sprintf("%*d. ", len(strconv.Itoa(n)), i+1)
}

func (s step) words() []string {
	var words []string
	if s.Mutates {
		words = append(words, mutates)
	}
	return slices.Concat(words, strings.Fields(s.Text), strings.Fields(s.Platform), strings.Fields(s.Needs()))
}

// Needs is what the command of a step needs on the user's computer:
// "(Azure CLI 2.85 or newer, extension aks-preview)".
func (s step) Needs() string {
	var parts []string
	if s.AzureCLI != "" {
		parts = append(parts, "Azure CLI "+s.AzureCLI+" or newer")
	}
	if len(s.Extensions) > 0 {
		parts = append(parts, "extension "+strings.Join(s.Extensions, ", "))
	}
	if len(parts) == 0 {
		return ""
	}
	return "(" + strings.Join(parts, ", ") + ")"
}

// stepText is a step without its command. Its warning never gets lost.
func (p *page) stepText(number string, s step, width int) cell {
	words := atSlashes(s.words(), width-len(number))
	if !s.Mutates && s.Warning == "" {
		return cell{}.add(nil, hang(number, words, width)...)
	}
	out := cell{}.add(p.warn, hang(number, words, width)...)
	if s.Warning != "" {
		out = out.add(p.warn, hang(spaces(len(number)), strings.Fields("Warning: "+s.Warning), width)...)
	}
	return out
}

// stepTexts are the steps of a problem, for which there is no node to name in a command.
func (p *page) stepTexts(indent string, list []step, width int) cell {
	var out cell
	for i, s := range list {
		out = append(out, p.stepText(indent+bullet(i, len(list)), s, width)...)
	}
	return out
}

// steps adds a section with the steps, each command after its warning on a line of its own.
func (p *page) steps(setup []string, list []step, note string) {
	if len(list) == 0 {
		return
	}
	p.heading("Next steps")
	p.prose(nil, "  ", note)
	if len(setup) > 0 && slices.ContainsFunc(list, func(s step) bool { return s.Command != "" }) {
		p.prose(nil, "  ", "Set once, for the commands below:")
		for _, command := range setup {
			p.command(commandIndent, command)
		}
	}
	for i, s := range list {
		p.lines(p.stepText("  "+bullet(i, len(list)), s, p.Width))
		if s.Command != "" {
			p.command(commandIndent, s.Command)
		}
	}
}
