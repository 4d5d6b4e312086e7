package brief

import (
	"io"
	"slices"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/clean"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/layout"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/wording"
)

// Page is what the page of a node is made of.
type Page struct {
	Diagnosis *diagnosis.Diagnosis
	Finding   *diagnosis.Finding
	// Entries are those of the finding, the most specific first.
	Entries []*knowledge.Entry
	Reach   wording.Reach
	// Counts puts what was counted in the cluster above the node.
	Counts bool
	// steps are those that are shown, with the lines that set their variables and the note above them.
	steps []wording.Step
	setup []string
	note  string
}

// pageLines is how many lines a page has at most: more is no answer at a glance. Where lines are
// long the commands of the steps may take more of them.
const pageLines = 23

// amounts are how much a page says; the first that fits is taken.
var amounts = []amount{
	{facts: 2, steps: 3, change: 5}, {facts: 2, steps: 2, change: 4}, {facts: 2, steps: 1, change: 4}, {facts: 2, steps: 1, change: 3},
	{facts: 1, steps: 1, change: 3}, {facts: 1, steps: 1, change: 2, tight: true},
}

// factsWhole is how many lines the facts have at least before a step has its command: what is
// confirmed is said with its evidence.
const factsWhole = 2

// amount is how many lines the texts of a page have at most.
type amount struct {
	facts, steps, change int
	// tight is a page on which even the fewest lines of everything have no room.
	tight bool
	// commands are the steps that have their commands, by number.
	commands map[int]bool
}

// Node prints the page of one node: what it is and since when it is NotReady, what is wrong, why it
// is down and why AKS did not repair it, the evidence, at most three steps, and where to go on. It
// returns the error of the writer.
func Node(w io.Writer, p Page, style layout.Style) error {
	s := newScreen(style)
	p.setup, p.steps, p.note = p.Reach.Steps(p.Finding)
	p.steps = chosen(p.steps)
	room := s.room()
	if s.Height > 0 && s.Width < tableWidth {
		room = min(room, pageLines)
	}
	return s.write(w, s.fitting(p, room)...)
}

// fitting lays a page out with as much of everything as has room, and with the command of a step
// rather than with long texts.
func (s screen) fitting(p Page, room int) []block {
	var first []block
	for _, a := range amounts {
		a.commands = map[int]bool{}
		blocks := s.page(p, a)
		if height(blocks...) > room {
			if first == nil && a.tight {
				return blocks
			}
			continue
		}
		if first == nil {
			first = blocks
		}
		if a.facts < factsWhole {
			break
		}
		for i := stepsShown - 1; i >= 0; i-- { // what changes something is the last
			a.commands[i] = true
			if more := s.page(p, a); height(more...) <= room && height(more...) > height(blocks...) {
				blocks, first = more, more
			} else {
				delete(a.commands, i)
			}
		}
		if len(a.commands) > 0 {
			return blocks
		}
	}
	return first
}

// page lays a page out with so much of everything.
func (s screen) page(p Page, a amount) []block {
	s.tight = a.tight
	var counts block
	if p.Counts {
		counts = s.prose(CountInk(wording.DiagnosisTone(p.Diagnosis)), "", wording.Counts(p.Diagnosis), s.lines(2))
	}
	return []block{
		append(counts, s.identity(p)...), s.gaps(p.Diagnosis.Gaps), append(s.headline(p), s.facts(p, a.facts)...),
		s.steps(p, a), s.rest(p),
	}
}

// identity says which node it is, since when it is down, and what it is made of.
func (s screen) identity(p Page) block {
	f := p.Finding
	out := wording.DownSince(p.Diagnosis, f)
	name := middle(f.Node, s.Width-clean.Width(out)-layout.Gutter)
	return slices.Concat(
		s.draw(func(page *layout.Page) { page.Put(layout.Head, name+"  "+out) }),
		s.prose(layout.Plain, "", strings.Join(wording.MadeOf(f), ", "), 1),
		s.prose(layout.Plain, "", wording.SourceLine(p.Diagnosis), 1),
		s.prose(layout.Plain, "", wording.MayHaveMore(p.Diagnosis, []diagnosis.Finding{*f}), 1))
}

// headline is what is wrong, in plain words, with the code behind it.
func (s screen) headline(p Page) block {
	text := named(p.title(), wording.NodeCodes(p.Finding))
	return s.prose(Inks[wording.NodeTone(p.Finding, p.Entries)], "", text, s.lines(2))
}

// title is what is wrong in plain words.
func (p Page) title() string {
	if len(p.Entries) > 0 {
		return p.Entries[0].Title
	}
	return "The node is " + string(p.Finding.State)
}
