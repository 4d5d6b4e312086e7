package document

import (
	"fmt"
	"strings"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/wording"
)

// actionLane has all attempts of one action, and shows the outcome of the last one.
func actionLane(s scale, d *diagnosis.Diagnosis, f *diagnosis.Finding, action diagnosis.Action, attempts []*diagnosis.Attempt) (lane, bool) {
	l := lane{}
	n := 0
	for _, a := range attempts {
		if a.Action != action {
			continue
		}
		n++
		l.draw(s, d, f, a)
		l.Label = string(action) + ": " + outcome(a)
	}
	if n > 1 {
		l.Label += fmt.Sprintf(" (%d attempts)", n)
	}
	return l, n > 0
}

// outcome is "error 12:31 UTC".
func outcome(a *diagnosis.Attempt) string {
	at, text := a.Start, "started"
	switch wording.LastPhase(a) {
	case diagnosis.Error:
		at, text = a.Error, "error"
	case diagnosis.End:
		at, text = a.End, "ended"
	}
	if at == nil {
		return text
	}
	return text + " " + at.UTC().Format(wording.MinuteLayout) + " UTC"
}

// draw adds one attempt. One that is still under way reaches up to now.
func (l *lane) draw(s scale, d *diagnosis.Diagnosis, f *diagnosis.Finding, a *diagnosis.Attempt) {
	title := fmt.Sprintf("%s, round %d: %s", a.Action, a.Round, outcome(a))
	over := a.End
	if a.Error != nil {
		over = a.Error
	}
	if over == nil && f.State == diagnosis.InProgress {
		over = &d.TakenAt
	}
	if a.Start != nil && over != nil {
		from, to := s.at(a.Start.Time), s.at(over.Time)
		l.Spans = append(l.Spans, span{percent(from), percent(max(to-from, 0)), "attempt", title})
	}
	l.mark(s, a.Start, "start", title)
	if a.Error != nil {
		l.mark(s, a.Error, "error", title)
	} else {
		l.mark(s, a.End, "end", title)
	}
}

func (l *lane) mark(s scale, t *metav1.Time, kind, title string) {
	if t != nil {
		l.Marks = append(l.Marks, mark{percent(s.at(t.Time)), kind, title})
	}
}

// tickSteps are the distances that times are easy to read at.
var tickSteps = []time.Duration{
	time.Minute, 2 * time.Minute, 5 * time.Minute, 10 * time.Minute, 15 * time.Minute, 30 * time.Minute,
	time.Hour, 2 * time.Hour, 3 * time.Hour, 6 * time.Hour, 12 * time.Hour, 24 * time.Hour, 48 * time.Hour, 7 * 24 * time.Hour,
}

// ticks are round times, at most four so that they do not meet on a phone, and now.
func ticks(s scale, now time.Time) []tick {
	step := tickSteps[len(tickSteps)-1]
	for _, candidate := range tickSteps {
		if s.span/candidate <= 3 {
			step = candidate
			break
		}
	}
	for s.span/step > 3 {
		step *= 2
	}
	layout := wording.MinuteLayout
	if s.span > 24*time.Hour {
		layout = "01-02 15:04"
	}
	var out []tick
	for t := s.from.UTC().Truncate(step); t.Before(now); t = t.Add(step) {
		if x := s.at(t); !t.Before(s.from) && s.at(now)-x > 100*roomFor(layout) {
			out = append(out, tick{percent(x), t.Format(layout), anchorAt(x)})
		}
	}
	return append(out, tick{percent(s.at(now)), strings.TrimSpace(now.UTC().Format(layout)), "end"})
}

// roomFor returns the share of a phone's width that a label needs beside the last one.
func roomFor(layout string) float64 { return 0.03 * float64(len(layout)) }

// anchorAt keeps a label near the left edge inside the picture.
func anchorAt(x float64) string {
	if x < 8 {
		return "start"
	}
	return "middle"
}
