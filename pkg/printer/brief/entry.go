package brief

import (
	"maps"
	"slices"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/clean"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/layout"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/wording"
)

// Entry is an entry of the table with what its page needs besides.
type Entry struct {
	*knowledge.Entry
	// Setup are the lines that set the variables of its commands.
	Setup []string
	// Signs are the sentences that confirm a cause and that rule it out, by the place of the cause.
	Signs []Signs
}

// Signs are the sentences that confirm a cause and those that rule it out.
type Signs struct{ Confirm, RuleOut []string }

// depth is how much a page says of an entry: how many lines each text has at most, 0 being no limit
// and less than 0 none.
type depth struct {
	amount
	meaning, cause int
	// signs are the lines for what confirms a cause.
	signs int
	// most is how many causes there are.
	most int
}

// least is what a page says in any case.
var least = depth{amount: amount{facts: -1, steps: 1, change: 2}, meaning: 1, cause: 1, signs: -1, most: -1}

// practice is what a page says of a best practice: nothing has failed, so it is all that it means and what to
// do, with the commands, and neither causes nor retries.
var practice = depth{amount: amount{facts: -1, commands: map[int]bool{0: true, 1: true, 2: true}}, most: -1}

// growth is what a page says more of, the most useful first, each where it has room.
var growth = []func(*depth){
	func(d *depth) { d.change = 3 },
	func(d *depth) { d.facts = 1 },
	func(d *depth) { d.most, d.signs = 1, 1 },
	func(d *depth) { d.meaning = 2 },
	func(d *depth) { d.steps = 2 },
	func(d *depth) { d.most = 2 },
	func(d *depth) { d.change = 4 },
	func(d *depth) { d.cause = 2 },
	func(d *depth) { d.commands[2] = true }, // what changes something is the last
	func(d *depth) { d.commands[1] = true },
	func(d *depth) { d.commands[0] = true },
	func(d *depth) { d.most = 3 },
	func(d *depth) { d.most = 0 },
	func(d *depth) { d.meaning = 0 },
	func(d *depth) { d.facts = 2 },
	func(d *depth) { d.signs = 2 },
	func(d *depth) { d.cause, d.change = 0, 0 },
}

// entry lays an entry out with as much of everything as has room. A pipe has everything.
func (s screen) entry(e *Entry, room int) []block {
	d := least
	if s.Height <= 0 {
		return s.entryPage(e, depth{amount: amount{commands: map[int]bool{0: true, 1: true, 2: true}}})
	}
	if e.Kind == knowledge.KindPractice {
		if page := s.entryPage(e, practice); height(page...) <= room {
			return page
		}
	}
	d.commands = map[int]bool{}
	blocks := s.entryPage(e, d)
	for _, grow := range growth {
		more := d
		more.commands = maps.Clone(d.commands)
		grow(&more)
		if page := s.entryPage(e, more); height(page...) <= room {
			d, blocks = more, page
		}
	}
	return blocks
}

// entryPage lays an entry out with so much of everything: the answer, what to do, how to know the
// cause, and how to see the rest.
func (s screen) entryPage(e *Entry, d depth) []block {
	facts := slices.Concat(wording.EntryFacts(e.Entry)[1:], wording.EntryOrigin(e.Entry))
	if names := wording.ExitNames(e.Exits); len(names) > 0 {
		facts = append(facts, wording.Fact{Label: "Exit codes:", Text: strings.Join(names, ", ")})
	}
	answer := slices.Concat(
		s.prose(Inks[wording.FixTone(e.Severity, e.Owner)], "", e.Code+": "+wording.Sentence(e.Title), s.lines(2)),
		s.sentences("", e.Meaning, d.meaning), s.labelled(facts, d.facts))
	return []block{answer, s.entrySteps(e, d), s.causes(e, d), s.entryRest(e, d)}
}

// sentences are the first sentences of a text, as many of them as fit into n lines; the first is cut
// where it does not. 0 is no limit.
func (s screen) sentences(prefix, text string, n int) block {
	for n > 0 && s.Width > 0 && len(hang(prefix, text, s.Width, 0)) > n {
		end := strings.LastIndex(strings.TrimSuffix(text, "."), ". ")
		if end < 0 {
			break
		}
		text = text[:end+1]
	}
	return s.prose(layout.Plain, prefix, text, n)
}

