package printer

import (
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
)

// massFailures says, before any single problem, what the nodes that are down have in
// common: that is then what to look at.
func (p *page) massFailures(masses []diagnosis.CommonCause) {
	for i := range masses {
		m := &masses[i]
		p.part()
		p.prose(inkBad, "", massText(m))
		p.prose(inkPlain, "   ", m.Meaning)
		shown := problemsOf([]diagnosis.Group{{Entry: m.Entry, Causes: m.Causes, Steps: m.Steps}})[0]
		p.causes("   ", "Causes:", shown.Causes)
		if steps := stepsOf(shown.Steps); len(steps) > 0 {
			p.put(inkPlain, "   Next steps:")
			p.lines(p.stepTexts("   ", steps, p.Width))
		}
		p.prose(inkPlain, "   ", "With commands:")
		p.command(3, "kubectl autorepair explain "+shellWord(m.Entry))
	}
}

// nodesInMass is how many nodes are listed when many are down together: then the single
// nodes matter little.
const nodesInMass = 10

// shownNodes are the findings that the table of nodes lists.
func (p *page) shownNodes(d *diagnosis.Diagnosis) []diagnosis.Finding {
	if len(d.CommonCauses) == 0 || p.Wide || len(d.Findings) <= nodesInMass {
		return d.Findings
	}
	return d.Findings[:nodesInMass]
}
