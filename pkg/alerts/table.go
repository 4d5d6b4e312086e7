package alerts

import (
	"fmt"
	"time"
)

// The thresholds of the rules.
const (
	// notReadyTime is after which AKS counts a node as one to repair.
	// Source: https://learn.microsoft.com/azure/aks/node-auto-repair
	notReadyTime = 5 * time.Minute
	// repairTime is after which three rounds of reboot, reimage and redeploy are over, one step
	// each five minutes, begun ten minutes after the outage. Inferred, as in pkg/repair.
	repairTime = 65 * time.Minute
	// againTimes and againTime are how many outages of a node within which time are too many: an
	// upgrade or a reboot for updates makes one of them. Inferred.
	againTimes = 2
	againTime  = 6 * time.Hour
	// manyShare is the part of a cluster's nodes that makes a fault of the network, DNS or the
	// control plane more likely than one of each VM. Inferred.
	manyShare = 0.3
	// silentTime is for which the metric may be missing, such as while kube-state-metrics is moved
	// to another node: pods leave a node that is down after five minutes.
	// Source: https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/
	silentTime = 15 * time.Minute
	// inventoryTime and eventTime are how far back a query for Azure looks: the inventory has a
	// row of each node each minute, or each five minutes where collection is made cheaper; rows
	// of events may come minutes late.
	// Source: https://learn.microsoft.com/azure/azure-monitor/containers/container-insights-data-collection-configure
	inventoryTime = 10 * time.Minute
	eventTime     = 15 * time.Minute
)

// The commands that the texts of rules name.
const (
	diagnoseNode = "kubectl autorepair diagnose {node}"
	diagnoseAll  = "kubectl autorepair diagnose"
)

// Rules returns all rules, the first to fire in an outage first.
func Rules() []Rule {
	return []Rule{
		{
			Name:     "AKSNodeNotReady",
			Summary:  fmt.Sprintf("Node {node} has been NotReady for more than %s", minutes(notReadyTime)),
			Meaning:  "AKS now begins to repair the node: reboot, reimage and redeploy, in up to three rounds within the hour.",
			Next:     diagnoseNode,
			Severity: Warning, For: notReadyTime, Expr: perNode("max", notReady),
			Query: downFor(notReadyTime), Window: inventoryTime,
		},
		{
			Name:     "AKSNodeRepairExhausted",
			Summary:  fmt.Sprintf("Node {node} is still NotReady after %s, longer than all repairs take", minutes(repairTime)),
			Meaning:  "The repairs of AKS are over, or AKS made none. Most likely AKS does nothing more: fix or replace the node yourself.",
			Next:     diagnoseNode,
			Severity: Critical, For: repairTime, Expr: perNode("max", notReady),
			Query: downFor(repairTime), Window: inventoryTime,
		},
		{
			Name:     "AKSNodeRepairError",
			Summary:  "A repair of node {node} by AKS failed",
			Meaning:  "A reboot, reimage or redeploy failed; its event has the reason and is deleted after an hour. AKS goes on with the next step.",
			Next:     diagnoseNode,
			Severity: Warning, Query: repairError, Window: eventTime,
			NoMetric: "kube-state-metrics has no events, and AKS counts its repairs in no metric.",
		},
		{
			Name:     "AKSNodeRepairedAgain",
			Summary:  fmt.Sprintf("Node {node} turned NotReady {value} times within %d hours", againTime/time.Hour),
			Meaning:  "The node comes back and fails again, so a repair does not remove the cause.",
			Next:     diagnoseNode,
			Severity: Warning, Expr: turned(againTimes, againTime),
			Query: cameBack(againTimes, againTime), Window: againTime,
		},
		{
			Name:     "AKSManyNodesNotReady",
			Summary:  "{percent} of the nodes are NotReady",
			Meaning:  "Many nodes at once point to the network, DNS or the API server rather than to the VMs, and AKS may not repair then.",
			Next:     diagnoseAll,
			Severity: Critical, For: notReadyTime, Expr: share(manyShare),
			Query: downTogether(manyShare), Window: inventoryTime,
		},
		{
			Name:     "AKSNodeStatusMissing",
			Summary:  "No node is reported by kube-state-metrics",
			Meaning:  "While this lasts, none of the other alerts about nodes can fire. The node of kube-state-metrics may be one that is down.",
			Next:     diagnoseAll,
			Severity: Critical, For: silentTime, Expr: `absent(kube_node_status_condition{condition="Ready"})`,
		},
	}
}

// minutes writes a time in words.
func minutes(d time.Duration) string { return fmt.Sprintf("%d minutes", d/time.Minute) }
