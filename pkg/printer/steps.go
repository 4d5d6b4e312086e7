package printer

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// commandIndent sets commands off from the prose around them.
const commandIndent = 8

// bullet is the number of a step, as wide as that of the last one.
func bullet(i, n int) string {
	return fmt.Sprintf("%*d. ", len(strconv.Itoa(n)), i+1)
}

func stepWords(s step) []string {
	var words []string
	if s.Mutates {
		words = append(words, mutates)
	}
	return slices.Concat(words, strings.Fields(s.Text), strings.Fields(s.Platform))
}

// stepText is a step without its command. Its warning never gets lost.
func (p *page) stepText(number string, s step, width int) cell {
	words := atSlashes(stepWords(s), width-len(number))
	if !s.Mutates && s.Warning == "" {
		return cell{}.add(inkPlain, hang(number, words, width)...)
	}
	out := cell{}.add(inkWarn, hang(number, words, width)...)
	if s.Warning != "" {
		out = out.add(inkWarn, hang(spaces(len(number)), strings.Fields("Warning: "+s.Warning), width)...)
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
	p.prose(inkPlain, "  ", note)
	if len(setup) > 0 && slices.ContainsFunc(list, func(s step) bool { return s.Command != "" }) {
		p.prose(inkPlain, "  ", "Set once, for the commands below:")
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
