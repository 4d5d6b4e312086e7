package wording

import (
	"slices"
	"strconv"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
)

// AttemptRow is an attempt in words. Its times are of the day of the diagnosis, unless one
// of the attempts is of another day.
type AttemptRow struct{ Round, Action, Start, End, Error, Code string }

// attemptLayout is how the times of the attempts on a node are written.
func attemptLayout(d *diagnosis.Diagnosis, f *diagnosis.Finding) string {
	if slices.ContainsFunc(f.Attempts, func(a diagnosis.Attempt) bool { return otherDay(d, a.Start, a.End, a.Error) }) {
		return MonthLayout
	}
	return ClockLayout
}

// Operations returns what Azure's activity log has of the attempts on a node, in their order.
func Operations(d *diagnosis.Diagnosis, f *diagnosis.Finding) []Fact {
	var out []Fact
	for i := range f.Attempts {
		a := &f.Attempts[i]
		o := a.Operation
		if o == nil {
			continue
		}
		layout := attemptLayout(d, f)
		text := string(a.Action) + " " + strings.ToLower(o.Status) + ", from " + clock(&o.Start, layout)
		if o.End != nil {
			text += " to " + clock(o.End, layout)
		}
		if o.CorrelationID != "" {
			text += ", correlation ID " + o.CorrelationID
		}
		out = append(out, Fact{Label: Capital(earlier(a) + "round " + strconv.Itoa(a.Round) + ":"), Text: text})
	}
	return out
}

// OperationsTitle is what stands above Operations.
const OperationsTitle = "The same in Azure's activity log; a support request names the correlation ID:"

// Attempts returns the attempts on a node, in their order.
func Attempts(d *diagnosis.Diagnosis, f *diagnosis.Finding) []AttemptRow {
	layout := attemptLayout(d, f)
	var out []AttemptRow
	for i := range f.Attempts {
		a := &f.Attempts[i]
		out = append(out, AttemptRow{
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

// EventDetails is the title of the text of a node's error.
const EventDetails = "Error details, as the event has them"

// DetailsTitle returns the title of the text of an attempt's error.
func DetailsTitle(a *diagnosis.Attempt) string {
	return "Error details of the " + earlier(a) + strings.ToLower(string(a.Action)) + ", round " + strconv.Itoa(a.Round)
}
