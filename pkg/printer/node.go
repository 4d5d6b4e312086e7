package printer

import (
	"io"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/document"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/layout"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/wording"
)

// Node prints everything about one node of d: what and where it is, since when it
// is NotReady, what AKS tried, why it failed and what to do, with commands that carry its
// real names. The entries are those of f.Entries, the most specific first. It returns the
// error of the writer.
func Node(w io.Writer, d *diagnosis.Diagnosis, f *diagnosis.Finding, entries []*knowledge.Entry, r Reach, s Style) error {
	n := document.NewNodePage(d, f, entries, r)
	p := newPage(s)
	p.facts(0, n.Identity)
	p.gaps(n.NotSeen)
	p.section("Condition", n.Condition)
	p.verdict(&n)
	for _, s := range n.Signals {
		p.list(s.Title, s.Texts)
	}
	p.list(n.ChangesTitle, n.Changes)
	p.section("Impact", n.Impact)
	if err := p.attempts(&n); err != nil {
		return err
	}
	p.details(&n)
	p.timeline(&n)
	p.list("Causes, most likely first", n.Causes)
	for _, e := range n.Also {
		p.Heading("Also: " + e.Code)
		p.Prose(layout.Plain, "  ", e.Title)
		p.Prose(layout.Plain, "  ", e.Meaning)
		p.causes("  ", e.Causes)
	}
	p.steps(n.Setup, n.Steps, n.Note)
	return p.Flush(w)
}

// section adds facts under a heading, if there are any.
func (p *page) section(title string, list []wording.Fact) {
	if len(list) > 0 {
		p.Heading(title)
		p.facts(2, list)
	}
}

// list adds texts under a heading, if there are any.
func (p *page) list(title string, texts []string) {
	for i, text := range texts {
		if i == 0 {
			p.Heading(title)
		}
		p.Prose(layout.Plain, "  - ", text)
	}
}

// verdict says what state the node is in and what that means.
func (p *page) verdict(n *document.NodePage) {
	p.Heading("Verdict")
	p.Words(inks[n.FixTone], "  ", n.Label...)
	for _, text := range []string{n.Ready, n.Title, n.Meaning} {
		p.Prose(layout.Plain, "  ", text)
	}
	p.facts(2, n.Verdict)
}

// attempts adds the table of what AKS tried.
func (p *page) attempts(n *document.NodePage) error {
	p.Heading("Repair attempts (UTC)")
	rows := n.Attempts
	if len(rows) == 0 {
		p.Prose(layout.Plain, "  ", "None seen.")
		return nil
	}
	g := layout.Grid{Header: []string{"ROUND", "ACTION", "START", "END", "ERROR", "CODE"}}
	p.rest(document.AttemptsShown, len(rows), "earlier attempt", ": see -o wide.")
	for _, r := range rows[len(rows)-p.atMost(document.AttemptsShown, len(rows)):] {
		g.Rows = append(g.Rows, []layout.Cell{
			plain(r.Round), plain(r.Action), plain(r.Start), plain(r.End), layout.OneLine(r.Error, layout.Warn), plain(r.Code),
		})
	}
	if err := p.Table(2, g); err != nil {
		return err
	}
	if len(n.Operations) > 0 {
		p.Prose(layout.Plain, "  ", n.OperationsTitle)
		p.facts(4, n.Operations[len(n.Operations)-p.atMost(document.AttemptsShown, len(n.Operations)):])
	}
	return nil
}

// details adds the raw texts of the errors, and the other codes in them.
func (p *page) details(n *document.NodePage) {
	for _, d := range n.Details[:p.atMost(document.DetailsShown, len(n.Details))] {
		p.Heading(d.Label)
		for _, l := range layout.WrapBlock(d.Text, max(p.Width-2, 0)) {
			p.Put(layout.Plain, "  "+l)
		}
	}
	p.rest(document.DetailsShown, len(n.Details), "earlier text", " of an error: see -o wide.")
	for i, codes := range n.Further {
		if i == 0 {
			p.Heading(document.FurtherTitle)
		}
		p.Names("  "+codes.Label+": ", codes.Names)
	}
}

// timeline adds what happened to the node day by day, with how long ago it was.
func (p *page) timeline(n *document.NodePage) {
	if len(n.Timeline) == 0 {
		return
	}
	newest := n.Timeline[len(n.Timeline)-p.atMost(document.MomentsShown, len(n.Timeline)):]
	width := 0
	for i := range newest {
		width = max(width, len(newest[i].Ago))
	}
	p.Heading("Timeline (UTC)")
	p.rest(document.MomentsShown, len(n.Timeline), "earlier moment", ": see -o wide.")
	day := ""
	for i := range newest {
		m := &newest[i]
		if m.Day != day {
			day = m.Day
			p.Put(layout.Plain, "  "+day)
		}
		p.Prose(inks[m.Tone], "  "+m.Clock+"  "+layout.Spaces(width-len(m.Ago))+m.Ago+"  ", m.Text)
	}
}

// atMost is how many of n things are listed.
func (p *page) atMost(limit, n int) int {
	if p.Wide {
		return n
	}
	return min(limit, n)
}

// rest says how many of n things are not listed, and where they are.
func (p *page) rest(limit, n int, thing, where string) {
	if more := n - p.atMost(limit, n); more > 0 {
		p.Prose(layout.Plain, "  ", wording.Count(more, thing)+where)
	}
}
