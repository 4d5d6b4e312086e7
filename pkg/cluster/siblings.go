package cluster

import (
	"context"
	"maps"
	"slices"

	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// readSiblings reads, for nodes that are gone after a repair, one node of each scale set, which
// still shows the pool, the subscription and the resource group. What cannot be read is left
// out: the commands then ask for these values.
func (l *Live) readSiblings(ctx context.Context, read nodesRead, events []corev1.Event) []corev1.Node {
	if !read.listed || len(l.options.Selection.Names) > 0 {
		return nil
	}
	gone := map[string]bool{} // nodes
	for i := range events {
		if _, _, ofRepair := snapshot.RepairReason(events[i].Reason); ofRepair {
			gone[events[i].InvolvedObject.Name] = true
		}
	}
	for _, n := range read.scan {
		delete(gone, n.Name)
	}
	if len(gone) == 0 {
		return nil
	}
	there := make([]string, len(read.scan))
	for i, n := range read.scan {
		there[i] = n.Name
	}
	wanted := snapshot.Siblings(maps.Keys(gone))
	var names []string
	for scaleSet, sibling := range snapshot.Siblings(slices.Values(there)) {
		if wanted[scaleSet] != "" && !slices.ContainsFunc(read.nodes, func(n corev1.Node) bool { return n.Name == sibling }) {
			names = append(names, sibling)
		}
	}
	slices.Sort(names)
	return l.fetchNodes(ctx, names, read.version).nodes
}
