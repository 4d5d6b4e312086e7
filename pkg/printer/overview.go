package printer

import (
	"io"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/clean"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/document"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/layout"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/wording"
)

// messageShown bounds a raw message in the overview, where it is one line among many.
const messageShown = 240

// Overview prints the diagnosis of a cluster or of several nodes: what was counted and
// what could not be seen, each problem once with its causes and next steps, and the nodes.
// Commands are on the page of a node (Node) and of a code (Entry). It returns the error
// of the writer.
func Overview(w io.Writer, d *diagnosis.Diagnosis, r Reach, s Style) error {
	admitted := clean.Copy(document.WithoutNodePages(*d), clean.Limits{"Details": messageShown})
	d = &admitted
	p := newPage(s)
	if !p.NoHeaders {
		p.summary(d)
	}
	p.gaps(d)
	p.reports(d)
	p.commonCauses(d.CommonCauses)
	p.changes(wording.Changes(d))
	if text := wording.FixFirst(d); text != "" {
		p.Blank()
		p.Prose(layout.Plain, "", text)
	}
	p.Blank()
	problems := problemsOf(d.Groups)
	if err := p.problems(problems[:p.atMost(problemsShown, len(problems))]); err != nil {
		return err
	}
	p.rest(problemsShown, len(problems), "more problem", "; -o wide lists all of them.")
	p.Blank()
	if err := p.nodes(p.shownNodes(d)); err != nil {
		return err
	}
	if more := len(d.Findings) - len(p.shownNodes(d)); more > 0 {
		p.Prose(layout.Plain, "", wording.Count(more, "more node")+"; -o wide lists all of them.")
	}
	for _, text := range wording.Repeated(d) {
		p.Prose(layout.Plain, "", text)
	}
	if !p.NoHeaders {
		p.hints(d, clean.Copy(r, nil), firstShortened(problems))
	}
	return p.Flush(w)
}

// hints adds the commands that show more; shortened is an entry that was not shown in full, or empty.
func (p *page) hints(d *diagnosis.Diagnosis, r Reach, shortened string) {
	if len(d.Findings) == 0 {
		return
	}
	p.Blank()
	for i := range d.Findings {
		if strings.HasPrefix(wording.Outage(&d.Findings[i]), ">=") {
			p.Prose(layout.Plain, "", ">= means at least: the outage may be older than what can be seen.")
			break
		}
	}
	p.Prose(layout.Plain, "", "The commands for a node, with its real names:")
	p.Command(2, r.NodeCommand(d, d.Findings[0].Node))
	if shortened != "" {
		p.Prose(layout.Plain, "", "All causes and steps of a problem, by its code or reason:")
		p.Command(2, "kubectl autorepair explain "+wording.ShellWord(shortened))
	}
}
