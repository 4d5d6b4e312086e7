package printer

import (
	"io"
	"slices"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/clean"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/document"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/layout"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/wording"
)

// Node prints everything about one node of d: what and where it is, since when it
// is NotReady, what AKS tried, why it failed and what to do, with commands that carry its
// real names. The entries are those of f.Entries, the most specific first. It returns the
// error of the writer.
func Node(w io.Writer, d *diagnosis.Diagnosis, f *diagnosis.Finding, entries []*knowledge.Entry, r Reach, s Style) error {
	diagnosis, finding := clean.Copy(*d, nil), clean.Copy(*f, document.Limits())
	d, f, entries = &diagnosis, &finding, clean.Copy(entries, nil)
	p := newPage(s)
	p.identity(d, f)
	p.gaps(d)
	p.condition(d, f)
	p.verdict(d, f, entries)
	p.signals(d, f)
	p.changes(wording.NodeChanges(d, f))
	p.impact(f)
	if err := p.attempts(d, f); err != nil {
		return err
	}
	p.details(f)
	p.timeline(d, f)
	for i, e := range entries {
		if i == 0 && len(e.Causes) > 0 {
			p.Heading("Causes, most likely first")
			p.causes("  ", "", wording.NodeCauses(f, e))
		} else if i > 0 {
			p.furtherEntry(f, e)
		}
	}
	p.steps(clean.Copy(r, nil).Steps(f))
	return p.Flush(w)
}

// verdict says what state the node is in and what that means.
func (p *page) verdict(d *diagnosis.Diagnosis, f *diagnosis.Finding, entries []*knowledge.Entry) {
	p.Heading("Verdict")
	p.Words(inks[wording.NodeTone(f, entries)], "  ", wording.NodeLabel(f)...)
	if wording.Ready(f) {
		p.Prose(layout.Plain, "  ", wording.ReadyNow(f))
	}
	if len(entries) == 0 {
		return
	}
	e := entries[0]
	p.Prose(layout.Plain, "  ", wording.Sentence(e.Title))
	p.Prose(layout.Plain, "  ", e.Meaning)
	list := append(slices.Concat(wording.Answers(d, f), wording.Past(d, f), wording.EntryFacts(e)), wording.Fact{Label: "Expected next:", Text: wording.ExpectedNext(d, f)})
	if e.DoFirst == "" && len(f.Steps) > 0 && !wording.Ready(f) {
		list = append(list, wording.Fact{Label: "Do first:", Text: f.Steps[0].Text})
	}
	p.facts(2, list)
}

// furtherEntry adds what another entry says about the same node.
func (p *page) furtherEntry(f *diagnosis.Finding, e *knowledge.Entry) {
	p.Heading("Also: " + e.Code)
	p.Prose(layout.Plain, "  ", wording.Sentence(e.Title))
	p.Prose(layout.Plain, "  ", e.Meaning)
	p.causes("  ", "Causes:", wording.NodeCauses(f, e))
}

// details adds the raw texts of the errors, as far as they differ, and the other codes in them.
func (p *page) details(f *diagnosis.Finding) {
	shown := []string{f.Details}
	if f.Details != f.Code {
		p.raw(wording.EventDetails, f.Details)
	}
	for i := len(f.Attempts) - 1; i >= 0 && (p.Wide || len(shown) < detailTextsShown); i-- {
		a := &f.Attempts[i]
		if a.Details != a.Code && !slices.Contains(shown, a.Details) {
			shown = append(shown, a.Details)
			p.raw(wording.DetailsTitle(a), a.Details)
		}
	}
	if len(f.Outer)+len(f.Unknown) > 0 {
		p.Heading("Further codes in the details")
		p.Names("  Around it: ", f.Outer)
		p.Names("  Not known: ", f.Unknown)
	}
}

func (p *page) raw(title, text string) {
	if text == "" {
		return
	}
	p.Heading(title)
	for _, l := range layout.WrapBlock(text, max(p.Width-2, 0)) {
		p.Put(layout.Plain, "  "+l)
	}
}
