// Package logs is the queries of Log Analytics about the past of a cluster's nodes, and what their rows say.
// It opens no connection: package azure sends the queries, or a user does.
//
//   - query.go: the queries, which summarise, so that no row is one minute of one node
//   - literal.go: a text as a literal of a query
//   - cluster.go: the ID of a cluster, which is the scope of a query
//   - result.go: rows → the evidence of a history
//   - script.go: the same queries as commands for a shell
package logs
