package cluster

import (
	"context"
	"fmt"
	"slices"

	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// nodesRead is the result of reading nodes; its fields are those of a Snapshot.
type nodesRead struct {
	scan   []snapshot.NodeStatus
	listed bool
	nodes  []corev1.Node
	gaps   []snapshot.Gap
	// hasLabels is true if the scan was made from objects, so that it has their labels.
	hasLabels bool
	// version is the resource version of the scan, empty if unknown.
	version string
	// failure is set if nothing at all is known about the nodes.
	failure *failure
}

// readNodes lists the nodes, reads in full those that the user named or, without names, those
// that are not Ready, and finds out what these share.
func (l *Live) readNodes(ctx context.Context) nodesRead {
	read := l.selectNodes(ctx)
	l.readSharedLabels(ctx, &read)
	return read
}

// selectNodes is readNodes without what the nodes share.
func (l *Live) selectNodes(ctx context.Context) nodesRead {
	listing := l.scanNodes(ctx)
	names, version := l.options.Selection.SortedNames(), ""
	if len(names) == 0 {
		if listing.hasObjects || listing.failure != nil {
			return l.fromList(listing)
		}
		names, version = snapshot.NotReady(listing.scan), listing.version
		if isListCheaper(len(names), len(listing.scan)) {
			return l.fromListAfter(ctx, listing)
		}
	}
	got := l.fetchNodes(ctx, names, version)
	if got.forbidden && listing.failure == nil {
		return l.fromListAfter(ctx, listing)
	}
	return joinFetched(listing, got)
}

// fromList takes the nodes from a full list, or from the part of it that was read.
func (l *Live) fromList(listing nodeListing) nodesRead {
	read := nodesRead{scan: listing.scan, listed: listing.failure == nil, hasLabels: listing.hasObjects}
	unwanted := func(n corev1.Node) bool {
		return !l.options.Selection.Wanted(snapshot.NodeStatus{Name: n.Name, Ready: snapshot.Ready(&n)})
	}
	if read.nodes = listing.nodes; slices.ContainsFunc(read.nodes, unwanted) {
		read.nodes = nil // a few in memory of their own
		for _, n := range listing.nodes {
			if !unwanted(n) {
				read.nodes = append(read.nodes, n)
			}
		}
	}
	if listing.failure != nil {
		read.gaps = []snapshot.Gap{listing.failure.gap(missingNodes(len(listing.nodes)))}
		if len(listing.nodes) == 0 {
			read.failure = listing.failure
		}
	}
	return read
}

// fromListAfter lists the nodes in full after a complete scan. If the list fails, the scan
// still shows which nodes exist.
func (l *Live) fromListAfter(ctx context.Context, scanned nodeListing) nodesRead {
	if scanned.hasObjects {
		return l.fromList(scanned)
	}
	read := l.fromList(l.listInFull(ctx))
	if !read.listed {
		read.scan, read.listed, read.hasLabels, read.version, read.failure = scanned.scan, true, false, scanned.version, nil
	}
	return read
}

// joinFetched combines the scan and the single reads. A node that no longer existed when it was
// read is removed from the scan.
func joinFetched(listing nodeListing, got fetchedNodes) nodesRead {
	read := nodesRead{
		scan: slices.DeleteFunc(listing.scan, func(n snapshot.NodeStatus) bool {
			return slices.Contains(got.gone, n.Name)
		}),
		listed:    listing.failure == nil,
		nodes:     got.nodes,
		hasLabels: listing.hasObjects,
		version:   listing.version,
	}
	if listing.failure != nil {
		read.gaps = append(read.gaps, listing.failure.gap(missingNodes(len(listing.scan))))
	}
	read.gaps = append(read.gaps, gapsOfFailures(got.failures)...)
	if listing.failure != nil && len(listing.scan)+len(got.nodes)+len(got.gone) == 0 {
		read.failure = listing.failure
	}
	return read
}

// isListCheaper says whether one full list costs less than reading the nodes that are down by
// name. Up to two rounds of requests never cost more. Above half of the nodes, a list has less
// than twice the bytes that are needed, and comes in pages.
func isListCheaper(down, total int) bool {
	return down > 2*maxRequests && down > total/2
}

// missingNodes names the nodes that were not listed after the first ones.
func missingNodes(first int) string {
	if first == 0 {
		return "nodes"
	}
	return fmt.Sprintf("nodes after the first %d", first)
}
