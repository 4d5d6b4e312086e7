package wording

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
)

// Counts is what Verdict and Repairs say, in one line where nothing needs a sentence.
func Counts(d *diagnosis.Diagnosis) string {
	s := d.Summary
	var repairs []string
	if s.Removed > 0 {
		repairs = append(repairs, fmt.Sprintf("%d removed", s.Removed))
	}
	if n := len(s.Recovered); n > 0 {
		repairs = append(repairs, fmt.Sprintf("%d recovered", n))
	}
	if s.Total <= 1 || s.Listed == 0 || s.NotAsked() > 0 || s.Unread > 0 || d.Selector != "" || d.Origin.PagesOnly {
		text := Verdict(d)
		if len(repairs) > 0 {
			text += " After a repair: " + strings.Join(repairs, ", ") + "."
		}
		if len(s.Flapping) > 0 {
			text += " " + Flapping(s) + "."
		}
		return text
	}
	text := fmt.Sprintf("%d of %d nodes NotReady for more than %s", s.Listed, s.Total, age(d.Threshold.Duration))
	if s.Perhaps > 0 {
		text = strings.TrimSuffix(downFor(s, numberOf(s.Listed, s.Total), age(d.Threshold.Duration)), ".")
	}
	if s.Below > 0 {
		text += fmt.Sprintf(", %d for less", s.Below)
	}
	if len(repairs) > 0 {
		text += "; " + strings.Join(repairs, ", ")
	}
	if len(s.Flapping) > 0 {
		text += ". " + Flapping(s)
	}
	return text + "."
}

// SourceLine is Source in one line: when, from where, and of which nodes.
func SourceLine(d *diagnosis.Diagnosis) string {
	text := "Taken " + Stamp(d.TakenAt.Time)
	if origin := d.Origin.String(); origin != "" {
		text += " from " + origin
	}
	return text + only(d)
}

// AsOf is SourceLine for a reader who has the name of the cluster.
func AsOf(d *diagnosis.Diagnosis) string { return "As of " + Stamp(d.TakenAt.Time) + only(d) }

// only says which nodes alone were looked at, and ends the sentence.
func only(d *diagnosis.Diagnosis) string {
	if d.Selector == "" {
		return "."
	}
	return "; only nodes that match " + d.Selector + "."
}

// times is how often something happened: "once", "3 times".
func times(n int) string {
	if n == 1 {
		return "once"
	}
	return strconv.Itoa(n) + " times"
}
