package repair

import (
	"maps"
	"slices"
	"sync"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge/pattern"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair/asof"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair/heartbeat"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair/judge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair/machine"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair/reports"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// clusterView is what the verdict on one node needs to know of all the others.
type clusterView struct {
	nodes   map[string]*corev1.Node
	scanned map[string]bool // name → Ready, updated from nodes
	changes map[string]int  // as Snapshot.Changes, where nothing else says more about nodes and their events
	selection
	total, ready              int
	nodesListed, eventsListed bool
	takenAt                   time.Time
	now                       *asof.Now
	window                    diagnosis.EventWindow
	// reach is how old an event can be that can be expected to be there.
	reach  time.Duration
	group  diagnosis.Machine
	leases heartbeat.Leases
	facts  []snapshot.Fact
	about  map[string][]int // as factsByNode
	checks *judge.Checks
	ranks  map[string]int // of the severities of entries, by code
	// meanings are those of conditions without their times.
	meanings map[corev1.NodeCondition]conditionMeaning
	// items, marks and found hold the evidence on the node that is looked at.
	items []pattern.Item
	found []diagnosis.Signal
	marks pattern.Known
	// operations are what AKS did to each node, as the activity log has it.
	operations map[string][]*snapshot.Fact
	// siblings are the first nodes by name of each scale set.
	siblings func() map[string]string
	// later are the nodes that did not exist at the time asked for, changed those whose state then is not known.
	later, changed map[string]bool
	// pagesOnly is true for the nodes of a page, hidesMarks where it does not show their taints.
	pagesOnly, hidesMarks bool
	// nothingOfAzure is true where no node shows anything of Azure or AKS.
	nothingOfAzure bool
	// repairing is true when the events show a repair of any node.
	repairing bool
}

// selection is what was asked for, as sets.
type selection struct {
	names    []string
	selector string
}

func newClusterView(s *snapshot.Snapshot, t *knowledge.Table, o Options, all memories) *clusterView {
	c := &clusterView{
		nodes:       make(map[string]*corev1.Node, len(s.Nodes)),
		scanned:     make(map[string]bool, len(s.Scan)),
		selection:   selection{names: s.Selection.Names, selector: s.Selection.Selector},
		nodesListed: s.NodesListed && !s.Origin.PagesOnly, eventsListed: s.EventsListed,
		takenAt: s.TakenAt, now: asof.NewNow(s), window: eventWindow(all), group: machine.GroupOf(s),
		pagesOnly: s.Origin.PagesOnly, hidesMarks: s.Origin.PagesOnly && s.Origin.Hides(snapshot.HiddenMarks),
		reach: retention, facts: factsUntil(s.Facts, o.Until), checks: judge.NewChecks(t), ranks: map[string]int{}, meanings: map[corev1.NodeCondition]conditionMeaning{},
	}
	if o.Since > 0 && o.Since < retention {
		c.reach = o.Since
	}
	c.window.Unread = !s.EventsListed
	c.about = factsByNode(c.facts)
	c.leases, c.operations = heartbeat.LeasesOf(c.facts), reports.ByNode(c.facts)
	for _, m := range all {
		c.repairing = c.repairing || repaired(m.events)
	}
	then, later, changed := asof.Nodes(s.Nodes, o.Until)
	c.later, c.changed = later, changed
	for _, n := range s.Scan {
		if !later[n.Name] {
			c.scanned[n.Name] = n.Ready
		}
	}
	for _, n := range then {
		c.nodes[n.Name] = n
		c.scanned[n.Name] = snapshot.Ready(n)
	}
	c.siblings = sync.OnceValue(func() map[string]string { return snapshot.Siblings(maps.Keys(c.scanned)) })
	c.total = len(c.scanned)
	c.nothingOfAzure = !c.pagesOnly && !c.repairing && s.Group == "" && machine.NothingOfAzure(then)
	for _, ready := range c.scanned {
		if ready {
			c.ready++
		}
	}
	return c
}

// there returns the nodes of a scan that exist at the time that was asked for.
func (c *clusterView) there(scan []snapshot.NodeStatus) []snapshot.NodeStatus {
	if len(c.later) == 0 {
		return scan
	}
	return slices.DeleteFunc(slices.Clone(scan), func(n snapshot.NodeStatus) bool { return c.later[n.Name] })
}

// wholeCluster reports whether total and ready count every node there is.
func (c *clusterView) wholeCluster() bool { return c.nodesListed && c.selector == "" }

// quiet reports whether the rules about the whole cluster can be judged and nothing contradicts
// them: where AKS repairs one node, it is not the cluster that keeps it from acting.
func (c *clusterView) quiet() bool { return c.wholeCluster() && !c.repairing }

// mayExist reports whether a node that was not read can exist nevertheless.
func (c *clusterView) mayExist(name string) bool {
	_, scanned := c.scanned[name]
	return scanned || !c.nodesListed
}

// eventsReach reports whether events from that time on can be expected to be visible:
// because AKS keeps them that long, or because an older one is there.
func (c *clusterView) eventsReach(t time.Time) bool {
	return !t.Before(c.takenAt.Add(-c.reach)) || (c.window.From != nil && !c.window.From.After(t))
}
