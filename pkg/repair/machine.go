package repair

import (
	"strconv"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// parseMachine reads a provider ID of Azure. The names of its parts are compared without
// regard to case; the values are kept as they are. Anything else keeps only its ID.
func parseMachine(id string) diagnosis.Machine {
	p := diagnosis.Machine{ID: id}
	path, ok := strings.CutPrefix(id, "azure://")
	if !ok {
		return p
	}
	parts := strings.Split(strings.Trim(path, "/"), "/")
	for i := 0; i+1 < len(parts); i += 2 {
		value := parts[i+1]
		switch strings.ToLower(parts[i]) {
		case "subscriptions":
			p.SubscriptionID = value
		case "resourcegroups":
			p.ResourceGroup = value
		case "virtualmachinescalesets":
			p.ScaleSet = value
		case "virtualmachines":
			p.VM = value
		}
	}
	if p.ScaleSet != "" && p.VM != "" {
		// The last part of a scale set's instance is its number, not a name.
		p.InstanceID, p.VM = p.VM, p.ScaleSet+"_"+p.VM
	}
	return p
}

// inferMachine is for a node without a provider ID: its name shows the scale set and
// the instance, and the group is the one that every other node of the cluster has.
func inferMachine(name string, group diagnosis.Machine) diagnosis.Machine {
	m := instanceName.FindStringSubmatch(name)
	if m == nil {
		return diagnosis.Machine{}
	}
	instance, err := strconv.ParseInt(strings.ToLower(m[2]), 36, 64)
	if err != nil {
		return diagnosis.Machine{}
	}
	id := strconv.FormatInt(instance, 10)
	return diagnosis.Machine{
		SubscriptionID: group.SubscriptionID, ResourceGroup: group.ResourceGroup,
		ScaleSet: m[1], InstanceID: id, VM: m[1] + "_" + id, Inferred: true,
	}
}

// sharedGroup returns the subscription and node resource group that all nodes which are not
// Ready have in common, in the spelling that sorts first; empty when they differ or when no
// node has a provider ID. A live source reads no others, and a dump must give the same.
func sharedGroup(nodes []corev1.Node) diagnosis.Machine {
	var shared diagnosis.Machine
	for i := range nodes {
		if snapshot.Ready(&nodes[i]) {
			continue
		}
		p := parseMachine(nodes[i].Spec.ProviderID)
		switch {
		case p.ResourceGroup == "":
		case shared.ResourceGroup == "":
			shared = diagnosis.Machine{SubscriptionID: p.SubscriptionID, ResourceGroup: p.ResourceGroup}
		case !strings.EqualFold(shared.ResourceGroup, p.ResourceGroup) || !strings.EqualFold(shared.SubscriptionID, p.SubscriptionID):
			return diagnosis.Machine{}
		default:
			shared.SubscriptionID = min(shared.SubscriptionID, p.SubscriptionID)
			shared.ResourceGroup = min(shared.ResourceGroup, p.ResourceGroup)
		}
	}
	return shared
}
