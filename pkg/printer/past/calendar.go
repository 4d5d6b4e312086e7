package past

import (
	"fmt"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/history"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/wording"
)

const (
	// calendarDays and calendarNodes are how many days and nodes a calendar has at most.
	calendarDays  = 92
	calendarNodes = 40
	// labelDays is how many columns a label takes.
	labelDays = 4
	day       = 24 * time.Hour
)

// Calendar shows on which days which node was down. It is empty without an outage.
type Calendar struct {
	// Days are the days with their labels, Rows the nodes.
	Days []CalendarDay
	Rows []CalendarRow
	// Left is how many nodes there is no room for.
	Left int
	// Text says in words what it shows.
	Text string
}

// CalendarDay is a column. Label is empty for most of them.
type CalendarDay struct{ Label string }

// CalendarRow is a node.
type CalendarRow struct {
	Node  string
	Cells []CalendarCell
}

// CalendarCell is a day of a node: its class, and what it says in words.
type CalendarCell struct{ Class, Text string }

// newCalendar draws the outages.
func newCalendar(h *diagnosis.History) Calendar {
	var c Calendar
	if len(h.Outages) == 0 {
		return c
	}
	last := h.Until.UTC().Truncate(day)
	first := h.Since.UTC().Truncate(day)
	if n := int(last.Sub(first)/day) + 1; n > calendarDays {
		first = last.Add(-(calendarDays - 1) * day)
	}
	free := first
	for d := first; !d.After(last); d = d.Add(day) {
		label := ""
		if !d.Before(free) && (d.Equal(first) || d.Weekday() == time.Monday) {
			label, free = d.Format("2 Jan"), d.Add(labelDays*day)
		}
		c.Days = append(c.Days, CalendarDay{Label: label})
	}
	c.Left = max(0, len(h.Nodes)-calendarNodes)
	for i := range h.Nodes[:len(h.Nodes)-c.Left] {
		c.Rows = append(c.Rows, calendarRow(h, h.Nodes[i].Node, first, len(c.Days)))
	}
	c.Text = fmt.Sprintf("On which days which node was NotReady, %s to %s.", wording.Day(first), wording.Day(last))
	return c
}

// calendarRow draws a node.
func calendarRow(h *diagnosis.History, node string, first time.Time, days int) CalendarRow {
	r := CalendarRow{Node: node, Cells: make([]CalendarCell, days)}
	down, failed, outages := make([]time.Duration, days), make([]bool, days), make([]int, days)
	for i := range h.Outages {
		o := &h.Outages[i]
		if o.Node != node {
			continue
		}
		from, to := bounds(o)
		for d := range days {
			begin := first.Add(time.Duration(d) * day)
			if from.Before(begin.Add(day)) && !to.Before(begin) {
				outages[d]++
				down[d] += minTime(to, begin.Add(day)).Sub(maxTime(from, begin))
			}
		}
	}
	for i := range h.Repairs {
		if d := int(h.Repairs[i].Start.UTC().Sub(first) / day); h.Repairs[i].Node == node && h.Repairs[i].Code != "" && d >= 0 && d < days {
			failed[d] = true
		}
	}
	for d := range days {
		begin := first.Add(time.Duration(d) * day)
		r.Cells[d] = cell(h, begin, down[d], outages[d], failed[d])
	}
	return r
}

// bounds are the first and the last time at which an outage is known.
func bounds(o *diagnosis.Outage) (from, to time.Time) {
	from, to = o.LastSeen.UTC(), o.LastSeen.UTC()
	if o.Start != nil {
		from = o.Start.UTC()
	}
	if o.End != nil {
		to = o.End.UTC()
	}
	return from, to
}

// cell is one day of a node.
func cell(h *diagnosis.History, begin time.Time, down time.Duration, outages int, failed bool) CalendarCell {
	c := CalendarCell{Text: wording.Day(begin) + ": "}
	switch {
	case outages == 0 && !shown(h, begin):
		c.Class, c.Text = "unknown", c.Text+"not known"
		return c
	case outages == 0:
		c.Class, c.Text = "none", c.Text+"no outage"
		return c
	case down >= 12*time.Hour:
		c.Class = "most"
	case down >= time.Hour:
		c.Class = "some"
	default:
		c.Class = "little"
	}
	c.Text += wording.Count(outages, "outage") + ", NotReady for " + length(max(int64(down/time.Second), 1))
	if failed {
		c.Class += " failed"
		c.Text += ", a repair failed"
	}
	return c
}

// shown says whether an outage on a day would be seen: a day without one is not a good one by itself.
func shown(h *diagnosis.History, begin time.Time) bool {
	for i := range h.Sources {
		s := &h.Sources[i]
		if s.State != string(history.Collected) || s.NormalDropped || s.Name == string(history.ActivityLog) || s.From == nil || s.To == nil {
			continue
		}
		if s.From.Time.Before(begin.Add(day)) && !s.To.Time.Before(begin) {
			return true
		}
	}
	return false
}

func minTime(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

func maxTime(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
