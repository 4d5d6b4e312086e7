package alerts

import (
	"fmt"
	"time"
)

// nodeStatus is the newest row of each node in the inventory of Container Insights. Its Status
// lists the conditions that are True, so a node that is down has no Ready in it. Nodes of which
// an event of the same minutes says that they are being removed are left out, as far as events
// of type Normal are kept; that a VM was stopped on purpose is not in these tables.
// Source: https://learn.microsoft.com/azure/azure-monitor/reference/tables/kubenodeinventory
const nodeStatus = `KubeNodeInventory
| summarize arg_max(TimeGenerated, Status, LastTransitionTimeReady) by _ResourceId, ClusterName, Node = Computer
| join kind=leftanti (
    KubeEvents
    | where ObjectKind == "Node" and Reason in ("ScaleDown", "DeletingNode", "RemovingNode")
    | project ClusterName, Node = Name
  ) on ClusterName, Node
| extend Down = not(set_has_element(split(Status, ","), "Ready"))`

// downFor finds the nodes that have been down for more than a time.
func downFor(d time.Duration) string {
	return fmt.Sprintf(`%s
| extend Minutes = (TimeGenerated - LastTransitionTimeReady) / 1m
| where Down and Minutes > %d
| project TimeGenerated, _ResourceId, ClusterName, Node, Minutes, Status`, nodeStatus, d/time.Minute)
}

// downTogether finds the clusters of which more than a share of the nodes is down, and more
// than one node.
func downTogether(limit float64) string {
	return fmt.Sprintf(`%s
| summarize TimeGenerated = max(TimeGenerated), NotReady = countif(Down), Nodes = count() by _ResourceId, ClusterName
| where NotReady > 1 and NotReady > %g * Nodes`, nodeStatus, limit)
}

// repairError finds failed repairs, with the code that follows the words of AKS.
const repairError = `KubeEvents
| where ObjectKind == "Node" and Reason in ("NodeRebootError", "NodeReimageError", "NodeRedeployError")
| extend Action = extract(@"^Node(\w+)Error$", 1, Reason)
| extend Detail = coalesce(extract(@"operation failure(?:\. See error details here)?:\s*(\S+)", 1, Message), "no code")
| project TimeGenerated, _ResourceId, ClusterName, Node = Name, Action, Detail, Message`

// cameBack finds the nodes that became Ready again several times within a time. The inventory
// has the time of the last change with each row; a new node becomes Ready once without an outage.
func cameBack(times int, within time.Duration) string {
	return fmt.Sprintf(`KubeNodeInventory
| where set_has_element(split(Status, ","), "Ready") and LastTransitionTimeReady > ago(%s) and LastTransitionTimeReady - CreationTimeStamp > 15m
| summarize TimeGenerated = max(TimeGenerated), Times = array_length(make_set(LastTransitionTimeReady, 100)) by _ResourceId, ClusterName, Node = Computer
| where Times >= %d`, duration(within), times)
}
