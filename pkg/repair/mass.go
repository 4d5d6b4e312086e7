package repair

import (
	"cmp"
	"maps"
	"slices"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cluster"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
)

// dimension is one way in which nodes can be alike.
type dimension struct {
	name, entry string
	value       func(cluster.NodeStatus) string
}

// dimensions are in the order in which they are told.
var dimensions = []dimension{
	{"pool", "MassFailurePool", func(n cluster.NodeStatus) string { return n.Pool }},
	{"zone", "MassFailureZone", func(n cluster.NodeStatus) string { return n.Zone }},
	{"instanceType", "MassFailureSize", func(n cluster.NodeStatus) string { return n.Size }},
	{"kubeletVersion", "MassFailureVersion", func(n cluster.NodeStatus) string { return n.Version }},
}

// share is how many of the nodes of one value are down.
type share struct{ down, total int }

// massFailures finds what most nodes that are down have in common: the whole cluster when
// more than half of it is down, and a pool, zone, instance type or version when it has
// nearly all nodes that are down, most of its own nodes are among them, and there are
// others that are well. Nothing is said of fewer than cluster.MassNodes nodes, nor of a
// part of the cluster that a selector or names cut out.
func (c *clusterView) massFailures(scan []cluster.NodeStatus, t *knowledge.Table) []Mass {
	down := c.total - c.ready
	if !c.wholeCluster() || len(c.names) > 0 || down < cluster.MassNodes {
		return nil
	}
	var all []Mass
	if 2*down > c.total {
		all = append(all, newMass("cluster", "", "MassFailureCluster", share{down, c.total}, t))
	}
	for _, dim := range dimensions {
		shares := c.shares(scan, dim)
		for _, value := range slices.Sorted(maps.Keys(shares)) {
			s := shares[value]
			// Nearly all: four of five. Most of its own: more than half.
			if s.down >= cluster.MassNodes && 5*s.down >= 4*down && 2*s.down > s.total && s.total < c.total {
				all = append(all, newMass(dim.name, value, dim.entry, s, t))
			}
		}
	}
	slices.SortStableFunc(all, func(a, b Mass) int {
		// The cluster first, then the value that the outage covers best.
		return cmp.Or(-cmp.Compare(btoi(a.Dimension == "cluster"), btoi(b.Dimension == "cluster")), cmp.Compare(b.Down*a.Total, a.Down*b.Total))
	})
	return all
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// shares counts the nodes of each known value.
func (c *clusterView) shares(scan []cluster.NodeStatus, dim dimension) map[string]share {
	shares := map[string]share{}
	for _, n := range scan {
		value := dim.value(n)
		if value == "" {
			continue
		}
		s := shares[value]
		s.total++
		if !c.scanned[n.Name] {
			s.down++
		}
		shares[value] = s
	}
	return shares
}

func newMass(name, value, code string, s share, t *knowledge.Table) Mass {
	m := Mass{Dimension: name, Value: value, Down: s.down, Total: s.total, Entry: code, Causes: []knowledge.Cause{}, Steps: []knowledge.NextStep{}}
	if e := t.Entry(code); e != nil {
		m.Title, m.Meaning, m.Confidence = e.Title, e.Meaning, e.Confidence
		m.Causes, m.Steps = append(m.Causes, e.Causes...), append(m.Steps, e.NextSteps...)
	}
	return m
}
