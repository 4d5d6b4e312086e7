package printer

import (
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
)

// summary adds the sentences above the tables: what was counted, and what that rests on.
func (p *page) summary(d *diagnosis.Diagnosis) {
	p.prose(verdictInk(d), "", verdict(d))
	p.prose(inkPlain, "", rest(d.Summary))
	if len(d.NotFound) > 0 {
		p.prose(inkWarn, "", "There is no node, and no event about a node, of the name "+names(d.NotFound)+".")
	}
	p.prose(inkPlain, "", events(d))
	p.prose(inkPlain, "", "Source: "+source(d))
}

// verdictInk is the colour of the sentence that says whether something is wrong.
func verdictInk(d *diagnosis.Diagnosis) Ink {
	switch {
	case len(d.Gaps) > 0 || d.Summary.Total < 0:
		return inkWarn
	case d.Summary.Listed == 0 && d.Summary.Unread == 0 && d.Summary.Removed == 0:
		return inkGood
	default:
		return inkBad
	}
}

// gaps adds what could not be seen, whatever else is left out.
func (p *page) gaps(d *diagnosis.Diagnosis) {
	p.part()
	for _, text := range notSeen(d.Gaps, gapShown) {
		p.prose(inkWarn, "NOT SEEN: ", text)
	}
}
