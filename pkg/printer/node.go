package printer

import (
	"io"
	"slices"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
)

// Node prints all there is to say about one node of d: what and where it is, since when it
// is NotReady, what AKS tried, why it failed and what to do, with commands that carry its
// real names. The entries are those of f.Entries, the most telling first. It returns the
// error of the writer.
func Node(w io.Writer, d *diagnosis.Diagnosis, f *diagnosis.Finding, entries []*knowledge.Entry, r Reach, s Style) error {
	diagnosis, finding := admit(*d, nil), admit(*f, nodeLimits())
	d, f, entries = &diagnosis, &finding, admit(entries, nil)
	p := newPage(s)
	p.identity(d, f)
	p.gaps(d)
	p.condition(d, f)
	p.verdict(d, f, entries)
	p.signals(d, f)
	p.impact(f)
	if err := p.attempts(d, f); err != nil {
		return err
	}
	p.details(f)
	p.timeline(d, f)
	for i, e := range entries {
		if i == 0 && len(e.Causes) > 0 {
			p.heading("Causes, most likely first")
			p.causes("  ", "", e.Causes)
		} else if i > 0 {
			p.further(e)
		}
	}
	p.steps(admit(r, nil).steps(f))
	return p.flush(w)
}

// verdict says what state the node is in and what that means.
func (p *page) verdict(d *diagnosis.Diagnosis, f *diagnosis.Finding, entries []*knowledge.Entry) {
	p.heading("Verdict")
	ink := inkBad
	if ready(f) {
		ink = inkGood
	} else if len(entries) > 0 {
		ink = severityInk(entries[0].Severity)
	}
	p.words(ink, "  ", nodeLabel(f)...)
	if ready(f) {
		p.prose(inkPlain, "  ", "The node is Ready.")
	}
	if len(entries) == 0 {
		return
	}
	e := entries[0]
	p.prose(inkPlain, "  ", sentence(e.Title))
	p.prose(inkPlain, "  ", e.Meaning)
	list := append(entryFacts(e), Fact{Label: "Expected next:", Text: next(d, f)})
	if len(f.Steps) > 0 && !ready(f) {
		list = append(list, Fact{Label: "Do first:", Text: f.Steps[0].Text})
	}
	p.facts(2, list)
}

// further adds what another entry says about the same node.
func (p *page) further(e *knowledge.Entry) {
	p.heading("Also: " + e.Code)
	p.prose(inkPlain, "  ", sentence(e.Title))
	p.prose(inkPlain, "  ", e.Meaning)
	p.causes("  ", "Causes:", e.Causes)
}

// details adds the raw texts of the errors, as far as they differ, and the other codes in them.
func (p *page) details(f *diagnosis.Finding) {
	shown := []string{f.Details}
	if f.Details != f.Code {
		p.raw(eventDetails, f.Details)
	}
	for i := len(f.Attempts) - 1; i >= 0 && (p.Wide || len(shown) < detailTextsShown); i-- {
		a := &f.Attempts[i]
		if a.Details != a.Code && !slices.Contains(shown, a.Details) {
			shown = append(shown, a.Details)
			p.raw(detailsTitle(a), a.Details)
		}
	}
	if len(f.Outer)+len(f.Unknown) > 0 {
		p.heading("Further codes in the details")
		p.names("  Around it: ", f.Outer)
		p.names("  Not known: ", f.Unknown)
	}
}

func (p *page) raw(title, text string) {
	if text == "" {
		return
	}
	p.heading(title)
	for _, l := range wrapBlock(text, max(p.Width-2, 0)) {
		p.put(inkPlain, "  "+l)
	}
}
