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

// end returns when an operation ended, or began where it has no end.
func end(f *snapshot.Fact) time.Time { return snapshot.Later(f.Time, f.Until) }

// latest returns the newest of the repairs of a node that follow one another, the oldest first.
func latest(repaired []*snapshot.Fact) []*snapshot.Fact {
	repaired = slices.Clone(repaired)
	slices.SortStableFunc(repaired, func(a, b *snapshot.Fact) int { return a.Time.Compare(b.Time) })
	i := max(len(repaired)-1, 0)
	for i > 0 && repaired[i].Time.Sub(end(repaired[i-1])) <= runApart {
		i--
	}
	return repaired[i:]
}

// ongoing returns of the repairs of each node those that can be of its present outage, by the names of
// nodes: the newest ones, unless the node became NotReady, or is Ready, long after them.
func ongoing(repaired []*snapshot.Fact, s *snapshot.Snapshot) []*snapshot.Fact {
	byNode := map[string][]*snapshot.Fact{}
	for _, f := range repaired {
		byNode[f.Node] = append(byNode[f.Node], f)
	}
	var all []*snapshot.Fact
	for _, name := range slices.Sorted(maps.Keys(byNode)) {
		run := latest(byNode[name])
		i := slices.IndexFunc(s.Nodes, func(n corev1.Node) bool { return n.Name == name })
		if i >= 0 && end(run[len(run)-1]).Before(outageOf(&s.Nodes[i], s.TakenAt).Add(-runApart)) {
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
