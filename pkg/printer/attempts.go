package printer

import (
	"slices"
	"strconv"

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
	layout := clockLayout
	if slices.ContainsFunc(f.Attempts, func(a diagnosis.Attempt) bool { return otherDay(d, a.Start, a.End, a.Error) }) {
		layout = monthLayout
	}
	g := grid{header: []string{"ROUND", "ACTION", "START", "END", "ERROR", "CODE"}}
	p.left(attemptsShown, len(f.Attempts), "earlier attempt", ": see -o wide.")
	for i := len(f.Attempts) - p.atMost(attemptsShown, len(f.Attempts)); i < len(f.Attempts); i++ {
		a := &f.Attempts[i]
		g.rows = append(g.rows, []cell{
			one(earlier(a)+strconv.Itoa(a.Round), inkPlain), one(string(a.Action), inkPlain), one(clock(a.Start, layout), inkPlain),
			one(clock(a.End, layout), inkPlain), one(clock(a.Error, layout), inkBad), one(a.Code, inkPlain),
		})
	}
	return p.table(2, g)
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
