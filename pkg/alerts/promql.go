package alerts

import (
	"fmt"
	"strings"
	"time"
)

// The metrics of kube-state-metrics, which Azure's managed Prometheus collects in its smallest
// profile too.
// Source: https://learn.microsoft.com/azure/azure-monitor/containers/prometheus-metrics-scrape-default
const (
	// notReady has a series for each node whose Ready condition is False or Unknown.
	notReady = `kube_node_status_condition{condition="Ready", status!="true"} == 1`
	// anyNode has a series for each node, whatever its condition.
	anyNode = `kube_node_status_condition{condition="Ready", status="true"}`
)

// excluded are the taints of nodes that nobody has to bring back. The dots in them match any
// character in Prometheus, which no other taint makes use of.
var excluded = []string{
	// The cluster autoscaler deletes the VM.
	// Source: https://github.com/kubernetes/autoscaler, package taints
	"ToBeDeletedByClusterAutoscaler",
	// Karpenter, which AKS calls node auto-provisioning, replaces the node.
	// Source: https://karpenter.sh/docs/concepts/disruption/
	"karpenter.sh/disrupted",
	// The VM is stopped or deallocated: by a person, by a schedule, or as an evicted spot VM.
	// Source: https://github.com/kubernetes/cloud-provider, package api
	"node.cloudprovider.kubernetes.io/shutdown",
}

// perNode keeps one series for each node and drops the nodes that are being removed or were
// stopped. One series matters: the status turns from False to Unknown while a node is down, and
// an alert on the series themselves would then begin to wait from the start.
func perNode(aggregate, expr string) string {
	return fmt.Sprintf(`%s by (cluster, node) (%s)
unless on (cluster, node)
max by (cluster, node) (kube_node_spec_taint{key=~"%s"})`, aggregate, expr, strings.Join(excluded, "|"))
}

// share is the part of a cluster's nodes that is down, where it is more than a limit and more
// than one node: in a cluster of three one node is more than 30 percent.
func share(limit float64) string {
	down, all := indent(perNode("max", notReady)), indent(perNode("max", anyNode))
	return fmt.Sprintf(`count by (cluster) (
%s
)
/ on (cluster)
count by (cluster) (
%s
) > %g
and on (cluster)
count by (cluster) (
%s
) > 1`, down, all, limit, down)
}

// turned counts how often each node turned NotReady within a time. A series that is 1 while the
// node is Ready falls once for each outage; the sum counts also across a restart of
// kube-state-metrics, which begins a new series.
func turned(times int, within time.Duration) string {
	return fmt.Sprintf("(\n%s\n) >= %d", indent(perNode("sum", fmt.Sprintf("resets(%s[%s])", anyNode, duration(within)))), times)
}

// indent moves the lines of an expression to the right.
func indent(expr string) string { return "  " + strings.ReplaceAll(expr, "\n", "\n  ") }

// duration writes a time of whole hours or minutes as Prometheus does: 6h, 65m.
func duration(d time.Duration) string {
	if d >= time.Hour && d%time.Hour == 0 {
		return fmt.Sprintf("%dh", d/time.Hour)
	}
	return fmt.Sprintf("%dm", d/time.Minute)
}
