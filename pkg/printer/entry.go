package printer

import (
	"io"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
)

// Entry prints one entry of the table in full. The setup lines set the variables that its
// commands use. It returns the error of the writer.
func Entry(w io.Writer, e *knowledge.Entry, setup []string, s Style) error {
	admitted := admit(*e, nil)
	e, setup = &admitted, admit(setup, nil)
	p := newPage(s)
	p.words(severityInk(e.Severity), "", e.Code, "("+kindNoun(e.Kind)+")")
	p.prose(inkPlain, "", sentence(e.Title))
	p.part()
	p.prose(inkPlain, "", e.Meaning)
	p.part()
	p.facts(0, append(entryFacts(e), origin(e)...))
	p.names("Exit codes:       ", exitNames(e.Exits))
	p.names("Also known as:    ", e.Aliases)
	if len(e.Causes) > 0 {
		p.heading("Causes, most likely first")
		p.causes("  ", "", e.Causes)
	}
	p.steps(setup, stepsOf(e.NextSteps), "")
	if len(e.References) > 0 {
		p.heading("References")
		for _, address := range e.References {
			p.put(inkPlain, "  "+address)
		}
	}
	return p.flush(w)
}
