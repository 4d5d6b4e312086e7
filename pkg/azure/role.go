package azure

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
)

// actions are what a role has to permit so that every question is answered.
var actions = []string{
	"Microsoft.Authorization/locks/read",
	"Microsoft.Compute/locations/usages/read",
	"Microsoft.Compute/skus/read",
	"Microsoft.Compute/virtualMachineScaleSets/read",
	"Microsoft.Compute/virtualMachineScaleSets/virtualMachines/read",
	"Microsoft.Compute/virtualMachines/read",
	"Microsoft.ContainerService/managedClusters/agentPools/read",
	"Microsoft.ContainerService/managedClusters/read",
	"Microsoft.Insights/eventtypes/values/read",
	"Microsoft.Network/loadBalancers/outboundRules/read",
	"Microsoft.Network/networkInterfaces/read",
	"Microsoft.Network/networkSecurityGroups/read",
	"Microsoft.Network/routeTables/read",
	"Microsoft.Network/virtualNetworks/subnets/read",
	"Microsoft.ResourceHealth/availabilityStatuses/read",
	"Microsoft.Resources/subscriptions/resourceGroups/read",
}

// consoleActions are what it has to permit besides so that serial logs are read.
var consoleActions = []string{
	"Microsoft.Compute/virtualMachineScaleSets/virtualMachines/retrieveBootDiagnosticsData/action",
	"Microsoft.Compute/virtualMachines/retrieveBootDiagnosticsData/action",
}

// historyActions are what a role has to permit so that a history reads everything. The rows of a table are permitted by
// name, for what has to do with the cluster.
// Source: https://learn.microsoft.com/azure/azure-monitor/logs/api/azure-resource-queries
var historyActions = []string{
	"Microsoft.ContainerService/managedClusters/read",
	"Microsoft.Insights/eventtypes/values/read",
	"Microsoft.Insights/logs/KubeEvents/read",
	"Microsoft.Insights/logs/KubeNodeInventory/read",
	"Microsoft.Resources/subscriptions/resourceGroups/read",
}

// role is a definition as "az role definition create" takes it.
type role struct {
	Name             string
	IsCustom         bool
	Description      string
	Actions          []string
	AssignableScopes []string
}

// WriteRole writes the role with the fewest permissions with which all questions of a diagnosis are answered, with console also
// those for serial logs. Its error is that of the writer.
func WriteRole(w io.Writer, console bool) error {
	all, flags := actions, "--azure"
	if console {
		all, flags = slices.Sorted(slices.Values(slices.Concat(actions, consoleActions))), "--azure --azure-console"
	}
	return writeRole(w, role{
		Name: "AKS auto-repair diagnosis reader", Actions: all,
		Description: "Read-only: what kubectl autorepair diagnose " + flags + " asks. Assign it on the node resource group and on the cluster; quotas and sizes of VMs are read of the subscription.",
	})
}

// WriteHistoryRole writes the role with the fewest permissions with which a history reads everything. Its error is that of
// the writer.
func WriteHistoryRole(w io.Writer) error {
	return writeRole(w, role{
		Name: "AKS auto-repair history reader", Actions: historyActions,
		Description: "Read-only: what kubectl autorepair history asks. Assign it on the node resource group and on the resource group of the cluster. " +
			"The workspace has to use resource or workspace permissions, as it does by default; history --workspace needs Log Analytics Reader on the workspace instead.",
	})
}

func writeRole(w io.Writer, r role) error {
	r.IsCustom, r.AssignableScopes = true, []string{"/subscriptions/00000000-0000-0000-0000-000000000000"}
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	if err := e.Encode(r); err != nil {
		return fmt.Errorf("writing the role: %w", err)
	}
	return nil
}
