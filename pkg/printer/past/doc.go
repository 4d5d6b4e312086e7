// Package past makes a report of a history: what was kept, what follows from that, and the tables.
//
//   - report.go: the report in the order of reading
//   - sources.go: what is collected, what that shows, and how to switch it on
//   - verdict.go: the headline
//   - tables.go: nodes, errors, outages
//   - calendar.go: which node was down on which day
//   - text.go: the report on a terminal
//
// All of its strings are clean.
package past
