// Package arm is an Azure Resource Manager for tests, over TLS: a node resource group with one cluster and one
// scale set, answered in the shapes of the REST API. What it answers to a path can be replaced, by an error, a page that
// names another host, or nothing at all.
package arm
