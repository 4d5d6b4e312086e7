package printer

import (
	"slices"
	"strconv"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
)

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

// earlier marks an attempt of an outage that ended before the present one.
func earlier(a *diagnosis.Attempt) string {
	if a.Earlier {
		return "earlier "
	}
	return ""
}

// eventDetails is the title of the text of a node's error.
const eventDetails = "Error details, as the event has them"

// detailsTitle is the title of the text of an attempt's error.
func detailsTitle(a *diagnosis.Attempt) string {
	return "Error details of the " + earlier(a) + strings.ToLower(string(a.Action)) + ", round " + strconv.Itoa(a.Round)
}
