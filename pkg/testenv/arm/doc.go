// Package arm is an Azure Resource Manager for tests, over TLS: a node resource group with one cluster and one
// scale set, answered in the shapes of the REST API. It is a Log Analytics too. What it answers to a path can be
// replaced, by an error, a page that names another host, or nothing at all.
//
//   - server.go: Azure Resource Manager
//   - vm.go: the VMs and their node pool
//   - network.go: the network of the VMs, quotas and sizes
//   - activity.go: the activity log of a group
//   - console.go: serial logs, at another host
//   - logs.go: queries of Log Analytics
//   - faults.go, tls.go: answers that go wrong, and hosts that are not the right ones
//   - az.go: what the Azure CLI needs to sign in here
package arm
