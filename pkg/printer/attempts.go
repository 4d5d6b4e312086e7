package printer

import (
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/document"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/layout"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/wording"
)

// attempts adds the table of what AKS tried.
func (p *page) attempts(d *diagnosis.Diagnosis, f *diagnosis.Finding) error {
	p.Heading("Repair attempts (UTC)")
	if len(f.Attempts) == 0 {
		p.Prose(layout.Plain, "  ", "None seen.")
		return nil
	}
	g := layout.Grid{Header: []string{"ROUND", "ACTION", "START", "END", "ERROR", "CODE"}}
	p.rest(document.AttemptsShown, len(f.Attempts), "earlier attempt", ": see -o wide.")
	rows := wording.Attempts(d, f)
	for _, r := range rows[len(rows)-p.atMost(document.AttemptsShown, len(rows)):] {
		g.Rows = append(g.Rows, []layout.Cell{
			plain(r.Round), plain(r.Action), plain(r.Start), plain(r.End), layout.OneLine(r.Error, layout.Warn), plain(r.Code),
		})
	}
	if err := p.Table(2, g); err != nil {
		return err
	}
	if list := wording.Operations(d, f); len(list) > 0 {
		p.Prose(layout.Plain, "  ", wording.OperationsTitle)
		p.facts(4, list[len(list)-p.atMost(document.AttemptsShown, len(list)):])
	}
	return nil
}
