package snapshot

import (
	"fmt"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
)

// Page is what a pasted text was taken for, and what such a text does not show.
type Page struct {
	// What is the command that prints such a page, or what it is: "kubectl describe node".
	What string `json:"what"`
	// Nodes, Events and Facts are how many of them it shows.
	Nodes  int `json:"nodes,omitempty"`
	Events int `json:"events,omitempty"`
	Facts  int `json:"facts,omitempty"`
	// Things is how many things of another kind it shows, Thing what one of them is: "VM".
	Things int    `json:"things,omitempty"`
	Thing  string `json:"thing,omitempty"`
	// Hidden names what it does not show.
	Hidden []string `json:"hidden,omitempty"`
}

// String is what the page was taken for: "kubectl describe node: 1 node, 3 events".
func (p Page) String() string {
	var parts []string
	for _, part := range []struct {
		n    int
		what string
	}{{p.Nodes, "node"}, {p.Events, "event"}, {p.Facts, "report"}, {p.Things, p.Thing}} {
		switch {
		case part.n == 0 && part.what == p.Thing && p.Thing != "":
			parts = append(parts, "no "+p.Thing)
		case part.n == 1:
			parts = append(parts, "1 "+part.what)
		case part.n > 1:
			parts = append(parts, fmt.Sprintf("%d %s", part.n, plural(part.what)))
		}
	}
	if len(parts) == 0 {
		return p.What
	}
	return p.What + ": " + strings.Join(parts, ", ")
}

// plural returns the plural of what a page shows: "node pools", "changes of health".
func plural(thing string) string {
	if head, of, ok := strings.Cut(thing, " of "); ok {
		return head + "s of " + of
	}
	return thing + "s"
}

// TakenFor is what the pages were taken for, in one line without a full stop; empty where the
// origin has none.
func (o Origin) TakenFor() string {
	parts := make([]string, 0, len(o.Pages))
	for _, p := range o.Pages {
		parts = append(parts, p.String())
	}
	return strings.Join(parts, "; ")
}

// Hidden names what none of the pages shows. What one hides another may show.
func (o Origin) Hidden() []string {
	var all []string
	for _, p := range o.Pages {
		for _, what := range p.Hidden {
			shown := (what == HiddenEvents || what == HiddenNodeEvents) && slices.ContainsFunc(o.Pages, func(p Page) bool { return p.Events > 0 }) ||
				what == HiddenNodes && slices.ContainsFunc(o.Pages, func(p Page) bool { return p.Nodes > 0 })
			if what == HiddenNodeEvents && slices.Contains(all, HiddenEvents) {
				continue
			}
			if !shown && !slices.Contains(all, what) {
				all = append(all, what)
			}
		}
	}
	return all
}

// What pages do not show.
const (
	HiddenEvents = "its events"
	// HiddenNodeEvents is HiddenEvents of an answer about VMs.
	HiddenNodeEvents = "the events of the nodes"
	HiddenNodes      = "the nodes and their conditions"
	HiddenMarks      = "its taints, labels and annotations"
)

// Hides says whether one of the pages does not show something of its nodes.
func (o Origin) Hides(what string) bool {
	return slices.ContainsFunc(o.Pages, func(p Page) bool { return slices.Contains(p.Hidden, what) })
}

// StatusNotReady is the status of a Ready condition of which a page shows only that it is not True.
const StatusNotReady = corev1.ConditionStatus("NotReady")
