package printer

import (
	"fmt"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/brief"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/clean"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/document"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/layout"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/wording"
)

const (
	// screenHeight is that of a terminal that does not report its own.
	screenHeight = 24
	// changesShown is the least number of transitions that a screen has room for.
	changesShown = 3
)

// Screen returns a diagnosis that is kept current, in at most height lines: what was counted,
// what cannot be seen, the nodes with their verdicts, and the latest transitions. Causes
// and steps are left to Overview, which has room for them. Lines may be wider than the
// terminal only where a name is.
func Screen(d *diagnosis.Diagnosis, latest []diagnosis.Transition, s Style, height int) ([]string, error) {
	if height <= 0 {
		height = screenHeight
	}
	admitted := clean.Copy(document.WithoutNodePages(*d), nil)
	d = &admitted
	head := screenPart(s, func(p *page) {
		p.Prose(brief.CountInk(wording.DiagnosisTone(d)), "", wording.Verdict(d))
		p.Prose(layout.Plain, "", wording.Repairs(d.Summary))
		p.Prose(layout.Plain, "", "Watching "+wording.Source(d)+" Ctrl-C ends it.")
		p.gaps(wording.NotSeenShort(d.Gaps))
	})
	changes := screenPart(s, func(p *page) {
		for i := range latest {
			p.transition(d, latest[len(latest)-1-i])
		}
	})
	nodes, err := screenNodes(d, s)
	if err != nil {
		return nil, err
	}
	head = clip(head, height/2, "more line")
	room := height - len(head)
	// The nodes have half of the room if they need it, the changes a third.
	share := min(len(changes)+2, max(changesShown+2, room/3, room-len(nodes)-1), room-1-min(len(nodes), max(2, room/2)))
	if len(changes) == 0 || share < 3 {
		share = 0
	}
	if nodes = clip(nodes, room-share-1, "more node"); len(nodes) > 0 {
		head = append(append(head, ""), nodes...)
	}
	if share > 0 && height-len(head) > 2 {
		head = append(head, "", newPage(s).Paint(layout.Head, "Latest changes (UTC), newest first"))
		head = append(head, changes[:min(len(changes), height-len(head))]...)
	}
	return clip(head, height, "more line"), nil
}

// transition adds a transition, wrapped, with its date only where that is another day's.
func (p *page) transition(d *diagnosis.Diagnosis, t diagnosis.Transition) {
	layout := wording.ClockLayout
	if wording.Day(t.Time.Time) != wording.Day(d.TakenAt.Time) {
		layout = wording.MonthLayout
	}
	text, tone := wording.Transition(t)
	p.Prose(inks[tone], t.Time.UTC().Format(layout)+" ", clean.Line(t.Node)+" "+clean.Line(strings.Join(strings.Fields(text), " ")))
}

// screenPart has the lines that are put on a page of its own.
func screenPart(s Style, put func(*page)) []string {
	p := newPage(s)
	put(p)
	text := strings.TrimSuffix(p.Text(), "\n")
	if text == "" {
		return nil
	}
	return strings.Split(text, "\n")
}

// clip keeps so many lines; the last one says how many are left out.
func clip(lines []string, room int, what string) []string {
	if len(lines) <= room {
		return lines
	}
	if room <= 0 {
		return nil
	}
	return append(lines[:room-1:room-1], fmt.Sprintf("... %s", wording.Count(len(lines)-room+1, what)))
}

// screenNodes returns the table of the nodes without its least important columns where it
// would not fit, and with verdicts that are cut in their middle. It never becomes records, which would push everything else off the screen.
func screenNodes(d *diagnosis.Diagnosis, s Style) ([]string, error) {
	var err error
	lines := screenPart(s, func(p *page) {
		g := screenTable(d)
		for _, column := range []string{"POOL", "LAST STEP"} {
			if !p.Fits(g.Width(true)) {
				g = g.Without(column)
			}
		}
		g = brief.Narrowed(g, "VERDICT", p.Width)
		p.Width = 0
		err = p.Table(0, g)
	})
	return lines, err
}

func screenTable(d *diagnosis.Diagnosis) layout.Grid {
	g := layout.Grid{Header: []string{"NODE", "NOTREADY", "POOL", "LAST STEP", "VERDICT"}}
	for i := range d.Findings {
		f := &d.Findings[i]
		text, ink := string(f.State), layout.Plain
		if f.Group >= 1 && f.Group <= len(d.Groups) {
			group := &d.Groups[f.Group-1]
			text, ink = strings.Join(wording.Label(group), " "), fixInk(group.Severity, group.Owner)
		}
		g.Rows = append(g.Rows, []layout.Cell{
			plain(f.Node), plain(wording.Outage(f)), plain(f.Pool), cellOf(wording.LastStep(f)), layout.OneLine(text, ink),
		})
	}
	return g
}
