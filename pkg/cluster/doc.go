// Package cluster reads what a diagnosis needs to know about a cluster: its nodes and the
// events about them. It is the only package that talks to a Kubernetes API server.
//
// A Source makes a Snapshot, once; everything after it computes on values, so that a live
// cluster, a dump and the embedded demo are the same thing to the rest of the program.
// There are three sources:
//
//   - Live reads an API server. It finds out who is NotReady with one listing in the Table
//     form, which has no objects in it (40 KB for 5,000 nodes in place of 90 MB), reads only
//     those nodes in full, and reads the events about nodes beside that. Where a server
//     gives no Table, or where most nodes are down, it lists the nodes in full, by pages.
//   - Dump reads files: what kubectl wrote, bundles, exports of Log Analytics, saved evidence.
//     The packages files (archives, encodings) and records (JSON, YAML, rows) below this one
//     cut them into objects as a stream; found.go keeps those that matter.
//   - NewDemo is a dump that is embedded in the binary.
//
// What could not be seen is never taken for healthy. A read that fails is tried again where
// that helps (retry.go), becomes sentences in one place (failure.go, network.go), and ends
// as a Gap of the snapshot. It ends as an error only when there is nothing left to show.
//
// The files, in the order that a live snapshot passes through them: config.go (kubeconfig),
// live.go (the snapshot), scan.go, table.go, nodes.go, together.go, fetch.go and pages.go
// (nodes), nodeevents.go (events), livelikeness.go (what nodes that are down share), leases.go, impact.go (pods
// and budgets, when asked for), request.go (one read). The rules for times and counts of events are in
// event.go, the rule for Ready in ready.go.
package cluster
