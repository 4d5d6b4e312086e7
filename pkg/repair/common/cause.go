// Package common finds what nodes that went down together have in common.
package common

import (
	"cmp"
	"maps"
	"slices"
	"time"

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
type share struct {
	down, total int
	// nodes are the names of those that are down.
	nodes []string
}

// Window is within which nodes that fail from one cause become NotReady: the node controller
// notices all of them within its grace period, and repairs take longer than that to spread
// them. Inferred.
const Window = 10 * time.Minute

// Outage is a node that is down, and since when.
type Outage struct {
	Node  string
	Since time.Time
}

// Causes finds what most nodes that went down together have in common: the whole
// cluster when more than half of it did, and a pool, zone, instance type or version when it
// has nearly all of these nodes, most of its own nodes are among them, and there are others
// that are Ready. It returns nothing for fewer than snapshot.MassNodes nodes, nor may it be asked
// about a part of the cluster that a selector or names cut out. The problems say what is known of single nodes.
func Causes(scan []snapshot.NodeStatus, outages []Outage, problems []diagnosis.Group, t *knowledge.Table) []diagnosis.CommonCause {
	down, total := downTogether(outages), len(scan)
	if len(down) < snapshot.MassNodes {
		return nil
	}
	var all []diagnosis.CommonCause
	add := func(at int, name, value, code string, s share) {
		m := newCommonCause(name, value, code, s, t)
		m.ExplainedBy = explainedBy(s.nodes, problems)
		all = slices.Insert(all, at, m)
	}
	for _, dim := range dimensions {
		shares := shares(scan, dim, down)
		for _, value := range slices.Sorted(maps.Keys(shares)) {
			s := shares[value]
			// Nearly all: four of five. Most of its own: more than half.
			if s.down >= snapshot.MassNodes && 5*s.down >= 4*len(down) && 2*s.down > s.total && s.total < total {
				add(len(all), dim.name, value, dim.entry, s)
			}
		}
	}
	// The cluster first, then the value that the outage covers best.
	slices.SortStableFunc(all, func(a, b diagnosis.CommonCause) int { return cmp.Compare(b.Down*a.Total, a.Down*b.Total) })
	if 2*len(down) > total {
		add(0, "cluster", "", "MassFailureCluster", share{len(down), total, slices.Sorted(maps.Keys(down))})
	}
	return all
}

// downTogether returns the names of the largest set of nodes whose outages began within
// Window of one another, the earliest set of those that are equally large.
func downTogether(outages []Outage) map[string]bool {
	outages = slices.Clone(outages)
	slices.SortFunc(outages, func(a, b Outage) int { return cmp.Or(a.Since.Compare(b.Since), cmp.Compare(a.Node, b.Node)) })
	best, first := []Outage{}, 0
	for last := range outages {
		for outages[last].Since.Sub(outages[first].Since) > Window {
			first++
		}
		if set := outages[first : last+1]; len(set) > len(best) {
			best = set
		}
	}
	down := make(map[string]bool, len(best))
	for _, o := range best {
		down[o.Node] = true
	}
	return down
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
			s.nodes = append(s.nodes, n.Name)
		}
		shares[value] = s
	}
	return shares
}

// explainedBy returns the ID of the problem that all of these nodes have, where its cause is confirmed on each node; else 0.
func explainedBy(nodes []string, problems []diagnosis.Group) int {
	for i := range problems {
		g := &problems[i]
		if len(g.Judged) == 0 || g.Judged[0].Confirmed < len(g.Nodes) {
			continue
		}
		if !slices.ContainsFunc(nodes, func(name string) bool { _, has := slices.BinarySearch(g.Nodes, name); return !has }) {
			return g.ID
		}
	}
	return 0
}

func newCommonCause(name, value, code string, s share, t *knowledge.Table) diagnosis.CommonCause {
	m := diagnosis.CommonCause{Dimension: name, Value: value, Down: s.down, Total: s.total, Entry: code, Causes: []knowledge.Cause{}, Steps: []knowledge.NextStep{}}
	if e := t.Entry(code); e != nil {
		m.Title, m.Meaning, m.Severity, m.Owner, m.Confidence = e.Title, e.Meaning, e.Severity, e.Owner, e.Confidence
		m.Causes, m.Steps = append(m.Causes, e.Causes...), append(m.Steps, e.NextSteps...)
	}
	return m
}
