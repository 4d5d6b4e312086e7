// Package history says what happened to the nodes of a cluster over weeks: outages, repairs, and what
// came before them. It computes on what a source has read (Evidence): no I/O, no clock.
//
//   - evidence.go: what a source reads, and how much of the past each place keeps
//   - examine.go: from evidence to the history
//   - marks.go, outages.go: what is known of a node at which moment, and the outages that follows from
//   - sight.go: what the places would have shown
//   - counts.go: counts by node, pool and code, with the changes before
package history
