package printer

import (
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/layout"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/wording"
)

// identity says what the node is and where it is in Azure.
func (p *page) identity(d *diagnosis.Diagnosis, f *diagnosis.Finding) {
	p.facts(0, wording.IdentityFacts(d, f))
}

// condition says since when the node is in its condition, and the evidence of it.
func (p *page) condition(d *diagnosis.Diagnosis, f *diagnosis.Finding) {
	p.Heading("Condition")
	p.facts(2, wording.ConditionFacts(d, f))
}

// signals adds what the node's conditions and events say besides the code.
// Conditions that the table does not know are listed separately and not judged.
func (p *page) signals(d *diagnosis.Diagnosis, f *diagnosis.Finding) {
	for _, kind := range wording.SignalKinds() {
		first := true
		for i := range f.Signals {
			s := &f.Signals[i]
			if wording.SignalKind(s) != kind {
				continue
			}
			if first {
				p.Heading(kind)
				first = false
			}
			p.Prose(layout.Plain, "  - ", wording.Signal(d, s))
		}
	}
}

// reports adds what is reported of no node that is shown.
func (p *page) reports(d *diagnosis.Diagnosis) {
	for i := range d.Reports {
		if i == 0 {
			p.Heading(wording.Reported)
		}
		p.Prose(layout.Plain, "  - ", wording.Report(d, &d.Reports[i]))
	}
}

// changes adds what was changed in Azure before the outage.
func (p *page) changes(lines []string) {
	for i, line := range lines {
		if i == 0 {
			p.Heading(wording.ChangesTitle)
		}
		p.Prose(layout.Plain, "  - ", line)
	}
}
