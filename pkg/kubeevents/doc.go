// Package kubeevents converts rows of the tables in which Container Insights keeps the past of nodes for
// longer than an API server does: KubeEvents and KubeNodeInventory. The rows can come from a file or
// from a query.
//
// row.go converts one row to an event, inventory.go to a span in which a node was Ready or not,
// collection.go to how much of a table there is; dates.go reads dates as the user's region writes them;
// export.go records what a set of rows of KubeEvents leaves out; keepers.go makes rows of what other keepers of events have.
package kubeevents
