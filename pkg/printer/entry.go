package printer

import (
	"io"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/clean"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/layout"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/wording"
)

// Says gives what is known when checks of the table hold; see knowledge.Table.Says.
type Says func(checks []string) []string

// Entry prints one entry of the table in full. The setup lines set the variables that its
// commands use. It returns the error of the writer.
func Entry(w io.Writer, e *knowledge.Entry, setup []string, says Says, s Style) error {
	admitted := clean.Copy(*e, nil)
	e, setup = &admitted, clean.Copy(setup, nil)
	p := newPage(s)
	p.Words(fixInk(e.Severity, e.Owner), "", e.Code, "("+wording.KindNoun(e.Kind)+")")
	p.Prose(layout.Plain, "", wording.Sentence(e.Title))
	p.Blank()
	p.Prose(layout.Plain, "", e.Meaning)
	p.Blank()
	p.facts(0, append(wording.EntryFacts(e), wording.EntryOrigin(e)...))
	p.Names("Exit codes:       ", wording.ExitNames(e.Exits))
	p.Names("Also known as:    ", e.Aliases)
	if len(e.Causes) > 0 {
		p.Heading("Causes, most likely first")
		for _, c := range e.Causes {
			p.Prose(layout.Plain, "  - ", wording.ProvenCause(c, e.References))
			p.checks("confirmed", says(c.ConfirmedBy))
			p.checks("ruled out", says(c.RuledOutBy))
		}
	}
	p.steps(setup, wording.Steps(e.NextSteps), "")
	if len(e.References) > 0 {
		p.Heading("References")
		for i, address := range e.References {
			p.Put(layout.Plain, "  "+wording.ReferenceNumber(i)+" "+address)
		}
	}
	return p.Flush(w)
}

// checks says by what evidence a diagnosis confirms a cause, or rules it out.
func (p *page) checks(verdict string, says []string) {
	if len(says) > 0 {
		p.Prose(layout.Plain, "    ", verdict+" when: "+strings.Join(clean.Copy(says, nil), "; or: "))
	}
}
