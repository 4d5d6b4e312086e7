package cluster

import (
	"context"
	"fmt"
	"slices"

	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// nodesRead is what was read of the nodes; its fields are those of a Snapshot.
type nodesRead struct {
	scan   []snapshot.NodeStatus
	listed bool
	nodes  []corev1.Node
	gaps   []snapshot.Gap
	// labelled is true when the scan was made from objects and has what their labels tell.
	labelled bool
	// version is the resource version of the scan, empty when it is not known.
	version string
	// failure is set when nothing at all is known about the nodes.
	failure *failure
}

// readNodes lists the nodes, reads in full those that were asked for by name or, if none
// were, those that are not Ready, and finds out what these share.
func (l *Live) readNodes(ctx context.Context) nodesRead {
	read := l.selectNodes(ctx)
	l.compare(ctx, &read)
	return read
}

// selectNodes is readNodes without what the nodes share.
func (l *Live) selectNodes(ctx context.Context) nodesRead {
	found := l.scan(ctx)
	names, version := l.options.Selection.SortedNames(), ""
	if len(names) == 0 {
		if found.full || found.failure != nil {
			return l.fromList(found)
		}
		names, version = snapshot.NotReady(found.scan), found.version
		if listIsCheaper(len(names), len(found.scan)) {
			return l.fromListAfter(ctx, found)
		}
	}
	got := l.fetch(ctx, names, version)
	if got.forbidden && found.failure == nil {
		return l.fromListAfter(ctx, found)
	}
	return joinFetched(found, got)
}

// fromList takes the nodes from a full list, or what there is of it.
func (l *Live) fromList(found listing) nodesRead {
	read := nodesRead{scan: found.scan, listed: found.failure == nil, labelled: found.full}
	for i := range found.nodes {
		n := &found.nodes[i]
		if l.options.Selection.Wanted(snapshot.NodeStatus{Name: n.Name, Ready: snapshot.Ready(n)}) {
			read.nodes = append(read.nodes, *n)
		}
	}
	if found.failure != nil {
		read.gaps = []snapshot.Gap{found.failure.gap(missingNodes(len(found.nodes)))}
		if len(found.nodes) == 0 {
			read.failure = found.failure
		}
	}
	return read
}

// fromListAfter lists the nodes in full after a scan that was complete. When the list
// breaks, the scan still says which nodes there are.
func (l *Live) fromListAfter(ctx context.Context, scanned listing) nodesRead {
	if scanned.full {
		return l.fromList(scanned)
	}
	read := l.fromList(l.list(ctx))
	if !read.listed {
		read.scan, read.listed, read.labelled, read.version, read.failure = scanned.scan, true, false, scanned.version, nil
	}
	return read
}

// joinFetched puts together what the listing and the single reads said. A node that was
// gone when it was read is no longer one of the cluster's.
func joinFetched(found listing, got fetched) nodesRead {
	read := nodesRead{
		scan: slices.DeleteFunc(found.scan, func(n snapshot.NodeStatus) bool {
			return slices.Contains(got.gone, n.Name)
		}),
		listed:   found.failure == nil,
		nodes:    got.nodes,
		labelled: found.full,
		version:  found.version,
	}
	if found.failure != nil {
		read.gaps = append(read.gaps, found.failure.gap(missingNodes(len(found.scan))))
	}
	read.gaps = append(read.gaps, gapsOf(got.failures)...)
	if found.failure != nil && len(found.scan)+len(got.nodes)+len(got.gone) == 0 {
		read.failure = found.failure
	}
	return read
}

// listIsCheaper says whether one full list costs less than reading the nodes that are
// down by their names. Up to two rounds of requests never do. Above half of the nodes, a
// list carries less than twice the bytes that are needed, and does so in pages.
func listIsCheaper(down, total int) bool {
	return down > 2*maxRequests && down > total/2
}

// missingNodes names the nodes that were not listed, the first ones having been.
func missingNodes(first int) string {
	if first == 0 {
		return "nodes"
	}
	return fmt.Sprintf("nodes after the first %d", first)
}
