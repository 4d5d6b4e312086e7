// Package kubeevents converts rows of KubeEvents, the table in which Container Insights keeps
// events for longer than an API server does. The rows can come from a file or from a query.
//
// row.go converts one row to an event; dates.go reads dates as the user's region writes them; export.go
// records what a set of rows leaves out.
package kubeevents
