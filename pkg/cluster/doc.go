// Package cluster reads an API server. It is the only package that talks to one.
//
// Live is the source that reads once. It finds out who is NotReady with one listing in the
// Table form, which has no objects in it (40 KB for 5,000 nodes in place of 90 MB), reads
// only those nodes in full, and reads the events about nodes beside that. Where a server
// gives no Table, or where most nodes are down, it lists the nodes in full, by pages. Watch
// keeps a cluster in view with reflectors.
//
// What could not be seen is never taken for healthy. A read that fails is tried again where
// that helps (retry.go), becomes sentences in one place (failure.go, network.go), and ends
// as a Gap of the snapshot. It ends as an error only when there is nothing left to show.
//
// A live snapshot passes through live.go (the whole), scan.go and table.go (who is down),
// nodes.go, fetch.go, batch.go and pages.go (nodes), live_shared_label.go (what they share),
// node_events.go, leases.go and impact.go. Each read is one request (request.go).
package cluster
