package knowledge

import (
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge/shell"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge/strict"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/lazy"
)

// steps reports what is wrong with the next steps of an entry. A step without a command
// may stand anywhere, also one that changes something; of those with one, the ones that only
// read come first.
func (c *checker) steps(e loaded[Entry]) {
	if len(e.value.NextSteps) == 0 {
		c.faults.Add(e.file, strict.LineOf(e.node, "nextSteps"), "there must be a next step")
		return
	}
	mutated := false
	for i := range e.value.NextSteps {
		step, node := &e.value.NextSteps[i], strict.Child(e.node, "nextSteps").Content[i]
		if mutated && !step.Mutates && step.Command != "" {
			c.faults.Add(e.file, node.Line, "a step that only reads stands after one that changes something")
		}
		mutated = mutated || step.Mutates && step.Command != ""
		if !isUse(node) {
			c.step(e.file, node, step)
		}
	}
}

// step checks one step, shared or not.
func (c *checker) step(file string, n *yaml.Node, s *NextStep) {
	if s.Text == "" {
		c.faults.Add(file, strict.LineOf(n, "text"), "a step must have a text")
	}
	for i, platform := range s.For {
		enum(c, file, strict.LineOf(n, "for", i), "for", platform, ScaleSet, VM, Linux, Windows)
	}
	if s.Mutates && s.Warning == "" {
		c.faults.Add(file, strict.LineOf(n, "mutates"), "a step that changes something must have a warning")
	}
	if v := s.AzureCLI; v != "" && !cliVersion().MatchString(v) {
		c.faults.Add(file, strict.LineOf(n, "azureCLI"), "azureCLI must be a version as 2.85, not %q", v)
	}
	if s.Command == "" {
		return
	}
	line := strict.LineOf(n, "command")
	words := c.command(file, line, s.Command)
	if !s.Mutates && runsDownload().MatchString(s.Command) {
		c.faults.Add(file, line, "a command that runs what it downloads must be marked as one that changes something")
	}
	if s.Mutates {
		c.guarded(file, line, words)
	}
}

// runsDownload is a command that gives a download to a shell.
var runsDownload = lazy.Pattern(`\b(?:curl|wget|Invoke-WebRequest|iwr|irm)\b[^|]*\|\s*(?:sudo\s+)?(?:\S*/)?(?:(?:ba|da|z|k)?sh|pwsh|python3?|iex|Invoke-Expression)\b|\b(?:ba|z|da)?sh\s+(?:-c\s+)?["']?(?:<\(|\$\()\s*(?:curl|wget)\b`)

var cliVersion = lazy.Pattern(`^\d+\.\d+$`)

// command reports a command that is not one well-formed line over known variables.
func (c *checker) command(file string, line int, command string) shell.Line {
	if strings.ContainsAny(command, "\r\n") {
		c.faults.Add(file, line, "the command must be one line")
	}
	words := shell.Parse(command)
	if words.Open {
		c.faults.Add(file, line, "the command has a quote or bracket that does not close")
	}
	for _, use := range words.Uses {
		switch {
		case !c.variables[use.Name] && !words.Assigned[use.Name]:
			c.faults.Add(file, line, "the command uses the unknown variable %q", use.Name)
		case use.Form == shell.OtherForm:
			c.faults.Add(file, line, "the command may use %s only as $%s, ${%s} or ${%s:?}", use.Name, use.Name, use.Name, use.Name)
		case !use.Quoted:
			c.faults.Add(file, line, "the command must have $%s in double quotes", use.Name)
		}
	}
	return words
}

// guarded reports what could make a command act on more than intended: an empty variable
// must stop the shell, and a failed substitution must not count as a value.
func (c *checker) guarded(file string, line int, words shell.Line) {
	for _, use := range words.Uses {
		if use.Form != shell.GuardedForm {
			c.faults.Add(file, line, "a command that changes something must have \"${%s:?}\", so that it does nothing when %s is empty", use.Name, use.Name)
		}
	}
	if words.Substitutes {
		c.faults.Add(file, line, "a command that changes something must put the output of $(...) into a variable first")
	}
}
