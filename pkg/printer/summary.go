package printer

import (
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/brief"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/layout"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/wording"
)

// summary adds the sentences above the tables: what was counted, and what that rests on.
func (p *page) summary(d *diagnosis.Diagnosis) {
	p.Prose(brief.CountInk(wording.DiagnosisTone(d)), "", wording.Verdict(d))
	p.Prose(layout.Plain, "", wording.Repairs(d.Summary))
	p.Prose(layout.Warn, "", wording.NoSuchNode(d))
	p.Prose(layout.Plain, "", wording.Events(d))
	p.Prose(layout.Plain, "", "Source: "+wording.Source(d))
}

// gaps adds what could not be seen, whatever else is left out.
func (p *page) gaps(d *diagnosis.Diagnosis) {
	p.Blank()
	for _, text := range wording.NotSeenUpTo(d.Gaps, gapShown) {
		p.Prose(layout.Warn, "NOT SEEN: ", text)
	}
}
