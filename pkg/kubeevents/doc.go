// Package kubeevents reads rows of KubeEvents, the table in which Container Insights keeps
// events for longer than an API server does. It does not matter whether a row comes from a
// file or from a query.
package kubeevents
