package answers

import (
	"maps"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// Node is a node that facts can be about: its name and, where that is known, its node pool and the size, region and zone of its
// VM, with how many vCPUs it has. The zone is the number alone.
type Node struct {
	Name, Pool, Size, Region, Zone string
	VCPUs                          int64
	Spot                           bool
}

// NodeOf returns a node as its object shows it.
func NodeOf(n *corev1.Node) Node {
	zone := n.Labels[corev1.LabelTopologyZone]
	return Node{
		Name: n.Name, Pool: n.Labels[snapshot.LabelPool], Size: n.Labels[corev1.LabelInstanceTypeStable], Zone: zone[strings.LastIndexByte(zone, '-')+1:],
		Region: n.Labels[corev1.LabelTopologyRegion], VCPUs: n.Status.Capacity.Cpu().Value(), Spot: n.Labels[snapshot.LabelPriority] == "spot",
	}
}

// Facts returns what answers say of the nodes of a cluster: facts about a node pool or a scale set, or about a thing of the network,
// become facts about each of its nodes, or about none where there is no node at all, and changes of what they depend on are
// facts about the cluster. Nodes are those that other sources show; those of the VMs in
// the answers are added. Where a list of a scale set's VMs is whole, the nodes that are not in it have
// no VM. Unplaced are the things of which nothing shows which nodes have them.
func Facts(found []Answer, nodes []Node) (facts []snapshot.Fact, unplaced []string) {
	known := map[string]string{}
	for _, n := range nodes {
		known[n.Name] = n.Pool
	}
	facts = capacityFacts(found, nodes)
	for _, name := range VMs(found) {
		if _, ok := known[name]; !ok {
			known[name] = ""
		}
	}
	names, places := slices.Sorted(maps.Keys(known)), placesOf(found)
	for i := range found {
		seen := 0
		for _, t := range found[i].things {
			if len(names) == 0 {
				break
			}
			have := t.nodes(places, known)
			facts = append(append(facts, found[i].Facts[seen:t.first]...), t.ofNodes(found[i].Facts[t.first:t.last], have)...)
			if t.first < t.last && len(have) == 0 {
				unplaced = append(unplaced, forms[t.kind].thing+" "+t.name)
			}
			seen = t.last
		}
		facts = append(facts, found[i].Facts[seen:]...)
		facts = append(facts, found[i].changed()...)
		for j := range found[i].Above {
			facts = append(facts, found[i].Above[j].below(names, known)...)
		}
		for _, name := range names {
			scaleSet, _ := snapshot.ScaleSetOf(name)
			if vms := found[i].instances[scaleSet]; len(vms) > 0 && len(found[i].Gaps) == 0 && !slices.Contains(vms, name) {
				facts = append(facts, snapshot.Fact{Node: name, Source: sourceVM, Type: "Exists", Status: "False"})
			}
		}
	}
	return facts, unplaced
}

// VMs returns the names of the nodes whose VMs answers are about.
func VMs(found []Answer) []string {
	names := map[string]bool{}
	for i := range found {
		for j := range found[i].Facts {
			if name := found[i].Facts[j].Node; name != "" {
				names[name] = true
			}
		}
	}
	return slices.Sorted(maps.Keys(names))
}

// below returns the fact for each node that it holds for.
func (a *Above) below(names []string, pools map[string]string) []snapshot.Fact {
	var facts []snapshot.Fact
	if len(names) == 0 {
		f := a.Fact
		f.Message = strings.TrimSuffix(a.subject()+": "+f.Message, ": ")
		return []snapshot.Fact{f}
	}
	for _, name := range names {
		if a.of(name, pools[name]) {
			f := a.Fact
			f.Node = name
			facts = append(facts, f)
		}
	}
	return facts
}

// of says whether a node, with its pool where that is known, is of the node pool or the scale set.
func (a *Above) of(name, pool string) bool {
	return (a.Pool == "" || ofPool(name, pool, a.Pool)) && (a.ScaleSet == "" || ofScaleSet(name, a.ScaleSet))
}

// subject names what the fact is about.
func (a *Above) subject() string {
	if a.Pool != "" {
		return "node pool " + a.Pool
	}
	return "scale set " + a.ScaleSet
}

// ofPool says whether a node is of a pool: by its label, else by its name, which is that of the pool
// between dashes for Linux and its beginning for Windows.
func ofPool(node, label, pool string) bool {
	if label != "" {
		return strings.EqualFold(label, pool)
	}
	rest, ok := strings.CutPrefix(node, "aks")
	if linux, dashed := strings.CutPrefix(rest, "-"); dashed {
		name, _, _ := strings.Cut(linux, "-")
		return name == pool
	}
	return ok && len(rest) == len(pool)+6 && strings.HasPrefix(rest, pool)
}

// ofScaleSet says whether a node is of a scale set: its name begins with it and ends in six digits.
func ofScaleSet(node, scaleSet string) bool {
	return len(node) == len(scaleSet)+6 && strings.HasPrefix(node, scaleSet)
}
