package document

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/wording"
)

const (
	// nodesNamed is up to how many nodes each has its name in the chart; of more, each is a thin line.
	nodesNamed = 30
	// nodesDrawn bounds the lines of a chart.
	nodesDrawn = 600
	// namedHeight has a name and the bar under it, thinHeight a thin bar, titleHeight the name of a problem.
	namedHeight, thinHeight, titleHeight = 27, 3, 20
	// shareLeast is the least width of a part of the nodes, in percent: one of a thousand is still seen.
	shareLeast = 1.0
)

// Chart is all nodes in one picture: how many are in which condition, and below it, on one axis of
// time, the outage of each with what AKS tried.
type Chart struct {
	Height, AxisY, Top int
	Now                string
	// Shares are the nodes by condition, and Whole says the same in words; without them the nodes
	// were not counted.
	Shares []span
	Whole  string
	Rows   []chartRow
	Ticks  []tick
	// Text describes in sentences what is drawn, More counts what is not.
	Text, More string
	// Older is true where an outage began before its bar, or may have.
	Older bool
}

// chartRow is a node: a bar with marks, or the title above the bars of a problem.
type chartRow struct {
	Label            string
	LabelY, Bar, Mid int
	Thick            int
	Spans            []span
	Marks            []mark
}

// newChart is nil where nothing is down.
func newChart(d *diagnosis.Diagnosis, c *Chapter) *Chart {
	if len(d.Findings) == 0 {
		return nil
	}
	g := &Chart{Top: 6}
	g.share(d.Summary)
	s := chartScale(d)
	g.Now = percent(s.at(d.TakenAt.Time))
	y, drawn := g.Top, 0
	var texts []string
	for i := range c.Problems {
		p := &c.Problems[i]
		if len(d.Findings) > nodesNamed {
			y += titleHeight
			g.Rows = append(g.Rows, chartRow{Label: fmt.Sprintf("%d: %s, %s", p.ID, p.Title, wording.Count(len(p.Members), "node")), LabelY: y - 6})
		}
		texts = append(texts, fmt.Sprintf("%s: %s", p.Title, p.Count()))
		for _, f := range oldestFirst(d.Findings, p.ID) {
			if drawn++; drawn <= nodesDrawn {
				y = g.node(s, d, f, y, len(d.Findings) <= nodesNamed)
			}
		}
	}
	g.AxisY = y + 8
	g.Height, g.Ticks = g.AxisY+22, ticks(s, d.TakenAt.Time)
	g.Text = g.Whole + " From " + wording.Stamp(s.from) + " to " + wording.Stamp(d.TakenAt.Time) + ": " + strings.Join(texts, "; ") + "."
	if more := drawn - nodesDrawn; more > 0 {
		g.More = wording.Count(more, "more node") + " not drawn."
	}
	return g
}

// oldestFirst are the findings of a group; those without a time of their outage come last.
func oldestFirst(findings []diagnosis.Finding, group int) []*diagnosis.Finding {
	var out []*diagnosis.Finding
	for i := range findings {
		if findings[i].Group == group {
			out = append(out, &findings[i])
		}
	}
	slices.SortStableFunc(out, func(a, b *diagnosis.Finding) int {
		switch {
		case a.NotReadySince == nil && b.NotReadySince == nil:
			return 0
		case a.NotReadySince == nil:
			return 1
		case b.NotReadySince == nil:
			return -1
		default:
			return a.NotReadySince.Compare(b.NotReadySince.Time)
		}
	})
	return out
}

// share divides the width by the conditions of the nodes.
func (g *Chart) share(sum diagnosis.Summary) {
	type share struct {
		nodes int
		state string
		tone  wording.Tone
	}
	total := max(sum.Total, 0)
	var parts []share
	for _, part := range []share{
		{sum.Ready, "Ready", wording.ToneGood}, {sum.Listed, "NotReady", wording.ToneBad},
		{sum.Below, "NotReady for less", wording.ToneWarn}, {sum.Unread, "not readable", wording.ToneWarn},
	} {
		if part.nodes > 0 {
			parts = append(parts, part)
		}
	}
	if total == 0 || len(parts) == 0 {
		return
	}
	var texts []string
	widths, x := 0.0, 0.0
	for _, part := range parts {
		widths += max(100*float64(part.nodes)/float64(total), shareLeast)
	}
	for _, part := range parts {
		text := fmt.Sprintf("%d %s", part.nodes, part.state)
		width := 100 * max(100*float64(part.nodes)/float64(total), shareLeast) / widths
		g.Shares = append(g.Shares, span{percent(x), percent(width), "share " + string(part.tone), text})
		texts, x = append(texts, text), x+width
	}
	g.Whole = wording.Count(total, "node") + ": " + strings.Join(texts, ", ") + "."
	g.Top += 42
}

// chartScale reaches back to the oldest outage, unless that is so old that the others would not be seen.
func chartScale(d *diagnosis.Diagnosis) scale {
	var ages []time.Duration
	for i := range d.Findings {
		f := &d.Findings[i]
		if first := earliest(f.NotReadySince, drawnAttempts(f)); !first.IsZero() {
			ages = append(ages, d.TakenAt.Sub(first))
		}
	}
	span := 5 * time.Minute
	if len(ages) > 0 {
		slices.Sort(ages)
		const least, times = 2 * time.Hour, 4
		span = max(span, min(ages[len(ages)-1], max(least, times*ages[len(ages)/2])))
	}
	return scale{from: d.TakenAt.Add(-span), span: span}
}

// node adds the bar of a node at y and returns where the next one begins.
func (g *Chart) node(s scale, d *diagnosis.Diagnosis, f *diagnosis.Finding, y int, named bool) int {
	row := chartRow{Bar: y, Thick: thinHeight - 1}
	next := y + thinHeight
	if named {
		row.Label = f.Node + "  " + wording.OutageWords(f)
		row.LabelY, row.Bar, row.Thick = y+12, y+16, 8
		next = y + namedHeight
	}
	row.Mid = row.Bar + row.Thick/2
	if f.NotReadySince != nil && !wording.Ready(f) {
		from, to := s.at(f.NotReadySince.Time), s.at(d.TakenAt.Time)
		row.Spans = append(row.Spans, span{percent(from), percent(to - from), "outage", f.Node + ": NotReady for " + wording.Since(f)})
		if f.AtLeast || f.NotReadySince.Time.Before(s.from) {
			row.Spans = append(row.Spans, span{"0%", percent(from), "maybe", "The outage began earlier, or may have"})
			g.Older = true
		}
	}
	for _, a := range drawnAttempts(f) {
		row.outcome(s, f, a, named)
	}
	g.Rows = append(g.Rows, row)
	return next
}

// outcome adds a mark where an attempt ended: failed, ended, or begun without an end.
func (r *chartRow) outcome(s scale, f *diagnosis.Finding, a *diagnosis.Attempt, named bool) {
	at, kind := a.Start, "start"
	switch wording.LastPhase(a) {
	case diagnosis.Error:
		at, kind = a.Error, "error"
	case diagnosis.End:
		at, kind = a.End, "end"
	case diagnosis.Start:
	}
	if at == nil || at.Time.Before(s.from) {
		return
	}
	x := s.at(at.Time)
	if named {
		r.Marks = append(r.Marks, mark{percent(x), kind, fmt.Sprintf("%s: %s, round %d: %s", f.Node, a.Action, a.Round, outcome(a))})
		return
	}
	r.Spans = append(r.Spans, span{percent(x), "0.4%", kind, ""})
}
