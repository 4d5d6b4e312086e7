package repair

import (
	"slices"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// ground is what a diagnosis was made from. A Tracker needs it for the nodes that have no
// finding: the Ready ones and those below the threshold.
type ground struct {
	view   *clusterView
	byNode map[string][]event
	table  *knowledge.Table
}

// fact is what makes a phase of an attempt the same one in another diagnosis. The number
// of its round is not part of it, for that shifts when older events expire.
type fact struct {
	node   string
	action Action
	phase  Phase
	at     int64 // nanoseconds of the epoch
}

// phaseSeen is a phase of an attempt with what can be told of it.
type phaseSeen struct {
	fact
	attempt Attempt
}

// repairedNodes are the names that have events of a repair, in order.
func (g *ground) repairedNodes() []string {
	var names []string
	for name, events := range g.byNode {
		if g.asked(name) && repaired(events) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// asked says whether a node is one of those that were asked for.
func (g *ground) asked(name string) bool {
	if len(g.view.names) > 0 && !g.view.named(name) {
		return false
	}
	_, known := g.view.scanned[name]
	return known || g.view.selector == ""
}

// named says whether the node was asked for by name.
func (s selection) named(name string) bool { return slices.Contains(s.names, name) }

// phases are all phases of all attempts on a name, those on earlier nodes of that name
// included, oldest attempt first.
func (g *ground) phases(name string) []phaseSeen {
	k := newCase(newEvidence(name, g.view.nodes[name], g.byNode[name]), g.table)
	previous := pair(k.previous, g.table)
	number(previous, g.view.takenAt.Add(stepTime)) // all are earlier
	var all []phaseSeen
	for _, a := range append(previous, k.attempts...) {
		all = append(all, a.phases(name)...)
	}
	return all
}

func (a Attempt) phases(node string) []phaseSeen {
	var all []phaseSeen
	if a.Start != nil {
		all = append(all, phaseSeen{fact{node, a.Action, Start, a.Start.UnixNano()}, a})
	}
	if a.End != nil {
		all = append(all, phaseSeen{fact{node, a.Action, End, a.End.UnixNano()}, a})
	}
	if a.Error != nil {
		all = append(all, phaseSeen{fact{node, a.Action, Error, a.Error.UnixNano()}, a})
	}
	return all
}

// readySince is when the node became Ready as its condition says, and TakenAt otherwise.
func (g *ground) readySince(name string) time.Time {
	n := g.view.nodes[name]
	if n == nil {
		return g.view.takenAt
	}
	if at := conditionChange(n); snapshot.Ready(n) && !at.IsZero() && !at.After(g.view.takenAt) {
		return at
	}
	return g.view.takenAt
}

// uid is the UID of the Node object; empty where it was not read.
func (g *ground) uid(name string) string {
	if n := g.view.nodes[name]; n != nil {
		return string(n.UID)
	}
	return ""
}

// outage is that of a node that is NotReady; zero where the Node was not read.
func (g *ground) outage(name string) outage {
	if n := g.view.nodes[name]; n != nil && !snapshot.Ready(n) {
		return newCase(newEvidence(name, n, g.byNode[name]), g.table).outage
	}
	return outage{}
}
