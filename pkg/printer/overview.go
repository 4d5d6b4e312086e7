package printer

import (
	"io"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/brief"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/document"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/layout"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/wording"
)

// Overview prints the diagnosis of a cluster or of several nodes: what was counted and
// what could not be seen, each problem once with its causes and next steps, and the nodes.
// Commands are on the page of a node (Node) and of a code (Entry). It returns the error
// of the writer.
func Overview(w io.Writer, d *diagnosis.Diagnosis, r Reach, s Style) error {
	o := document.NewOverview(d, r, s.Wide)
	p := newPage(s)
	if !p.NoHeaders {
		p.summary(&o)
	}
	p.gaps(o.NotSeenShort)
	p.list(wording.Reported, o.Reports)
	p.commonCauses(&o)
	p.list(o.ChangesTitle, o.Changes)
	p.Blank()
	if !p.NoHeaders {
		p.Prose(layout.Plain, "", o.Begin)
	}
	p.Blank()
	if err := p.problems(o.Problems); err != nil {
		return err
	}
	p.more("  ", o.MoreProblems, "more problem")
	p.Blank()
	if err := p.Table(0, brief.NodeGrid(o.Rows, p.Wide)); err != nil {
		return err
	}
	p.more("", o.MoreNodes, "more node")
	for _, text := range o.Repeated {
		p.Prose(layout.Plain, "", text)
	}
	if !p.NoHeaders {
		p.hints(&o)
	}
	return p.Flush(w)
}

// summary adds the sentences above the tables: what was counted, and what that rests on.
func (p *page) summary(o *document.Overview) {
	p.Prose(brief.CountInk(o.Tone), "", o.Verdict)
	p.Prose(layout.Plain, "", o.Repairs)
	p.Prose(layout.Warn, "", o.NotFound)
	p.Prose(layout.Plain, "", o.Events)
	p.Prose(layout.Plain, "", "Source: "+o.Source)
}

// commonCauses says, before any single problem, what the nodes that are down have in
// common, because that is what to look at first.
func (p *page) commonCauses(o *document.Overview) {
	const indent = "   "
	for i := range o.Causes {
		c := &o.Causes[i]
		p.Blank()
		p.Prose(inks[c.FixTone], "", c.Text)
		p.Prose(layout.Plain, indent, c.Meaning)
		p.advice(indent, c.Causes, c.Steps)
		p.Prose(layout.Plain, indent, "With commands:")
		p.Command(len(indent), c.Command)
	}
}

// more says how many things are not listed, and where they are.
func (p *page) more(indent string, n int, thing string) {
	if n > 0 {
		p.Prose(layout.Plain, indent, wording.Count(n, thing)+"; -o wide lists all of them.")
	}
}

// hints adds the commands that show more.
func (p *page) hints(o *document.Overview) {
	if o.More == "" {
		return
	}
	p.Blank()
	if o.AtLeast {
		p.Prose(layout.Plain, "", ">= means at least: the outage may be older than what can be seen.")
	}
	p.Prose(layout.Plain, "", "The commands for a node, with its real names:")
	p.Command(2, o.More)
	if o.Explain != "" {
		p.Prose(layout.Plain, "", "All causes and steps of a problem, by its code or reason:")
		p.Command(2, o.Explain)
	}
}
