package repair

import (
	"iter"
	"slices"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair/reports"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// factSignals returns what other APIs report of a node. What ended well before the outage explains
// nothing. Of a node that no page shows, reports are all that is known.
func (c *clusterView) factSignals(k nodeCase, t *knowledge.Table) []diagnosis.Signal {
	if k.node == nil && c.pagesOnly {
		return reports.All(slices.Collect(c.factsOf(k)), t)
	}
	return reports.Signals(slices.Collect(c.factsOf(k)), t)
}

// reported says whether anything is reported of a node of this name alone.
func (c *clusterView) reported(name string) bool {
	return slices.ContainsFunc(c.about[name], func(i int) bool { return !c.facts[i].OfSource() })
}

// factsOf yields the facts about a node that can have to do with this outage; heartbeats are none.
func (c *clusterView) factsOf(k nodeCase) iter.Seq[*snapshot.Fact] {
	return func(yield func(*snapshot.Fact) bool) {
		own, all := c.about[k.name], c.about[""]
		for len(own)+len(all) > 0 {
			from := &all
			if len(all) == 0 || len(own) > 0 && own[0] < all[0] {
				from = &own
			}
			f := &c.facts[(*from)[0]]
			if *from = (*from)[1:]; k.concerns(f.Until) && !yield(f) {
				return
			}
		}
	}
}

// factsByNode returns the positions of facts by the node that they are about, which is empty where that is every
// node. Heartbeats are not among them.
func factsByNode(facts []snapshot.Fact) map[string][]int {
	about := map[string][]int{}
	for i := range facts {
		if facts[i].Type != snapshot.Heartbeat {
			about[facts[i].Node] = append(about[facts[i].Node], i)
		}
	}
	return about
}

// factNodes returns the nodes that were not scanned and of which something is reported that is worth a
// look. That a VM is well says nothing of its node.
func (c *clusterView) factNodes(t *knowledge.Table) []string {
	var names []string
	for i := range c.facts {
		f := &c.facts[i]
		if _, scanned := c.scanned[f.Node]; f.Node != "" && !scanned && reports.Notable(f, t) {
			names = append(names, f.Node)
		}
	}
	return names
}

// factsUntil returns the facts that were known at a time; all of them for the zero time.
func factsUntil(facts []snapshot.Fact, until time.Time) []snapshot.Fact {
	if until.IsZero() {
		return facts
	}
	return slices.DeleteFunc(slices.Clone(facts), func(f snapshot.Fact) bool { return f.Time.After(until) })
}
