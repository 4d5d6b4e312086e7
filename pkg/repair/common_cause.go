package repair

import (
	"cmp"
	"maps"
	"slices"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// dimension is one way in which nodes can be alike.
type dimension struct {
	name, entry string
	value       func(snapshot.NodeStatus) string
}

// dimensions are in the order in which they are reported.
var dimensions = []dimension{
	{"pool", "MassFailurePool", func(n snapshot.NodeStatus) string { return n.Pool }},
	{"zone", "MassFailureZone", func(n snapshot.NodeStatus) string { return n.Zone }},
	{"instanceType", "MassFailureSize", func(n snapshot.NodeStatus) string { return n.Size }},
	{"kubeletVersion", "MassFailureVersion", func(n snapshot.NodeStatus) string { return n.Version }},
}

// share is how many of the nodes of one value are down.
type share struct{ down, total int }

// commonCauses finds what most nodes that went down together have in common: the whole
// cluster when more than half of it did, and a pool, zone, instance type or version when it
// has nearly all of these nodes, most of its own nodes are among them, and there are others
// that are Ready. It returns nothing for fewer than snapshot.MassNodes nodes, nor of a part of
// the cluster that a selector or names cut out.
func (c *clusterView) commonCauses(scan []snapshot.NodeStatus, cases []nodeCase, t *knowledge.Table) []diagnosis.CommonCause {
	down := downTogether(cases)
	if !c.wholeCluster() || len(c.names) > 0 || len(down) < snapshot.MassNodes {
		return nil
	}
	var all []diagnosis.CommonCause
	if 2*len(down) > c.total {
		all = append(all, newCommonCause("cluster", "", "MassFailureCluster", share{len(down), c.total}, t))
	}
	for _, dim := range dimensions {
		shares := shares(scan, dim, down)
		for _, value := range slices.Sorted(maps.Keys(shares)) {
			s := shares[value]
			// Nearly all: four of five. Most of its own: more than half.
			if s.down >= snapshot.MassNodes && 5*s.down >= 4*len(down) && 2*s.down > s.total && s.total < c.total {
				all = append(all, newCommonCause(dim.name, value, dim.entry, s, t))
			}
		}
	}
	slices.SortStableFunc(all, func(a, b diagnosis.CommonCause) int {
		// The cluster first, then the value that the outage covers best.
		return cmp.Or(-cmp.Compare(btoi(a.Dimension == "cluster"), btoi(b.Dimension == "cluster")), cmp.Compare(b.Down*a.Total, a.Down*b.Total))
	})
	return all
}

// downTogether returns the names of the largest set of nodes whose outages began within
// commonCauseTime of one another, the earliest set of those that are equally large.
func downTogether(cases []nodeCase) map[string]bool {
	cases = slices.Clone(cases)
	slices.SortFunc(cases, func(a, b nodeCase) int {
		return cmp.Or(a.outage.since.Compare(b.outage.since), cmp.Compare(a.name, b.name))
	})
	best, first := []nodeCase{}, 0
	for last := range cases {
		for cases[last].outage.since.Sub(cases[first].outage.since) > commonCauseTime {
			first++
		}
		if set := cases[first : last+1]; len(set) > len(best) {
			best = set
		}
	}
	down := make(map[string]bool, len(best))
	for _, k := range best {
		down[k.name] = true
	}
	return down
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// shares counts the nodes of each known value.
func shares(scan []snapshot.NodeStatus, dim dimension, down map[string]bool) map[string]share {
	shares := map[string]share{}
	for _, n := range scan {
		value := dim.value(n)
		if value == "" {
			continue
		}
		s := shares[value]
		s.total++
		if down[n.Name] {
			s.down++
		}
		shares[value] = s
	}
	return shares
}

func newCommonCause(name, value, code string, s share, t *knowledge.Table) diagnosis.CommonCause {
	m := diagnosis.CommonCause{Dimension: name, Value: value, Down: s.down, Total: s.total, Entry: code, Causes: []knowledge.Cause{}, Steps: []knowledge.NextStep{}}
	if e := t.Entry(code); e != nil {
		m.Title, m.Meaning, m.Confidence = e.Title, e.Meaning, e.Confidence
		m.Causes, m.Steps = append(m.Causes, e.Causes...), append(m.Steps, e.NextSteps...)
	}
	return m
}
