package azure

import (
	"encoding/json"
	"fmt"
	"io"
)

// actions are what a role has to permit so that every question is answered.
var actions = []string{
	"Microsoft.Authorization/locks/read",
	"Microsoft.Compute/virtualMachineScaleSets/read",
	"Microsoft.Compute/virtualMachineScaleSets/virtualMachines/read",
	"Microsoft.Compute/virtualMachines/read",
	"Microsoft.ContainerService/managedClusters/agentPools/read",
	"Microsoft.ContainerService/managedClusters/read",
	"Microsoft.Insights/eventtypes/values/read",
	"Microsoft.Network/loadBalancers/outboundRules/read",
	"Microsoft.Network/virtualNetworks/subnets/read",
	"Microsoft.ResourceHealth/availabilityStatuses/read",
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

// WriteRole writes the role with the fewest permissions with which everything is answered. Its error is that of
// the writer.
func WriteRole(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	err := e.Encode(role{
		Name: "AKS auto-repair diagnosis reader", IsCustom: true, Actions: actions, AssignableScopes: []string{"/subscriptions/00000000-0000-0000-0000-000000000000"},
		Description: "Read-only: what kubectl autorepair diagnose --azure asks. Assign it on the node resource group and on the cluster.",
	})
	if err != nil {
		return fmt.Errorf("writing the role: %w", err)
	}
	return nil
}
