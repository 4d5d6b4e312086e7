package printer

import (
	"slices"
	"strconv"
	"strings"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

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

// attemptRow is an attempt in words. Its times are of the day of the diagnosis, unless one
// of the attempts is of another day.
type attemptRow struct{ Round, Action, Start, End, Error, Code string }

// attemptRows are the attempts on a node, in their order.
func attemptRows(d *diagnosis.Diagnosis, f *diagnosis.Finding) []attemptRow {
	layout := clockLayout
	if slices.ContainsFunc(f.Attempts, func(a diagnosis.Attempt) bool { return otherDay(d, a.Start, a.End, a.Error) }) {
		layout = monthLayout
	}
	var out []attemptRow
	for i := range f.Attempts {
		a := &f.Attempts[i]
		out = append(out, attemptRow{
			earlier(a) + strconv.Itoa(a.Round), string(a.Action), clock(a.Start, layout), clock(a.End, layout), clock(a.Error, layout), a.Code,
		})
	}
	return out
}

// eventDetails is the title of the text of a node's error.
const eventDetails = "Error details, as the event has them"

// detailsTitle is the title of the text of an attempt's error.
func detailsTitle(a *diagnosis.Attempt) string {
	return "Error details of the " + earlier(a) + strings.ToLower(string(a.Action)) + ", round " + strconv.Itoa(a.Round)
}

// earlier marks an attempt of an outage that ended before the present one.
func earlier(a *diagnosis.Attempt) string {
	if a.Earlier {
		return "earlier "
	}
	return ""
}

// otherDay says whether one of the times needs its date to be understood.
func otherDay(d *diagnosis.Diagnosis, times ...*metav1.Time) bool {
	return slices.ContainsFunc(times, func(t *metav1.Time) bool {
		return t != nil && day(t.Time) != day(d.TakenAt.Time)
	})
}

func clock(t *metav1.Time, layout string) string {
	if t == nil {
		return ""
	}
	return t.UTC().Format(layout)
}
