// Package integration tests the plugin against a real Kubernetes: what the API server
// stores and hides, what the node lifecycle controller does to a node whose kubelet is
// silent, and what a user of kubectl sees. It has nothing but tests.
package integration
