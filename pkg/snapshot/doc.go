// Package snapshot is what a diagnosis knows about a cluster: the nodes that matter, the
// events about nodes, who else there is, what could not be seen, and where all of it was
// read. Sources make a Snapshot once; everything after them computes on values, so that a
// live cluster, a dump and the embedded demo are the same thing to the rest of the program.
//
// The rules for times and counts of events are in event.go, the rule for Ready in ready.go,
// what nodes that fail together share in shared_label.go.
package snapshot
