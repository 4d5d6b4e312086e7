// Package cluster reads an API server. It is the only package that connects to one.
//
// Live is the source that reads once. It finds the nodes that are NotReady with one list in the
// Table form, which has no objects (40 KB for 5,000 nodes instead of 90 MB), reads only those
// nodes in full, and at the same time reads the events about nodes. If a server returns no
// Table, or if most nodes are down, it lists the nodes in full, in pages. Watch follows a
// cluster with reflectors.
//
// What could not be seen is never reported as healthy. A failed read is retried where that can
// help (retry.go), is described in sentences in one place (failure.go, network.go), and becomes
// a Gap of the snapshot. It becomes an error only if there is nothing left to show. What is
// longer than any real answer fails too (package bounds).
//
// A live snapshot passes through live.go (the whole), scan.go and package table (which nodes are
// down), nodes.go, fetch.go, batch.go and pages.go (nodes), live_shared_label.go (what they
// share), node_events.go, leases.go and impact.go. Each read is one request (request.go).
package cluster
