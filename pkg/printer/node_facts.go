package printer

import (
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/layout"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/wording"
)

// reports adds what is reported of no node that is shown.
func (p *page) reports(d *diagnosis.Diagnosis) {
	for i := range d.Reports {
		if i == 0 {
			p.Heading(wording.Reported)
		}
		p.Prose(layout.Plain, "  - ", wording.Report(d, &d.Reports[i]))
	}
}
