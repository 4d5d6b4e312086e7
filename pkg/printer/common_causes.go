package printer

import (
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/layout"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/wording"
)

// commonCauses says, before any single problem, what the nodes that are down have in
// common, because that is what to look at first.
func (p *page) commonCauses(causes []diagnosis.CommonCause) {
	for i := range causes {
		m := &causes[i]
		p.Blank()
		p.Prose(fixInk(m.Severity, m.Owner), "", wording.CommonCause(m))
		p.Prose(layout.Plain, "   ", m.Meaning)
		shown := problemsOf([]diagnosis.Group{{Entry: m.Entry, Causes: m.Causes, Steps: m.Steps}})[0]
		p.causes("   ", "Causes:", shown.causes)
		if steps := wording.Steps(shown.Steps); len(steps) > 0 {
			p.Put(layout.Plain, "   Next steps:")
			p.Lines(stepTexts("   ", steps, p.Width))
		}
		p.Prose(layout.Plain, "   ", "With commands:")
		p.Command(3, "kubectl autorepair explain "+wording.ShellWord(m.Entry))
	}
}

// nodesOfCommonCause is how many nodes are listed when many have a common cause: the single
// node then matters less.
const nodesOfCommonCause = 10

// shownNodes returns the findings that the table of nodes lists.
func (p *page) shownNodes(d *diagnosis.Diagnosis) []diagnosis.Finding {
	if len(d.CommonCauses) == 0 || p.Wide || len(d.Findings) <= nodesOfCommonCause {
		return d.Findings
	}
	return d.Findings[:nodesOfCommonCause]
}
