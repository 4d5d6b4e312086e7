package printer

import (
	"fmt"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
)

// timeline adds what happened to the node day by day, with how long ago it was.
func (p *page) timeline(d *diagnosis.Diagnosis, f *diagnosis.Finding) {
	if len(f.Timeline) == 0 {
		return
	}
	newest := f.Timeline[len(f.Timeline)-p.atMost(momentsShown, len(f.Timeline)):]
	width := 0
	for i := range newest {
		width = max(width, len(ago(d, &newest[i])))
	}
	p.heading("Timeline (UTC)")
	p.left(momentsShown, len(f.Timeline), "earlier moment", ": see -o wide.")
	date := ""
	for i := range newest {
		m := &newest[i]
		if today := day(m.Time.Time); today != date {
			date = today
			p.put(inkPlain, "  "+date)
		}
		prefix := fmt.Sprintf("  %s  %*s  ", m.Time.UTC().Format(clockLayout), width, ago(d, m))
		p.prose(inks[momentTone(m)], prefix, momentText(m))
	}
}
