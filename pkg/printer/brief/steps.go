package brief

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/layout"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/wording"
)

// stepsShown is how many steps a page has.
const stepsShown = 3

// chosen returns the steps of a page: those that only look, and the first that changes something
// as the last.
func chosen(all []wording.Step) []wording.Step {
	var looks, changes []wording.Step
	for _, step := range all {
		if step.Mutates {
			changes = append(changes, step)
		} else {
			looks = append(looks, step)
		}
	}
	changes = changes[:min(len(changes), 1)]
	return append(slices.Clone(looks[:min(len(looks), stepsShown-len(changes))]), changes...)
}

// stepNumber stands before the text of a step.
func stepNumber(i int) string { return fmt.Sprintf("  %d. ", i+1) }

// fromFile stands above the commands of a node whose cluster is not known.
const fromFile = "Read from a file: point kubectl and az at its cluster first."

// steps say what to do now: the answer in a line, and at most three steps.
func (s screen) steps(p Page, a amount) block {
	if wording.Ready(p.Finding) {
		return nil
	}
	note := p.note
	var out block
	for i, step := range p.steps {
		var command block
		if a.commands[i] {
			command = s.commandOf(step, p.setup)
		}
		out = append(out, s.step(stepNumber(i), step, a, command)...)
		if len(command) > 0 && note != "" {
			out, note = append(s.prose(layout.Plain, "", fromFile, 1), out...), ""
		}
	}
	if len(p.Entries) > 0 && p.Entries[0].DoFirst != "" {
		out = append(s.prose(layout.Head, "Do first: ", p.Entries[0].DoFirst, a.facts), out...)
	}
	return out
}

// step is a step with its command, if it has room. Without it the first sentence says enough; one
// that changes something has a mark, a word for it, and its warning in any case, and no command
// where that is cut.
func (s screen) step(number string, step wording.Step, a amount, command block) block {
	text, ink, lines := step.Text, layout.Plain, a.steps
	if len(command) == 0 {
		text = firstSentence(text)
	}
	if step.Mutates {
		text, ink, lines = "! "+step.Mark()+": "+text, layout.Change, a.change
	}
	if step.Warning != "" && (step.Mutates || len(command) > 0) {
		text += " Warning: " + step.Warning
	}
	if len(command) > 0 {
		return append(s.prose(ink, number, text+" "+step.Needs(), 0), command...)
	}
	return s.prose(ink, number, text, lines)
}

// firstSentence is the part of a step that says what to do.
func firstSentence(text string) string {
	if first, _, more := strings.Cut(text, ". "); more {
		return first + "."
	}
	return text
}

// commandOf is the command of a step where it can be pasted as it is: it sets no variable first,
// and no line of it is too wide.
func (s screen) commandOf(step wording.Step, setup []string) block {
	const indent, most = 7, 3
	for _, line := range setup {
		if name, _, ok := strings.Cut(line, "="); ok && strings.Contains(step.Command, "$"+name) || strings.Contains(step.Command, "${"+name) {
			return nil
		}
	}
	lines, ok := layout.Command(step.Command, indent, s.Width)
	if step.Command == "" || !ok || len(lines) > most {
		return nil
	}
	return s.draw(func(p *layout.Page) { p.Put(layout.Shell, lines...) })
}

// rest says how to see what the page leaves out, and counts it.
func (s screen) rest(p Page) block {
	if s.NoHeaders {
		return nil
	}
	var parts []string
	if n := len(p.Finding.Steps) - len(p.steps); n > 0 && !wording.Ready(p.Finding) {
		parts = append(parts, wording.Count(n, "more step"))
	}
	if len(p.Finding.Steps) > 0 && !wording.Ready(p.Finding) {
		parts = append(parts, "all commands")
	}
	if n := causesOf(p); n > 1 {
		text := fmt.Sprintf("%d causes", n)
		if out := ruledOut(p.Finding); out > 0 {
			text += fmt.Sprintf(" (%d ruled out)", out)
		}
		parts = append(parts, text)
	}
	return s.prose(layout.Plain, "", "Add --details for "+strings.Join(append(parts, "the timeline"), ", ")+".", 1)
}

// causesOf counts the causes of all entries of the node.
func causesOf(p Page) int {
	n := 0
	for _, e := range p.Entries {
		n += len(e.Causes)
	}
	return n
}

func ruledOut(f *diagnosis.Finding) int {
	n := 0
	for i := range f.Settled {
		if f.Settled[i].Verdict == diagnosis.RuledOut {
			n++
		}
	}
	return n
}
