package pages

import (
	"fmt"
	"slices"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// UnnamedNode is the name of a node that the text does not name. It is no name that a node can
// have, and no word that is put into a command.
const UnnamedNode = "<unnamed>"

// HiddenOthers are the nodes that the page of a node does not show.
const HiddenOthers = "the other nodes of the cluster"

// Page is what a text shows.
type Page struct {
	// Shown says what the parts of the text were taken for, in its order.
	Shown []snapshot.Page
	// Nodes are the nodes whose Ready condition is shown, Events the events about nodes, Facts the
	// heartbeats of leases.
	Nodes  []corev1.Node
	Events []corev1.Event
	Facts  []snapshot.Fact
	// Objects are texts in JSON or YAML within the text.
	Objects []string
	// EventsShown is true when the events about each of the nodes are shown.
	EventsShown bool
	// At is the moment that the ages of the text were counted from.
	At time.Time
	// Gaps are what was cut off.
	Gaps []snapshot.Gap
	// Rest is the text that belongs to no page, with its line ends.
	Rest string
	// OtherEvents counts the events about other objects than nodes.
	OtherEvents int
}

// Read reads a text. It is not ok for one that shows nothing of a node. The ages in the text are
// counted from the time that the text itself shows, where it shows one, else from read, the moment
// when it was pasted or written: they are what was known then.
func Read(text string, read time.Time) (page Page, ok bool) {
	r := &reader{lines: splitLines(text)}
	for r.pos < len(r.lines) {
		r.step()
	}
	r.endNode()
	r.nameEvents()
	return r.page(read)
}

// reader goes through the lines of a text.
type reader struct {
	lines []string
	pos   int
	// node is the one that is being described, described are those before it.
	node      *describedNode
	described []*describedNode
	rows      []nodeRow
	table     *nodeTable
	events    []event
	eventsIn  *eventTable
	objects   []string
	searched  int
	shown     []snapshot.Page
	// rest are the indexes of the lines that belong to no page.
	rest  []int
	cut   []string
	other int
}

// step reads what begins at the next line.
func (r *reader) step() {
	line := r.lines[r.pos]
	switch {
	case line == "", fence().MatchString(line):
		r.leaveTables()
		r.keep()
	case isPrompt(line):
		r.endNode()
		r.leaveTables()
		r.keep() // it may say more than a command
	case r.readNodes(line), r.readEvents(line), r.readDescribed(line), r.readObject(line):
	default:
		r.leaveTables()
		r.keep()
	}
}

// keep adds the current line to the rest of the text.
func (r *reader) keep() {
	r.rest = append(r.rest, r.pos)
	r.pos++
}

// restText returns the lines that belong to no page, in their order.
func (r *reader) restText() string {
	slices.Sort(r.rest)
	lines := make([]string, 0, len(r.rest))
	for _, i := range r.rest {
		lines = append(lines, r.lines[i])
	}
	return strings.TrimSpace(strings.Join(lines, "\n"))
}

// leaveTables notes that the next line continues no table.
func (r *reader) leaveTables() { r.table, r.eventsIn = nil, nil }

// atEnd says whether the current line is the last one that has text.
func (r *reader) atEnd() bool {
	for _, line := range r.lines[r.pos+1:] {
		if line != "" && !fence().MatchString(line) {
			return false
		}
	}
	return true
}

// show adds to what the text was taken for: parts of one kind are one.
func (r *reader) show(what string, nodes, events int, hidden ...string) {
	for i := range r.shown {
		if p := &r.shown[i]; p.What == what {
			p.Nodes, p.Events = p.Nodes+nodes, p.Events+events
			for _, h := range hidden {
				if !slices.Contains(p.Hidden, h) {
					p.Hidden = append(p.Hidden, h)
				}
			}
			return
		}
	}
	r.shown = append(r.shown, snapshot.Page{What: what, Nodes: nodes, Events: events, Hidden: hidden})
}

// page makes the result.
func (r *reader) page(read time.Time) (Page, bool) {
	p := Page{At: read, Objects: r.objects, Rest: r.restText(), OtherEvents: r.other, EventsShown: len(r.described) > 0 && len(r.rows) == 0}
	for _, n := range r.described {
		p.EventsShown = p.EventsShown && n.eventsShown
	}
	if at := r.ownTime(); !at.IsZero() && !at.After(read) {
		p.At = at
	}
	r.addDescribed(&p)
	for i := range r.rows {
		p.Nodes = append(p.Nodes, r.rows[i].node(p.At))
	}
	if len(r.rows) > 0 {
		r.show("kubectl get nodes", len(r.rows), 0, "the conditions and why a node is NotReady", "since when", snapshot.HiddenMarks, snapshot.HiddenEvents)
	}
	r.addEvents(&p)
	for _, what := range r.cut {
		p.Gaps = append(p.Gaps, snapshot.Gap{Source: snapshot.SourceFiles, Subjects: []string{what}, Reason: "That part of the page is missing.", Action: "Paste all of it."})
	}
	p.Shown = r.shown
	return p, len(p.Shown) > 0 || len(p.Objects) > 0
}

// noteCut notes something that was cut off.
func (r *reader) noteCut(format string, args ...any) {
	r.cut = append(r.cut, fmt.Sprintf(format, args...))
}
