package repair

import (
	"slices"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// Options narrow a diagnosis.
type Options struct {
	// NotReadyFor is the threshold: nodes that have been NotReady for longer are listed.
	NotReadyFor time.Duration
	// Since, when positive, leaves out events last seen longer ago than that.
	Since time.Duration
	// Until, when set, leaves out events last seen after it.
	Until time.Time
}

func (o Options) leavesOut(seen, takenAt time.Time) bool {
	return (o.Since > 0 && seen.Before(takenAt.Add(-o.Since))) || (!o.Until.IsZero() && seen.After(o.Until))
}

// Examination is a snapshot with all that follows from it: what is known of the cluster as
// a whole, the case of each node that matters, and the diagnosis. A Tracker compares
// examinations. It does not change once Examine has returned it.
type Examination struct {
	view   *clusterView
	byNode map[string][]event
	table  *knowledge.Table
	// unseen are names that were asked for and of which nothing was seen, where the nodes
	// could not be listed: each is a gap, unless another cluster has the node.
	unseen []string
	// clocks are the gaps of clocks that disagree, which are said last.
	clocks []diagnosis.Gap
	// result is the diagnosis but for the gaps of unseen names and clocks.
	result diagnosis.Diagnosis
}

// Examine says of each node that is down, or that is gone after a repair, what is known.
// Nodes that the selection names are all reported, whatever their condition.
func Examine(s *snapshot.Snapshot, t *knowledge.Table, o Options) *Examination {
	byNode, timeless := gather(s, o)
	c := newClusterView(s, o, byNode)
	x := &Examination{view: c, byNode: byNode, table: t}
	x.result = diagnosis.Diagnosis{
		TypeMeta: metav1.TypeMeta{APIVersion: diagnosis.APIVersion, Kind: diagnosis.Kind},
		Origin:   s.Origin, Selector: s.Selection.Selector,
		TakenAt: metav1.NewTime(s.TakenAt), Threshold: metav1.Duration{Duration: o.NotReadyFor},
		Summary: diagnosis.Summary{Total: -1}, Events: c.window,
		Groups: []diagnosis.Group{}, Findings: make([]diagnosis.Finding, 0, c.total-c.ready),
		Gaps: append([]diagnosis.Gap{}, slices.Concat(s.Gaps, timelessGap(timeless), changedGap(c.changed, o.Until))...),
	}
	if s.NodesListed {
		x.result.Summary.Total, x.result.Summary.Ready, x.result.Summary.NotReady = c.total, c.ready, c.total-c.ready
	}
	var down []nodeCase
	for _, name := range c.candidates(byNode) {
		k := newCase(newEvidence(name, c.nodes[name], byNode[name]), t)
		x.examine(k, byNode[name])
		if k.node != nil && !k.outage.since.IsZero() {
			down = append(down, k)
		}
	}
	x.clocks = c.clockGap(down)
	x.result.CommonCauses = c.commonCauses(s.Scan, down, t)
	x.group()
	x.addImpact(s)
	return x
}

// Diagnosis returns the result of the examination.
func (x *Examination) Diagnosis() *diagnosis.Diagnosis { return x.diagnosis(nil) }

// diagnosis returns the result where other clusters have nodes of some names: that there is no
// such node here, or that it was not seen, is then not reported.
func (x *Examination) diagnosis(elsewhere map[string]bool) *diagnosis.Diagnosis {
	d := x.result
	d.Gaps = slices.Clone(d.Gaps)
	for _, name := range x.unseen {
		if !elsewhere[name] {
			d.Gaps = append(d.Gaps, unseenGap(name))
		}
	}
	d.Gaps = append(d.Gaps, x.clocks...)
	d.NotFound = slices.DeleteFunc(slices.Clone(d.NotFound), func(name string) bool { return elsewhere[name] })
	return &d
}

// Settle returns the diagnoses of several clusters in which the same nodes were asked for by
// name. A node that one cluster has and that could not be read there stays a gap.
func Settle(all []*Examination) []*diagnosis.Diagnosis {
	found := map[string]bool{}
	for _, x := range all {
		for i := range x.result.Findings {
			found[x.result.Findings[i].Node] = true
		}
	}
	settled := make([]*diagnosis.Diagnosis, len(all))
	for i, x := range all {
		settled[i] = x.diagnosis(found)
	}
	return settled
}

// candidates returns the names to examine, in order: those asked for, or else every node that
// was scanned or that has events of a repair, but for those that are Ready and always were.
func (c *clusterView) candidates(byNode map[string][]event) []string {
	if len(c.names) > 0 {
		names := slices.Clone(c.names)
		slices.Sort(names)
		return slices.Compact(names)
	}
	var names []string
	for name, ready := range c.scanned {
		if !ready || c.nodes[name] != nil || c.changed[name] || repaired(byNode[name]) {
			names = append(names, name)
		}
	}
	for name, events := range byNode {
		// Without its Node a name has no labels, so a selector cannot choose it.
		if _, known := c.scanned[name]; !known && c.selector == "" && repaired(events) {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

// repaired reports whether one of the events is of a repair.
func repaired(events []event) bool {
	return slices.ContainsFunc(events, func(ev event) bool { return ev.repair })
}

// examine adds what there is to say about one name: a finding, or only a count.
func (x *Examination) examine(k nodeCase, events []event) {
	c, s, name := x.view, &x.result.Summary, k.name
	switch ready, scanned := c.scanned[name]; {
	case c.changed[name] && scanned:
		x.countChanged(ready)
	case k.node == nil && scanned && ready:
		if repaired(events) {
			s.Recovered = append(s.Recovered, name)
		}
	case k.node == nil && len(c.names) > 0 && !scanned && len(events) == 0:
		x.noTrace(name)
	case k.node == nil:
		x.countAbsent(scanned, name)
		x.add(k)
	default:
		x.examineNode(k)
	}
}

// countChanged counts a node whose state at the time asked for is not known.
func (x *Examination) countChanged(ready bool) {
	s := &x.result.Summary
	if s.Total < 0 {
		return
	}
	s.Unread++
	if ready {
		s.Ready--
	} else {
		s.NotReady--
	}
}

// countAbsent counts a node that is talked about without its Node object.
func (x *Examination) countAbsent(scanned bool, name string) {
	s := &x.result.Summary
	switch {
	case scanned:
		s.Unread++
		s.NotReady--
	case !x.view.mayExist(name):
		s.Removed++
	}
}

// examineNode counts a node that was read, and reports it if it is down for longer than
// the threshold or was asked for by name.
func (x *Examination) examineNode(k nodeCase) {
	c, s := x.view, &x.result.Summary
	listed := len(c.names) > 0
	switch {
	case snapshot.Ready(k.node):
		if repaired(k.previous) || len(k.attempts) > 0 {
			s.Recovered = append(s.Recovered, k.name)
		}
	case !c.ahead(k.outage.since) && c.takenAt.Sub(k.outage.since) <= x.result.Threshold.Duration:
		s.Below++
	default:
		s.Listed++
		listed = true
	}
	if listed {
		x.add(k)
	}
}

// noTrace notes a name that was asked for and of which there is neither a node nor an event:
// it does not exist, or, where the nodes could not be listed, it was not seen.
func (x *Examination) noTrace(name string) {
	if x.view.nodesListed {
		x.result.NotFound = append(x.result.NotFound, name)
		return
	}
	x.unseen = append(x.unseen, name)
}

// unseenGap returns the gap of a name of which nothing was seen.
func unseenGap(name string) diagnosis.Gap {
	return diagnosis.Gap{Source: snapshot.SourceNames, Subjects: []string{"node " + name}, Reason: "The node could not be read, and no event about one of that name was seen."}
}

// eventWindow returns what the events that were read reach over.
func eventWindow(byNode map[string][]event) diagnosis.EventWindow {
	w := diagnosis.EventWindow{Kept: metav1.Duration{Duration: retention}}
	var from, to time.Time
	for _, events := range byNode {
		w.Events += len(events)
		if oldest := events[0].last; from.IsZero() || oldest.Before(from) {
			from = oldest
		}
		if newest := events[len(events)-1].last; to.IsZero() || newest.After(to) {
			to = newest
		}
	}
	if w.Events > 0 {
		w.From, w.To = &metav1.Time{Time: from}, &metav1.Time{Time: to}
	}
	return w
}
