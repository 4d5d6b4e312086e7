package printer

import (
	"io"
	"slices"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
)

// messageShown bounds a raw message in the overview, where it is one line among many.
const messageShown = 240

// Overview prints the diagnosis of a cluster or of several nodes: what was counted and
// what could not be seen, each problem once with its causes and next steps, and the nodes.
// Commands are on the page of a node (Node) and of a code (Entry). It returns the error
// of the writer.
func Overview(w io.Writer, d *diagnosis.Diagnosis, r Reach, s Style) error {
	admitted := admit(withoutPages(*d), limits{"Details": messageShown})
	d = &admitted
	p := newPage(s)
	if !p.NoHeaders {
		p.summary(d)
	}
	p.gaps(d)
	p.massFailures(d.CommonCauses)
	p.part()
	problems := problemsOf(d.Groups)
	if err := p.problems(problems[:p.atMost(problemsShown, len(problems))]); err != nil {
		return err
	}
	p.left(problemsShown, len(problems), "more problem", "; -o wide lists all of them.")
	p.part()
	if err := p.nodes(p.shownNodes(d)); err != nil {
		return err
	}
	if more := len(d.Findings) - len(p.shownNodes(d)); more > 0 {
		p.prose(inkPlain, "", count(more, "more node")+"; -o wide lists all of them.")
	}
	if !p.NoHeaders {
		p.hints(d, admit(r, nil), firstShortened(problems))
	}
	return p.flush(w)
}

// withoutPages leaves out of the findings what only the page of a node shows: to clean that
// of thousands of nodes would take longer than all else.
func withoutPages(d diagnosis.Diagnosis) diagnosis.Diagnosis {
	d.Findings = slices.Clone(d.Findings)
	for i := range d.Findings {
		f := &d.Findings[i]
		f.Timeline, f.Signals, f.Setup, f.Steps = nil, nil, nil, nil
	}
	return d
}

// hints adds where to go on; shortened is an entry that was not shown in full, or empty.
func (p *page) hints(d *diagnosis.Diagnosis, r Reach, shortened string) {
	if len(d.Findings) == 0 {
		return
	}
	p.part()
	for i := range d.Findings {
		if strings.HasPrefix(outage(&d.Findings[i]), ">=") {
			p.prose(inkPlain, "", ">= means at least: the outage may be older than what can be seen.")
			break
		}
	}
	p.prose(inkPlain, "", "The commands for a node, with its real names:")
	p.command(2, r.nodeCommand(d, d.Findings[0].Node))
	if shortened != "" {
		p.prose(inkPlain, "", "All causes and steps of a problem, by its code or reason:")
		p.command(2, "kubectl autorepair explain "+shellWord(shortened))
	}
}
