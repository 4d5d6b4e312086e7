package printer

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/layout"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/wording"
)

// commandIndent is the indentation of commands below prose.
const commandIndent = 8

// bullet returns the number of a step, as wide as that of the last one.
func bullet(i, n int) string {
	return fmt.Sprintf("%*d. ", len(strconv.Itoa(n)), i+1)
}

func stepWords(s wording.Step) []string {
	var words []string
	if mark := s.Mark(); mark != "" {
		words = append(words, "!", mark+":")
	}
	return slices.Concat(words, strings.Fields(s.Text), strings.Fields(s.Platform), strings.Fields(s.Needs()))
}

// stepText returns a step with its warning and without its command.
func stepText(number string, s wording.Step, width int) layout.Cell {
	words := layout.SplitSlashes(stepWords(s), width-len(number))
	if !s.Mutates && s.Warning == "" {
		return layout.Cell{}.Add(layout.Plain, layout.Hang(number, words, width)...)
	}
	out := layout.Cell{}.Add(layout.Change, layout.Hang(number, words, width)...)
	if s.Warning != "" {
		out = out.Add(layout.Change, layout.Hang(layout.Spaces(len(number)), strings.Fields("Warning: "+s.Warning), width)...)
	}
	return out
}

// stepTexts returns the steps of a problem, for which there is no node to name in a command.
func stepTexts(indent string, list []wording.Step, width int) layout.Cell {
	var out layout.Cell
	for i, s := range list {
		out = append(out, stepText(indent+bullet(i, len(list)), s, width)...)
	}
	return out
}

// steps adds a section with the steps, each command after its warning on a line of its own.
func (p *page) steps(setup []string, list []wording.Step, note string) {
	if len(list) == 0 {
		return
	}
	p.Heading("Next steps")
	p.Prose(layout.Plain, "  ", note)
	if len(setup) > 0 && slices.ContainsFunc(list, func(s wording.Step) bool { return s.Command != "" }) {
		p.Prose(layout.Plain, "  ", "Set once, for the commands below:")
		for _, command := range setup {
			p.Command(commandIndent, command)
		}
	}
	for i, s := range list {
		p.Lines(stepText("  "+bullet(i, len(list)), s, p.Width))
		if s.Command != "" {
			p.Command(commandIndent, s.Command)
		}
	}
}
