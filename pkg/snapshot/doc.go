// Package snapshot is what a diagnosis knows about a cluster: the nodes that matter, the events
// about nodes, which other nodes exist, what could not be seen, and where all of it was read. A
// Source makes a Snapshot once. Everything after it computes on values, so that a live cluster,
// a dump and the demo look the same to the rest of the program.
//
// event.go has the rules for times and counts of events, ready.go the rule for Ready,
// shared_label.go what nodes that fail together have in common.
package snapshot
