package brief

import (
	"cmp"
	"strconv"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/clean"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/layout"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/wording"
)

// row is a problem in the table.
type row struct {
	id, nodes      string
	title, code    string // the problem in plain words, and its name
	unknown        bool   // the code is one that the table does not know
	cause          string // what the title does not say: why the nodes are down, and the cause
	next           string
	first, longest string
	ink            layout.Ink
}

// rows returns the problems in their order. Where nothing is cut they have all their names.
func (s screen) rows(d *diagnosis.Diagnosis) []row {
	longest := longestOutages(d.Findings)
	rows := make([]row, len(d.Groups))
	for i := range d.Groups {
		g := &d.Groups[i]
		rows[i] = row{
			id: strconv.Itoa(g.ID), nodes: strconv.Itoa(len(g.Nodes)), title: flat(g.Title), code: wording.Code(g), unknown: g.Unknown != "", cause: flat(causeOf(g)), next: flat(nextOf(g)),
			ink: Inks[wording.FixTone(g.Severity, g.Owner)],
		}
		if s.Width == 0 {
			rows[i].code = wording.Codes(g)
		}
		if len(g.Nodes) > 0 {
			rows[i].first = g.Nodes[0]
		}
		if f := longest[g.ID]; f != nil {
			rows[i].longest = wording.Outage(f)
		}
	}
	return rows
}

// flat is text on one line.
func flat(text string) string { return strings.Join(strings.Fields(text), " ") }

// named is the title with the code behind it.
func (r row) named() string { return named(r.title, r.code) }

// within is the same without the code where both are wider than width; 0 is no limit. A code that
// the table does not know says more than its title.
func (r row) within(width int) string {
	switch {
	case width <= 0 || clean.Width(r.named()) <= width:
		return r.named()
	case r.unknown:
		code := middle(r.code, width/2)
		return named(cut(r.title, width-clean.Width(code)-len(" ()")), code)
	default:
		return r.title
	}
}

func named(title, code string) string {
	if code == "" {
		return title
	}
	return title + " (" + code + ")"
}

// causeOf is what is known of the cause besides the title, the surest first.
func causeOf(g *diagnosis.Group) string {
	var parts []string
	switch g.State {
	case diagnosis.Exhausted, diagnosis.Suppressed, diagnosis.Removed:
		parts = append(parts, wording.StateSentence(g.State))
	}
	for i := range g.Down {
		if a := &g.Down[i]; a.Basis == diagnosis.BasisCause && a.Text != g.Title {
			parts = append(parts, "Down: "+wording.Sentence(a.Text))
			break
		}
	}
	cause := wording.LikelyCause(g)
	if g.Code == knowledge.UnknownCode && len(g.Details) > 0 {
		cause = "Message: " + g.Details[0]
	}
	return strings.Join(append(parts, cause), " ")
}

// nextOf is what to do first.
func nextOf(g *diagnosis.Group) string {
	if g.DoFirst == "" && len(g.Steps) > 0 {
		return g.Steps[0].Text
	}
	return cmp.Or(g.DoFirst, "See the page of the node")
}

// longestOutages returns the finding of each group that is down for longest.
func longestOutages(findings []diagnosis.Finding) map[int]*diagnosis.Finding {
	longest := map[int]*diagnosis.Finding{}
	for i := range findings {
		f := &findings[i]
		was := longest[f.Group]
		if was == nil || f.NotReadySince != nil && (was.NotReadySince == nil || f.NotReadySince.Before(was.NotReadySince)) {
			longest[f.Group] = f
		}
	}
	return longest
}
