package reports

import (
	"maps"
	"slices"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// runApart is how far repairs of one outage lie apart at most: the three rounds of AKS take about an hour in
// all. The log has those of 90 days.
const runApart = time.Hour

// latest returns the newest of the repairs of a node that follow one another, the oldest first.
func latest(repaired []*snapshot.Fact) []*snapshot.Fact {
	repaired = slices.Clone(repaired)
	slices.SortStableFunc(repaired, func(a, b *snapshot.Fact) int { return a.Time.Compare(b.Time) })
	i := max(len(repaired)-1, 0)
	for i > 0 && repaired[i].Time.Sub(repaired[i-1].End()) <= runApart {
		i--
	}
	return repaired[i:]
}

// ByNode returns what AKS did to each node, by its name, in the order of the facts.
func ByNode(facts []snapshot.Fact) map[string][]*snapshot.Fact { return ofNodes(operations(facts)) }

func ofNodes(repaired []*snapshot.Fact) map[string][]*snapshot.Fact {
	byNode := map[string][]*snapshot.Fact{}
	for _, f := range repaired {
		byNode[f.Node] = append(byNode[f.Node], f)
	}
	return byNode
}

// ongoing returns of the repairs of each node those that can be of its present outage, by the names of
// nodes: the newest ones, unless the node became NotReady, or is Ready, long after them.
func ongoing(repaired []*snapshot.Fact, s *snapshot.Snapshot) []*snapshot.Fact {
	byNode := ofNodes(repaired)
	var all []*snapshot.Fact
	for _, name := range slices.Sorted(maps.Keys(byNode)) {
		run := latest(byNode[name])
		i := slices.IndexFunc(s.Nodes, func(n corev1.Node) bool { return n.Name == name })
		if i >= 0 && run[len(run)-1].End().Before(outageOf(&s.Nodes[i], s.TakenAt).Add(-runApart)) {
			continue
		}
		all = append(all, run...)
	}
	return all
}

// outageOf returns since when a node is not Ready, or now for one that is. A repair can change the time of
// its condition.
func outageOf(n *corev1.Node, now time.Time) time.Time {
	if snapshot.Ready(n) {
		return now
	}
	return snapshot.ReadyChanged(n)
}
