package azure

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure/answers"
)

// The versions of the APIs: the oldest that has what is read, because the clouds of their own are behind.
const (
	versionLog     = "2015-04-01"
	versionCompute = "2024-07-01"
	versionGroup   = "2021-04-01"
	versionAKS     = "2025-10-01" // has the error of what AKS did to a pool
	versionHealth  = "2022-10-01"
	versionLocks   = "2020-05-01"
	versionNetwork = "2024-05-01"
	versionUsages  = "2025-04-01"
	versionSizes   = "2021-07-01"
)

// maxSingle is how many VMs of one scale set are asked for one by one. One list of all is cheaper for more.
const maxSingle = 16

// question is one thing to ask, with what came of it.
type question struct {
	// subject is what is missing without its answer.
	subject, path string
	// nodes are those whose VM it is about, scaleSet and instance what the VM is of.
	nodes              []string
	scaleSet, instance string
	// about are the nodes that it concerns where its answer names none, network is true for what is on their way out.
	about   []string
	network bool
	// whole is the source that is read whole by it, allVMs is true for the list of a scale set's VMs.
	whole  string
	allVMs bool
	// list is true where the answer is a list, and not one thing.
	list bool
	// rules is true for the outbound rules of the load balancer, sizes for all sizes of VMs of a region.
	rules, sizes bool
	// gone is the source of the fact that the thing itself does not exist, about its nodes; empty for a VM.
	gone string
	// then, if set, returns what is to be asked next, by the answer to the question.
	then  func(*question) []*question
	pages [][]byte
	err   error
	// named is what the answer names, nil until it is decoded.
	named *links
}

// reply is the answer as it is read.
func (q *question) reply() answers.Reply {
	return answers.Reply{Pages: q.pages, Nodes: q.about, ScaleSet: q.scaleSet, Instance: q.instance, AllVMs: q.allVMs && q.err == nil, OutboundRules: q.rules && q.err == nil, AllSizes: q.sizes && q.err == nil}
}

// questions returns what is asked about a group beside the cluster that it is of.
func (g *group) questions(groups *changeLogs) []*question {
	now := groups.now
	all := []*question{
		{subject: "Azure's activity log of " + g.name, path: logPath(g.subscription, g.name, g.since(now), now), whole: answers.SourceLog, list: true},
		{subject: "locks on " + g.name, path: g.path("Microsoft.Authorization/locks", versionLocks), whole: answers.SourceLock, list: true},
		{subject: "Resource Health of " + g.name, path: g.path("Microsoft.ResourceHealth/availabilityStatuses", versionHealth), list: true},
	}
	sets := map[string][]*target{}
	var order []string
	for i := range g.targets {
		set := strings.ToLower(g.targets[i].vm.ScaleSet)
		if sets[set] == nil {
			order = append(order, set)
		}
		sets[set] = append(sets[set], &g.targets[i])
	}
	for _, set := range order {
		all = append(all, g.vms(sets[set], groups)...)
	}
	return all
}

// path is the address of something in the group.
func (g *group) path(resource, version string) string {
	return fmt.Sprintf("/subscriptions/%s/resourceGroups/%s/providers/%s?api-version=%s", url.PathEscape(g.subscription), url.PathEscape(g.name), resource, version)
}

// vms returns what is asked about nodes of one scale set, or about VMs of their own.
func (g *group) vms(targets []*target, groups *changeLogs) []*question {
	set := targets[0].vm.ScaleSet
	const view = versionCompute + "&$expand=instanceView"
	if set == "" {
		all := g.singles(targets, set, view)
		for _, q := range all {
			if len(q.nodes) == 1 {
				q.then = groups.ofVM(q.nodes[0])
			}
		}
		return all
	}
	resource := scaleSets + url.PathEscape(set)
	own := &question{subject: "scale set " + set, path: g.path(resource, versionCompute), scaleSet: set, gone: answers.SourceScaleSet, then: groups.ofSubnets}
	for _, t := range targets {
		own.nodes = append(own.nodes, t.node.Name)
	}
	all := []*question{own}
	if len(targets) <= maxSingle {
		return append(all, g.singles(targets, set, view)...)
	}
	return append(all, &question{subject: "the VMs of " + set, path: g.path(resource+"/virtualMachines", view), nodes: own.nodes, scaleSet: set, allVMs: true, list: true})
}

// scaleSets begins the path of a scale set within its group.
const scaleSets = "Microsoft.Compute/virtualMachineScaleSets/"

// resource is the path of a VM within its group: of an instance of a scale set, or where that is empty of a VM of its own.
func (t *target) resource(scaleSet string) string {
	if scaleSet == "" {
		return "Microsoft.Compute/virtualMachines/" + url.PathEscape(t.vm.VM)
	}
	return scaleSets + url.PathEscape(scaleSet) + "/virtualMachines/" + url.PathEscape(t.vm.InstanceID)
}

// singles asks for VMs of a scale set, or of their own, one by one. Of VMs of their own there is no list that is cheaper: the first are asked for.
func (g *group) singles(targets []*target, set, version string) []*question {
	var all []*question
	for i, t := range targets {
		if i == maxSingle {
			all = append(all, &question{subject: fmt.Sprintf("%d more VMs of %s", len(targets)-i, g.name), err: fmt.Errorf("only the first %d are asked for", i)})
			break
		}
		all = append(all, &question{subject: "the VM of " + t.node.Name, path: g.path(t.resource(set), version), nodes: []string{t.node.Name}, scaleSet: t.vm.ScaleSet, instance: t.vm.InstanceID})
	}
	return all
}
