// Package history says what happened to the nodes of a cluster over weeks: outages, repairs, and what
// came before them. It computes on what a source has read (Evidence): no I/O, no clock.
//
//   - evidence.go: what a source reads, and how much of the past each place keeps
package history
