package printer

import (
	"fmt"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/document"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/layout"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/wording"
)

// timeline adds what happened to the node day by day, with how long ago it was.
func (p *page) timeline(d *diagnosis.Diagnosis, f *diagnosis.Finding) {
	if len(f.Timeline) == 0 {
		return
	}
	newest := f.Timeline[len(f.Timeline)-p.atMost(document.MomentsShown, len(f.Timeline)):]
	width := 0
	for i := range newest {
		width = max(width, len(wording.Ago(d, &newest[i])))
	}
	p.Heading("Timeline (UTC)")
	p.rest(document.MomentsShown, len(f.Timeline), "earlier moment", ": see -o wide.")
	date := ""
	for i := range newest {
		m := &newest[i]
		if today := wording.Day(m.Time.Time); today != date {
			date = today
			p.Put(layout.Plain, "  "+date)
		}
		prefix := fmt.Sprintf("  %s  %*s  ", m.Time.UTC().Format(wording.ClockLayout), width, wording.Ago(d, m))
		p.Prose(inks[wording.MomentTone(m)], prefix, wording.Moment(m))
	}
}
