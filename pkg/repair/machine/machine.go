// Package machine reads which VM of Azure a node is.
package machine

import (
	"slices"
	"strconv"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// scheme is how provider IDs of Azure begin.
const scheme = "azure://"

// ofAzure reports whether a provider ID begins as those of Azure, in any case.
func ofAzure(id string) bool {
	return len(id) >= len(scheme) && strings.EqualFold(id[:len(scheme)], scheme)
}

// Parse reads a provider ID of Azure. The names of its parts are compared without
// regard to case; the values are kept as they are. Anything else keeps only its ID.
func Parse(id string) diagnosis.Machine {
	p := diagnosis.Machine{ID: id}
	if !ofAzure(id) {
		return p
	}
	for rest, more := strings.Trim(id[len(scheme):], "/"), true; more; {
		var key, value string
		if key, rest, more = strings.Cut(rest, "/"); !more {
			break
		}
		value, rest, more = strings.Cut(rest, "/")
		switch {
		case strings.EqualFold(key, "subscriptions"):
			p.SubscriptionID = value
		case strings.EqualFold(key, "resourceGroups"):
			p.ResourceGroup = value
		case strings.EqualFold(key, "virtualMachineScaleSets"):
			p.ScaleSet = value
		case strings.EqualFold(key, "virtualMachines"):
			p.VM = value
		}
	}
	if p.ScaleSet != "" && p.VM != "" {
		// The last part of a scale set's instance is its number, not a name.
		p.InstanceID, p.VM = p.VM, p.ScaleSet+"_"+p.VM
	}
	return p
}

// Kind says what a provider ID names: ScaleSetInstance, VM, Malformed (it begins as one of Azure and
// names no VM), Other (it is not of Azure) or None.
func Kind(id string) string {
	m := Parse(id)
	switch {
	case id == "":
		return "None"
	case m.ScaleSet != "" && m.InstanceID != "":
		return "ScaleSetInstance"
	case m.VM != "":
		return "VM"
	case ofAzure(id):
		return "Malformed"
	default:
		return "Other"
	}
}

// Infer is for a node without a provider ID: its name shows the scale set and
// the instance, and the group is that of a node of its scale set, or the one that all others have.
func Infer(name string, group diagnosis.Machine) diagnosis.Machine {
	scaleSet, digits := snapshot.ScaleSetOf(name)
	instance, err := strconv.ParseInt(strings.ToLower(digits), 36, 64)
	if err != nil {
		return diagnosis.Machine{}
	}
	id := strconv.FormatInt(instance, 10)
	return diagnosis.Machine{
		SubscriptionID: group.SubscriptionID, ResourceGroup: group.ResourceGroup,
		ScaleSet: scaleSet, InstanceID: id, VM: scaleSet + "_" + id, Inferred: true,
	}
}

// GroupOf returns the subscription and node resource group of a cluster, as its nodes have them in common
// or, where none has a provider ID, as an answer of Azure shows them.
func GroupOf(s *snapshot.Snapshot) diagnosis.Machine {
	shared := SharedGroup(s.Nodes)
	parts := strings.Split(s.Group, "/")
	known := slices.ContainsFunc(s.Nodes, func(n corev1.Node) bool { return n.Spec.ProviderID != "" })
	if known || len(parts) != 5 {
		return shared
	}
	return diagnosis.Machine{SubscriptionID: parts[2], ResourceGroup: parts[4]}
}

// SharedGroup returns the subscription and node resource group that all nodes which are not
// Ready have in common, in the spelling that sorts first; empty when they differ or when no
// node has a provider ID. A live source reads no others, and a dump must give the same.
func SharedGroup(nodes []corev1.Node) diagnosis.Machine {
	var shared diagnosis.Machine
	for i := range nodes {
		if snapshot.Ready(&nodes[i]) {
			continue
		}
		p := Parse(nodes[i].Spec.ProviderID)
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

// NothingOfAzure reports whether nodes were read and none shows that it is of Azure or AKS: none has a
// provider ID, a label of AKS or a name as AKS gives it. Nodes without any label were cut: a kubelet sets
// some everywhere.
func NothingOfAzure(nodes []*corev1.Node) bool {
	labelled := slices.ContainsFunc(nodes, func(n *corev1.Node) bool { return len(n.Labels) > 0 })
	return labelled && !slices.ContainsFunc(nodes, func(n *corev1.Node) bool {
		if scaleSet, _ := snapshot.ScaleSetOf(n.Name); n.Spec.ProviderID != "" || scaleSet != "" {
			return true
		}
		for key := range n.Labels {
			if strings.HasPrefix(key, snapshot.LabelPrefixAKS) {
				return true
			}
		}
		return false
	})
}
