package document

import (
	"fmt"
	"strings"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/wording"
)

const (
	// laneHeight has a line of text and the bar under it.
	laneHeight = 38
	// barBelow is how far a bar is below the top of its lane.
	barBelow = 22
	// eventsDrawn bounds the marks of one drawing.
	eventsDrawn = 200
	// margin is the share of the width that is kept free on either side.
	margin = 0.03
)

// drawing is a node's timeline as geometry: lanes from top to bottom, time from left to
// right in percent of the width, so that a picture fits any screen without being scaled.
type drawing struct {
	Height, AxisY int
	// Now is where the diagnosis was taken.
	Now   string
	Lanes []lane
	Ticks []tick
	// Text describes in sentences what is drawn.
	Text string
}

type lane struct {
	// Y is the top of the lane, Bar and Middle where its bar is.
	Y, TextY, Bar, Middle int
	Label                 string
	Spans                 []span
	Marks                 []mark
}

// span is a bar. Kind is the name of its style.
type span struct{ X, Width, Kind, Title string }

// mark is a moment: start, end, error or event.
type mark struct{ X, Kind, Title string }

type tick struct{ X, Label, Anchor string }

// scale maps times to percent.
type scale struct {
	from time.Time
	span time.Duration
}

func (s scale) at(t time.Time) float64 {
	share := float64(t.Sub(s.from)) / float64(s.span)
	return 100 * (margin + (1-2*margin)*min(max(share, 0), 1))
}

func percent(x float64) string { return fmt.Sprintf("%.2f%%", x) }

// newDrawing is nil when nothing happened that has a time.
func newDrawing(d *diagnosis.Diagnosis, f *diagnosis.Finding) *drawing {
	attempts := drawnAttempts(f)
	first := earliest(f.NotReadySince, attempts)
	if first.IsZero() {
		return nil
	}
	s := scale{from: first, span: max(d.TakenAt.Sub(first), time.Minute)}
	g := &drawing{Now: percent(s.at(d.TakenAt.Time))}
	if f.NotReadySince != nil && !wording.Ready(f) {
		g.add(outageLane(s, d, f))
	}
	for _, action := range []diagnosis.Action{diagnosis.Reboot, diagnosis.Reimage, diagnosis.Redeploy} {
		if l, ok := actionLane(s, d, f, action, attempts); ok {
			g.add(l)
		}
	}
	if l, ok := eventLane(s, f); ok {
		g.add(l)
	}
	g.AxisY = len(g.Lanes)*laneHeight + 6
	g.Height = g.AxisY + 22
	g.Ticks = ticks(s, d.TakenAt.Time)
	var labels []string
	for _, l := range g.Lanes {
		labels = append(labels, l.Label)
	}
	g.Text = "From " + wording.Stamp(first) + " to " + wording.Stamp(d.TakenAt.Time) + ": " + strings.Join(labels, "; ") + "."
	return g
}

func (g *drawing) add(l lane) {
	l.Y = len(g.Lanes) * laneHeight
	l.TextY, l.Bar, l.Middle = l.Y+15, l.Y+barBelow, l.Y+barBelow+6
	g.Lanes = append(g.Lanes, l)
}

// drawnAttempts returns the attempts of the present outage; of a node that is Ready, all.
func drawnAttempts(f *diagnosis.Finding) []*diagnosis.Attempt {
	var out []*diagnosis.Attempt
	for i := range f.Attempts {
		if a := &f.Attempts[i]; !a.Earlier || wording.Ready(f) {
			out = append(out, a)
		}
	}
	return out
}

func earliest(since *metav1.Time, attempts []*diagnosis.Attempt) time.Time {
	var first time.Time
	see := func(times ...*metav1.Time) {
		for _, t := range times {
			if t != nil && (first.IsZero() || t.Time.Before(first)) {
				first = t.Time
			}
		}
	}
	see(since)
	for _, a := range attempts {
		see(a.Start, a.End, a.Error)
	}
	return first
}

func outageLane(s scale, d *diagnosis.Diagnosis, f *diagnosis.Finding) lane {
	from, to := s.at(f.NotReadySince.Time), s.at(d.TakenAt.Time)
	title := "NotReady for " + wording.Since(f)
	l := lane{
		Label: "NotReady for " + wording.OutageWords(f),
		Spans: []span{{percent(from), percent(to - from), "outage", title}},
	}
	if f.AtLeast {
		l.Spans = append(l.Spans, span{"0%", percent(from), "maybe", "The outage may be older than what can be seen"})
	}
	return l
}

func eventLane(s scale, f *diagnosis.Finding) (lane, bool) {
	l := lane{}
	for i := range f.Timeline {
		m := &f.Timeline[i]
		if m.Previous || m.Time.Time.Before(s.from) || m.Source == "condition" || m.Source == "taint" || m.Source == "node" || len(l.Marks) == eventsDrawn {
			continue
		}
		kind := "event"
		if strings.HasSuffix(m.Reason, string(diagnosis.Error)) {
			kind = "event failed"
		}
		l.Marks = append(l.Marks, mark{percent(s.at(m.Time.Time)), kind, m.Time.UTC().Format(wording.ClockLayout) + " " + m.Reason})
	}
	l.Label = wording.Count(len(l.Marks), "event")
	return l, len(l.Marks) > 0
}
