package printer

import (
	"fmt"
	"strings"

	"github.com/fatih/color"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair"
)

// timeline adds what happened to the node day by day, with how long ago it was.
func (p *page) timeline(d *repair.Diagnosis, f *repair.Finding) {
	if len(f.Timeline) == 0 {
		return
	}
	width := 0
	for i := range f.Timeline {
		width = max(width, len(ago(d, &f.Timeline[i])))
	}
	p.heading("Timeline (UTC)")
	date := ""
	for i := range f.Timeline {
		m := &f.Timeline[i]
		if today := day(m.Time.Time); today != date {
			date = today
			p.put(nil, "  "+date)
		}
		prefix := fmt.Sprintf("  %s  %*s  ", m.Time.UTC().Format(clockLayout), width, ago(d, m))
		p.prose(p.momentInk(m), prefix, momentText(m))
	}
}

func ago(d *repair.Diagnosis, m *repair.Moment) string {
	return age(d.TakenAt.Sub(m.Time.Time)) + " ago"
}

// momentText is "Reason (source, x3): message".
func momentText(m *repair.Moment) string {
	from := m.Source
	if m.Count > 1 {
		from += fmt.Sprintf(", x%d", m.Count)
	}
	if m.Previous {
		from += ", previous node of this name"
	}
	text := m.Reason + " (" + from + ")"
	if m.Message != "" {
		text += ": " + m.Message
	}
	return text
}

func (p *page) momentInk(m *repair.Moment) *color.Color {
	if strings.HasSuffix(m.Reason, string(repair.Error)) {
		return p.bad
	}
	return nil
}
