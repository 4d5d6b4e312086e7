package repair

import (
	"slices"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

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

// Diagnose says of each node that is down, or that is gone after a repair, what is known.
// Nodes that the selection names are all reported, whatever their condition.
func Diagnose(s *snapshot.Snapshot, t *knowledge.Table, o Options) *Diagnosis {
	byNode, timeless := gather(s, o)
	c := newClusterView(s, o, byNode)
	d := &Diagnosis{
		TypeMeta: metav1.TypeMeta{APIVersion: APIVersion, Kind: Kind},
		Origin:   s.Origin, Selector: s.Selection.Selector, Named: len(s.Selection.Names),
		TakenAt: metav1.NewTime(s.TakenAt), Threshold: metav1.Duration{Duration: o.NotReadyFor},
		Summary: Summary{Total: -1}, Events: c.window,
		Groups: []Group{}, Findings: make([]Finding, 0, c.total-c.ready), Gaps: slices.Clone(s.Gaps),
		ground: &ground{view: c, byNode: byNode, table: t},
	}
	if d.Gaps == nil {
		d.Gaps = []snapshot.Gap{}
	}
	if s.NodesListed {
		d.Summary.Total, d.Summary.Ready, d.Summary.NotReady = c.total, c.ready, c.total-c.ready
	}
	d.Gaps = append(d.Gaps, timelessGap(timeless)...)
	d.Gaps = append(d.Gaps, changedGap(c.changed, o.Until)...)
	for _, name := range c.candidates(byNode) {
		d.examine(c, name, byNode[name], t)
	}
	d.Gaps = append(d.Gaps, c.clockGap()...)
	d.Mass = c.massFailures(s.Scan, t)
	d.group(c, t)
	d.addImpact(s)
	return d
}

// candidates are the names to examine, in order: those asked for, or else every node that
// was scanned or that has events of a repair, but for those that are well and always were.
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

// repaired says whether one of the events is of a repair.
func repaired(events []event) bool {
	return slices.ContainsFunc(events, func(ev event) bool { return ev.repair })
}

// examine adds what there is to say about one name: a finding, or only a count.
func (d *Diagnosis) examine(c *clusterView, name string, events []event, t *knowledge.Table) {
	node := c.nodes[name]
	named := len(c.names) > 0
	switch ready, scanned := c.scanned[name]; {
	case c.changed[name] && scanned:
		d.countChanged(ready)
	case node == nil && scanned && ready:
		if repaired(events) {
			d.Summary.Recovered = append(d.Summary.Recovered, name)
		}
	case node == nil && named && !scanned && len(events) == 0:
		d.noTrace(c, name)
	case node == nil:
		d.countAbsent(c, scanned, name)
		d.add(c, newCase(newEvidence(name, nil, events), t), t)
	default:
		d.examineNode(c, newCase(newEvidence(name, node, events), t), t)
	}
}

// countChanged counts a node whose state at the time asked for is not known.
func (d *Diagnosis) countChanged(ready bool) {
	if d.Summary.Total < 0 {
		return
	}
	d.Summary.Unread++
	if ready {
		d.Summary.Ready--
	} else {
		d.Summary.NotReady--
	}
}

// countAbsent counts a node that is talked about without its Node object.
func (d *Diagnosis) countAbsent(c *clusterView, scanned bool, name string) {
	switch {
	case scanned:
		d.Summary.Unread++
		d.Summary.NotReady--
	case !c.mayExist(name):
		d.Summary.Removed++
	}
}

// examineNode counts a node that was read, and reports it if it is down for longer than
// the threshold or was asked for by name.
func (d *Diagnosis) examineNode(c *clusterView, k nodeCase, t *knowledge.Table) {
	listed := len(c.names) > 0
	if !k.outage.since.IsZero() {
		c.outages[k.name] = k.outage.since
	}
	switch {
	case snapshot.Ready(k.node):
		if repaired(k.previous) || len(k.attempts) > 0 {
			d.Summary.Recovered = append(d.Summary.Recovered, k.name)
		}
	case !c.ahead(k.outage.since) && c.takenAt.Sub(k.outage.since) <= d.Threshold.Duration:
		d.Summary.Below++
	default:
		d.Summary.Listed++
		listed = true
	}
	if listed {
		d.add(c, k, t)
	}
}

// noTrace notes a name that was asked for and of which there is neither a node nor an event:
// it does not exist, or, where the nodes could not be listed, it was not seen.
func (d *Diagnosis) noTrace(c *clusterView, name string) {
	if c.nodesListed {
		d.NotFound = append(d.NotFound, name)
		return
	}
	d.unseen = append(d.unseen, name)
	d.Gaps = append(d.Gaps, unseenGap(name))
}

// unseenGap is the gap of a name of which nothing was seen.
func unseenGap(name string) snapshot.Gap {
	return snapshot.Gap{Source: snapshot.SourceNames, Subjects: []string{"node " + name}, Reason: "The node could not be read, and no event about one of that name was seen."}
}

// eventWindow is what the events that were read reach over.
func eventWindow(byNode map[string][]event) EventWindow {
	w := EventWindow{}
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
