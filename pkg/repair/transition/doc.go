// Package transition says what happened from one examination of a cluster to the next: tracker.go
// remembers what was reported of each node, phases.go reports the steps of repairs and changed
// verdicts, missed.go the outages that began and ended unseen; lookup.go reads an examination, and
// order.go puts all in order.
package transition
