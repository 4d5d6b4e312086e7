package repair

import (
	"slices"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// The methods below are what package transition compares of two examinations.

// Result returns the diagnosis without the gaps of unseen names and clocks. It must not be changed.
func (x *Examination) Result() *diagnosis.Diagnosis { return &x.result }

// Node returns the Node object of a name, nil where it was not read.
func (x *Examination) Node(name string) *corev1.Node { return x.view.nodes[name] }

// Ready reports whether a node is Ready, and whether it exists as far as is known.
func (x *Examination) Ready(name string) (ready, exists bool) {
	ready, exists = x.view.scanned[name]
	return ready, exists
}

// Change returns a number that is the same as long as a node and its events are; 0 where that is not known.
func (x *Examination) Change(name string) int {
	if m := x.memories[name]; m != nil {
		return m.number
	}
	return 0
}

// NodesWithEvents returns the names that events are about, in order. They must not be changed.
func (x *Examination) NodesWithEvents() []string { return x.withEvents() }

// Repaired returns the names that were asked for and have events of a repair, in order.
func (x *Examination) Repaired() []string {
	return slices.DeleteFunc(slices.Clone(x.NodesWithEvents()), func(name string) bool { return !repaired(x.memories.events(name)) || !x.Asked(name) })
}

// Asked reports whether a node is one of those that were asked for.
func (x *Examination) Asked(name string) bool {
	if len(x.view.names) > 0 && !slices.Contains(x.view.names, name) {
		return false
	}
	_, known := x.view.scanned[name]
	return known || x.view.selector == ""
}

// Outage returns since when a node is NotReady, and whether that is the latest that it can be; the
// zero time where the Node is Ready or was not read.
func (x *Examination) Outage(name string) (since time.Time, atLeast bool) {
	n := x.view.nodes[name]
	if n == nil || snapshot.Ready(n) {
		return time.Time{}, false
	}
	o := x.caseOf(name).outage
	return o.since, o.atLeast
}

// LastDown returns when a node was last reported to have become NotReady before a time.
func (x *Examination) LastDown(name string, before time.Time) time.Time {
	var last time.Time
	for _, ev := range x.caseOf(name).events {
		if ev.Reason == "NodeNotReady" && ev.last.Before(before) {
			last = ev.last // they are in order
		}
	}
	return last
}

// ProblemCode returns the code of a finding, empty where an older error is not what keeps the node
// down now.
func ProblemCode(f *diagnosis.Finding) string { return problemOf(f).code }

// Unread reports whether a finding only says that its Node could not be read.
func Unread(f *diagnosis.Finding) bool {
	return f.State == diagnosis.NotVisible && f.Reason == reasonNodeUnread
}
