package wording

import (
	"slices"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
)

// Step is a next step. Platform is the nodes it is for, empty when the node is known.
type Step struct {
	diagnosis.Step
	Platform string
}

// Steps returns the steps of an entry, each with the nodes it is for.
func Steps(list []knowledge.NextStep) []Step {
	out := make([]Step, len(list))
	for i, s := range list {
		out[i] = Step{diagnosis.Step{Text: s.Text, Command: s.Command, Mutates: s.Mutates, Warning: s.Warning,
			AzureCLI: s.AzureCLI, Extensions: s.Extensions}, platform(s.For)}
	}
	return out
}

// Mark returns the mark of a step that changes something, "" for one that does not. What a step
// without a command changes can be outside of the cluster, such as a firewall.
func (s Step) Mark() string {
	switch {
	case !s.Mutates:
		return ""
	case s.Command == "":
		return "makes a change"
	default:
		return "changes the cluster"
	}
}

// Needs returns what the command of a step needs on the user's computer:
// "(Azure CLI 2.85 or newer, extension aks-preview)".
func (s Step) Needs() string {
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

func nodeSteps(list []diagnosis.Step) []Step {
	out := make([]Step, len(list))
	for i, s := range list {
		out[i] = Step{Step: s}
	}
	return out
}

// platform returns the mark of a step that does not fit every node: "(Windows scale set
// nodes)".
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
