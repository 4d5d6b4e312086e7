package printer

import (
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
)

// attempts adds the table of what AKS tried.
func (p *page) attempts(d *diagnosis.Diagnosis, f *diagnosis.Finding) error {
	p.heading("Repair attempts (UTC)")
	if len(f.Attempts) == 0 {
		p.prose(inkPlain, "  ", "None seen.")
		return nil
	}
	g := grid{header: []string{"ROUND", "ACTION", "START", "END", "ERROR", "CODE"}}
	p.left(attemptsShown, len(f.Attempts), "earlier attempt", ": see -o wide.")
	rows := attemptRows(d, f)
	for _, r := range rows[len(rows)-p.atMost(attemptsShown, len(rows)):] {
		g.rows = append(g.rows, []cell{
			one(r.Round, inkPlain), one(r.Action, inkPlain), one(r.Start, inkPlain), one(r.End, inkPlain), one(r.Error, inkBad), one(r.Code, inkPlain),
		})
	}
	return p.table(2, g)
}
