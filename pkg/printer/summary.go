package printer

import (
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/layout"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/wording"
)

// summary adds the sentences above the tables: what was counted, and what that rests on.
func (p *page) summary(d *diagnosis.Diagnosis) {
	p.Prose(verdictInk(d), "", wording.Verdict(d))
	p.Prose(layout.Plain, "", wording.Repairs(d.Summary))
	p.Prose(layout.Warn, "", wording.NoSuchNode(d))
	p.Prose(layout.Plain, "", wording.Events(d))
	p.Prose(layout.Plain, "", "Source: "+wording.Source(d))
}

// verdictInk returns the colour of the sentence that says whether something is wrong.
func verdictInk(d *diagnosis.Diagnosis) layout.Ink {
	switch {
	case len(d.Gaps) > 0 || d.Summary.Total < 0:
		return layout.Warn
	case d.Summary.Listed == 0 && d.Summary.Unread == 0 && d.Summary.Removed == 0:
		return layout.Good
	default:
		return layout.Head // the problems below it say which of them a person has to fix
	}
}

// gaps adds what could not be seen, whatever else is left out.
func (p *page) gaps(d *diagnosis.Diagnosis) {
	p.Blank()
	for _, text := range wording.NotSeenUpTo(d.Gaps, gapShown) {
		p.Prose(layout.Warn, "NOT SEEN: ", text)
	}
}
