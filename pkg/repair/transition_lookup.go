package repair

import (
	"slices"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair/attempts"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// reportKey identifies a phase of an attempt, or a recovery, from one diagnosis to the next.
// The number of the round is not part of it: it shifts when older events expire.
type reportKey struct {
	node   string
	action diagnosis.Action
	phase  diagnosis.Phase
	at     int64 // nanoseconds of the epoch
}

// attemptPhase is a phase of an attempt, with the attempt for the details of its report.
type attemptPhase struct {
	reportKey
	attempt diagnosis.Attempt
}

// repairedNodes returns the names that have events of a repair, in order.
func (x *Examination) repairedNodes() []string {
	var names []string
	for name, events := range x.byNode {
		if x.asked(name) && repaired(events) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// asked reports whether a node is one of those that were asked for.
func (x *Examination) asked(name string) bool {
	if len(x.view.names) > 0 && !x.view.named(name) {
		return false
	}
	_, known := x.view.scanned[name]
	return known || x.view.selector == ""
}

// named reports whether the node was asked for by name.
func (s selection) named(name string) bool { return slices.Contains(s.names, name) }

// phases returns all phases of all attempts on a name, those on earlier nodes of that name
// included, oldest attempt first.
func (x *Examination) phases(name string) []attemptPhase {
	k := newCase(newEvidence(name, x.view.nodes[name], x.byNode[name]), x.errors)
	previous := attempts.Pair(repairEvents(k.previous), x.errors)
	attempts.Number(previous, x.view.takenAt.Add(stepTime), nil) // all are earlier
	var all []attemptPhase
	for _, a := range append(previous, k.attempts...) {
		all = append(all, phasesOf(a.Attempt, name)...)
	}
	return all
}

// phasesOf returns the phases of an attempt on a node.
func phasesOf(a diagnosis.Attempt, node string) []attemptPhase {
	var all []attemptPhase
	if a.Start != nil {
		all = append(all, attemptPhase{reportKey{node, a.Action, diagnosis.Start, a.Start.UnixNano()}, a})
	}
	if a.End != nil {
		all = append(all, attemptPhase{reportKey{node, a.Action, diagnosis.End, a.End.UnixNano()}, a})
	}
	if a.Error != nil {
		all = append(all, attemptPhase{reportKey{node, a.Action, diagnosis.Error, a.Error.UnixNano()}, a})
	}
	return all
}

// readySince returns when the node became Ready as its condition says, and TakenAt otherwise.
func (x *Examination) readySince(name string) time.Time {
	n := x.view.nodes[name]
	if n == nil {
		return x.view.takenAt
	}
	if at := snapshot.ReadyChanged(n); snapshot.Ready(n) && !at.IsZero() && !at.After(x.view.takenAt) {
		return at
	}
	return x.view.takenAt
}

// uid returns the UID of the Node object; empty where it was not read.
func (x *Examination) uid(name string) string {
	if n := x.view.nodes[name]; n != nil {
		return string(n.UID)
	}
	return ""
}

// outage returns the outage of a node that is NotReady; zero where the Node was not read.
func (x *Examination) outage(name string) outage {
	if n := x.view.nodes[name]; n != nil && !snapshot.Ready(n) {
		return newCase(newEvidence(name, n, x.byNode[name]), x.errors).outage
	}
	return outage{}
}
