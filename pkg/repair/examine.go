package repair

import (
	"maps"
	"slices"
	"sync"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair/asof"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair/attempts"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair/changed"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair/common"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair/impact"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair/reports"
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
	// Overview leaves out of several findings what only the page of a node shows: steps with the node's names, and the
	// timeline.
	Overview bool
}

func (o Options) leavesOut(seen, takenAt time.Time) bool {
	return (o.Since > 0 && seen.Before(takenAt.Add(-o.Since))) || (!o.Until.IsZero() && seen.After(o.Until))
}

// Examination is a snapshot with all that follows from it: what is known of the cluster as
// a whole, the case of each node that matters, and the diagnosis. Package transition
// compares examinations. It does not change once Examine has returned it.
type Examination struct {
	view     *clusterView
	memories memories
	table    *knowledge.Table
	// withEvents are the names that events are about, in order.
	withEvents func() []string
	// overview is that of the options.
	overview bool
	// errors are the texts of errors that were read.
	errors *attempts.Matcher
	// unseen are names that were asked for and of which nothing was seen, where the nodes
	// could not be listed: each is a gap, unless another cluster has the node.
	unseen []string
	// clocks are the gaps of clocks that disagree, which are said last.
	clocks []diagnosis.Gap
	// reported are the cases of the findings that are not judged yet, by name, and others is what all nodes say of
	// each other's repairs.
	reported map[string]reportedCase
	others   others
	// result is the diagnosis but for the gaps of unseen names and clocks.
	result diagnosis.Diagnosis
}

// Examine says of each node that is down, or that is gone after a repair, what is known.
// Nodes that the selection names are all reported, whatever their condition.
func Examine(s *snapshot.Snapshot, t *knowledge.Table, o Options) *Examination {
	return NewExaminer(t, o).Examine(s)
}

// Examine is the function of that name, for a snapshot that was taken after the one before.
func (e *Examiner) Examine(s *snapshot.Snapshot) *Examination {
	t, o, all, timeless := e.table, e.options, e.recall(s), 0
	for _, m := range all {
		timeless += m.timeless
	}
	c := newClusterView(s, t, o, all)
	if e.memories != nil {
		c.changes = s.Changes
	}
	x := &Examination{
		view: c, memories: all, table: t, overview: o.Overview, errors: attempts.NewMatcher(t), reported: make(map[string]reportedCase, c.total-c.ready),
		withEvents: sync.OnceValue(func() []string {
			names := slices.Sorted(maps.Keys(all))
			return slices.DeleteFunc(names, func(name string) bool { return len(all.events(name)) == 0 })
		}),
	}
	x.result = diagnosis.Diagnosis{
		TypeMeta: metav1.TypeMeta{APIVersion: diagnosis.APIVersion, Kind: diagnosis.Kind},
		Origin:   s.Origin, Selector: s.Selection.Selector,
		TakenAt: metav1.NewTime(s.TakenAt), Threshold: metav1.Duration{Duration: o.NotReadyFor},
		Summary: diagnosis.Summary{Total: -1}, Events: c.window,
		Groups: []diagnosis.Group{}, Findings: make([]diagnosis.Finding, 0, c.total-c.ready),
		Gaps: append([]diagnosis.Gap{}, slices.Concat(s.Gaps, asof.TimelessGap(timeless), asof.Gap(c.changed, o.Until))...),
	}
	if s.NodesListed {
		x.result.Summary.Total, x.result.Summary.Ready, x.result.Summary.NotReady = c.total, c.ready, c.total-c.ready
	}
	var down []nodeCase
	cases := x.casesOf(c.candidates(all, t))
	x.others = newOthers(cases)
	for _, k := range cases {
		known := len(x.result.Findings)
		if x.examine(k); len(x.result.Findings) == known {
			x.noteFlapping(k)
		}
		if r := k.repeated(); r != nil {
			x.result.Repeated = append(x.result.Repeated, *r)
		}
		if k.node != nil && !k.outage.since.IsZero() {
			down = append(down, k)
		}
	}
	if o.Until.IsZero() {
		x.clocks = append(c.now.Gaps(s), asof.DisputedGap(disputedOf(down))...)
	}
	if c.pagesOnly && len(cases) == 0 {
		x.result.Reports = reports.OfNone(c.facts, t)
	}
	impact.Add(x.result.Findings, s)
	x.group()
	if c.wholeCluster() && len(c.names) == 0 {
		x.result.CommonCauses = common.Causes(c.there(s.Scan), outagesOf(down), x.result.Groups, t)
	}
	x.result.Changes = changed.Before(&x.result, c.facts, t)
	x.reported, x.others = nil, others{}
	return x
}

// outagesOf returns since when nodes are down.
func outagesOf(down []nodeCase) []common.Outage {
	outages := make([]common.Outage, len(down))
	for i, k := range down {
		outages[i] = common.Outage{Node: k.name, Since: k.outage.since}
	}
	return outages
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
func (c *clusterView) candidates(all memories, t *knowledge.Table) []string {
	if len(c.names) > 0 {
		names := slices.Clone(c.names)
		slices.Sort(names)
		return slices.Compact(names)
	}
	var names []string
	for name, ready := range c.scanned {
		if !ready || c.nodes[name] != nil || c.changed[name] {
			names = append(names, name)
		}
	}
	for name, m := range all {
		ofRepair, flaps := repaired(m.events), downs(m.events, c.takenAt) >= flapCount
		if !ofRepair && !flaps && !c.pagesOnly {
			continue // most of them
		}
		_, scanned := c.scanned[name]
		// Without its Node a name has no labels, so a selector cannot choose it.
		if scanned && (ofRepair || flaps) || !scanned && len(m.events) > 0 && c.selector == "" && (ofRepair || c.pagesOnly) {
			names = append(names, name)
		}
	}
	if c.pagesOnly && c.selector == "" {
		names = append(names, c.factNodes(t)...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// examine adds what there is to say about one name: a finding, or only a count.
func (x *Examination) examine(k nodeCase) {
	c, s, name, events := x.view, &x.result.Summary, k.name, x.memories.events(k.name)
	switch ready, scanned := c.scanned[name]; {
	case c.changed[name] && scanned:
		x.countChanged(ready)
	case k.node == nil && scanned && ready:
		if repaired(events) {
			s.Recovered = append(s.Recovered, name)
		}
	case c.backByEvents(k) && len(c.names) == 0:
		s.Recovered = append(s.Recovered, name)
	case k.node == nil && len(c.names) > 0 && !scanned && len(events) == 0 && !c.reported(name):
		x.noTrace(name)
	case k.node == nil:
		x.countAbsent(scanned, name)
		x.add(k)
	default:
		x.examineNode(k)
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
	case !k.outage.atLeast && !c.now.MayExceed(k.outage.since, x.result.Threshold.Duration):
		s.Below++
	default:
		s.Listed++
		if since := k.outage.since; since.IsZero() || c.takenAt.Sub(since) <= x.result.Threshold.Duration {
			s.Perhaps++
		}
		listed = true
	}
	if listed {
		x.add(k)
	}
}
