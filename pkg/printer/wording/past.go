package wording

import (
	"fmt"
	"slices"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
)

// Past returns what is known of a node before this outage, before it was removed, and of an earlier
// node of its name.
func Past(d *diagnosis.Diagnosis, f *diagnosis.Finding) []Fact {
	facts := []Fact{{Label: "Removed:", Text: removal(d, f.Removal)}, {Label: "Set aside:", Text: setAside(f.SetAside)}}
	if i := slices.IndexFunc(d.Repeated, func(r diagnosis.Repeated) bool { return r.Node == f.Node }); i >= 0 {
		facts = append(facts, Fact{Label: "All repairs:", Text: Sentence(repeated(&d.Repeated[i]))})
	}
	return slices.DeleteFunc(facts, func(f Fact) bool { return f.Text == "" })
}

// repeatedShown is how many nodes that were repaired more than once have a sentence of their own.
const repeatedShown = 5

// Repeated returns a sentence for each of the nodes that were repaired most often, and how many more
// there are.
func Repeated(d *diagnosis.Diagnosis) []string {
	all := slices.Clone(d.Repeated)
	slices.SortStableFunc(all, func(a, b diagnosis.Repeated) int { return b.Repairs - a.Repairs })
	var lines []string
	for i := range all[:min(len(all), repeatedShown)] {
		lines = append(lines, all[i].Node+" was "+Sentence(repeated(&all[i])))
	}
	if more := len(all) - repeatedShown; more > 0 {
		lines = append(lines, Count(more, "more node")+" "+have(more)+" been repaired more than once; see repeatedRepairs of -o json.")
	}
	return lines
}

// repeated is "repaired 7 times from … to … UTC (24d): 7 reboots, 3 reimages (3 failed: …); Ready again after 7".
func repeated(r *diagnosis.Repeated) string {
	atLeast := ""
	if r.AtLeast {
		atLeast = "at least "
	}
	steps := make([]string, len(r.Steps))
	for i, s := range r.Steps {
		steps[i] = Count(s.Count, strings.ToLower(string(s.Action)))
		if s.Failed > 0 {
			steps[i] += fmt.Sprintf(" (%d failed)", s.Failed)
		}
	}
	text := fmt.Sprintf("repaired %s%d times in %s, from %s to %s: %s", atLeast, r.Repairs, age(r.To.Sub(r.From.Time)),
		r.From.UTC().Format(DayLayout+" "+MinuteLayout), r.To.UTC().Format(DayLayout+" "+MinuteLayout)+" UTC", strings.Join(steps, ", "))
	var codes []string
	for _, c := range r.Codes {
		switch c.Code {
		case knowledge.NoCode, knowledge.UnknownCode:
		default:
			codes = append(codes, c.Code+" "+times(c.Count))
		}
	}
	if len(codes) > 0 {
		text += "; errors: " + strings.Join(codes, ", ")
	}
	return text + fmt.Sprintf("; reported Ready again after %d", r.Ready)
}

// removal says how long a node that is gone had been NotReady.
func removal(d *diagnosis.Diagnosis, r *diagnosis.Removal) string {
	if r == nil || r.Since == nil {
		return ""
	}
	layout := ClockLayout
	if otherDay(d, r.Since, &r.At) {
		layout = DayLayout + " " + ClockLayout
	}
	since, at, down := clock(r.Since, layout), clock(&r.At, layout), age(r.At.Sub(r.Since.Time))
	if r.AtLeast {
		return fmt.Sprintf("It had been NotReady for at least %s: since %s, and the last event about it is of %s UTC.", down, since, at)
	}
	return fmt.Sprintf("It had been NotReady for %s when it was removed: from %s to %s UTC.", down, since, at)
}

// setAside says which events are not of this Node object.
func setAside(s *diagnosis.SetAside) string {
	if s == nil {
		return ""
	}
	return fmt.Sprintf("%s %s older than this Node object, created %s: %s of an earlier node of that name, or of this one before it was registered again.",
		Count(s.Events, "event"), are(s.Events), Stamp(s.Created.Time), itIs(s.Events))
}

// itIs is the subject and the verb for n things that were named.
func itIs(n int) string {
	if n == 1 {
		return "it is"
	}
	return "they are"
}
