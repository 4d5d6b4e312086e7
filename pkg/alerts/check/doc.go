// Package check says which forms of the monitoring rules can work in a cluster.
//
//	read.go        an API server → what it shows of how it is monitored (Evidence)
//	selection.go   which objects of the Prometheus operator a Prometheus takes its rules from
//	forms.go       Evidence → a verdict on each form
//	page.go        verdicts → text
//
// What could not be read is said, and makes a verdict open: silence is no evidence.
package check