// labelled are texts behind their labels, the texts one under the other.
func (s screen) labelled(list []wording.Fact, lines int) block {
	if lines < 0 {
		return nil
	}
	list = slices.DeleteFunc(slices.Clone(list), func(f wording.Fact) bool { return f.Text == "" })
	width := 0
	for _, fact := range list {
		width = max(width, clean.Width(fact.Label))
	}
	var out block
	for _, fact := range list {
		out = append(out, s.prose(Inks[fact.Tone], "  "+layout.Pad(fact.Label, width+1), fact.Text, lines)...)
	}
	return out
}

// scaleSetOnly is what a step says that is for instances of a scale set, as almost all nodes are.
const scaleSetOnly = "(scale set nodes)"

// likely leaves out the steps for single VMs where others are for instances of a scale set: these
// do the same, and almost all nodes of AKS are such instances.
func likely(list []knowledge.NextStep) []wording.Step {
	is := func(step knowledge.NextStep, p knowledge.Platform) bool { return slices.Contains(step.For, p) }
	sets := slices.ContainsFunc(list, func(step knowledge.NextStep) bool { return is(step, knowledge.ScaleSet) })
	list = slices.DeleteFunc(slices.Clone(list), func(step knowledge.NextStep) bool {
		return sets && is(step, knowledge.VM) && !is(step, knowledge.ScaleSet)
	})
	return wording.Steps(list)
}

// entrySteps say what to do first, and at most three steps.
func (s screen) entrySteps(e *Entry, d depth) block {
	out := s.prose(layout.Head, "Do first: ", e.DoFirst, max(d.facts, 0))
	for i, step := range chosen(likely(e.NextSteps)) {
		var command block
		if d.commands[i] {
			command = s.commandOf(step, e.Setup)
		}
		if step.Platform != "" && step.Platform != scaleSetOnly {
			step.Text = step.Platform + " " + step.Text
		}
		out = append(out, s.step(stepNumber(i), step, d.amount, command)...)
	}
	return out
}

// causes say what can be behind the entry, and what shows that it is.
func (s screen) causes(e *Entry, d depth) block {
	if d.shown(e) == 0 {
		return nil
	}
	out := s.prose(layout.Head, "", "Causes, most likely first", 1)
	for i, c := range e.Causes[:d.shown(e)] {
		out = append(out, s.prose(layout.Plain, "  - ", wording.Cause(c), d.cause)...)
		if text := e.signs(i); d.signs >= 0 && text != "" {
			out = append(out, s.prose(layout.Plain, "    ", text, d.signs)...)
		}
	}
	return out
}

// shown is how many causes of an entry have a line.
func (d depth) shown(e *Entry) int {
	if d.most == 0 {
		return len(e.Causes)
	}
	return max(min(d.most, len(e.Causes)), 0)
}

// signs says what confirms the cause at a place, and what rules it out.
func (e *Entry) signs(i int) string {
	if i >= len(e.Signs) {
		return ""
	}
	var parts []string
	if list := e.Signs[i].Confirm; len(list) > 0 {
		parts = append(parts, "Confirmed when: "+strings.Join(list, "; or: "))
	}
	if list := e.Signs[i].RuleOut; len(list) > 0 {
		parts = append(parts, "Ruled out when: "+strings.Join(list, "; or: "))
	}
	return strings.Join(parts, ". ")
}

// entryRest says how to see what the page leaves out, counts it, and where commands have the names of a
// node.
func (s screen) entryRest(e *Entry, d depth) block {
	if s.NoHeaders {
		return nil
	}
	var parts []string
	if n := len(e.NextSteps) - len(chosen(likely(e.NextSteps))); n > 0 {
		parts = append(parts, wording.Count(n, "more step"))
	}
	if len(e.Setup) > 0 {
		parts = append(parts, "the commands")
	}
	if n := len(e.Causes) - d.shown(e); n > 0 {
		parts = append(parts, wording.Count(n, "more cause"))
	}
	if n := len(e.References); n > 0 {
		parts = append(parts, wording.Count(n, "reference"))
	}
	var out block
	if len(parts) > 0 {
		out = s.prose(layout.Plain, "", "Add --details for "+strings.Join(parts, ", ")+".", 1)
	}
	if len(e.Setup) > 0 {
		out = append(out, s.prose(layout.Plain, "", "Commands with the names of your node: kubectl autorepair diagnose NODE", 1)...)
	}
	return out
}
