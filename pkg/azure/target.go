package azure

import (
	"cmp"
	"slices"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure/answers"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair/machine"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// target is a node that Azure is asked about.
type target struct {
	node answers.Node
	vm   diagnosis.Machine
	// began is when its outage began at the earliest, latest when anything was last seen to happen in it.
	began, latest time.Time
}

// group is a node resource group with the nodes in it that Azure is asked about, and its region, empty where no node shows it.
type group struct {
	subscription, name, region string
	targets                    []target
}

// groups returns the nodes of a snapshot that are not Ready, and those that were removed while AKS repaired
// them, by their groups. A node without a provider ID is in the group that all others have.
func groups(s *snapshot.Snapshot) []group {
	shared := machine.SharedGroup(s.Nodes)
	times := eventTimes(s)
	known := map[string]bool{}
	byKey := map[string]*group{}
	add := func(t target) {
		if t.vm.SubscriptionID == "" || t.vm.ResourceGroup == "" || t.vm.VM == "" {
			return
		}
		key := strings.ToLower(t.vm.SubscriptionID + "/" + t.vm.ResourceGroup)
		if byKey[key] == nil {
			byKey[key] = &group{subscription: t.vm.SubscriptionID, name: t.vm.ResourceGroup, region: region(s.Nodes)}
		}
		byKey[key].targets = append(byKey[key].targets, t)
	}
	for i := range s.Scan {
		known[s.Scan[i].Name] = true
	}
	for i := range s.Nodes {
		n := &s.Nodes[i]
		known[n.Name] = true
		if snapshot.Ready(n) {
			continue
		}
		vm := machine.Parse(n.Spec.ProviderID)
		if n.Spec.ProviderID == "" {
			vm = machine.Infer(n.Name, shared)
		}
		t := target{node: answers.NodeOf(n), vm: vm, began: snapshot.ReadyChanged(n), latest: snapshot.ReadyChanged(n)}
		times[n.Name].widen(&t, n.CreationTimestamp.Time)
		add(t)
	}
	for name, seen := range times {
		if !known[name] && s.NodesListed {
			t := target{node: answers.Node{Name: name}, vm: machine.Infer(name, shared)}
			seen.widen(&t, time.Time{})
			add(t)
		}
	}
	return sorted(byKey)
}

// sorted returns the groups and their nodes in the order of their names.
func sorted(byKey map[string]*group) []group {
	var all []group
	for _, g := range byKey {
		slices.SortFunc(g.targets, func(a, b target) int { return cmp.Compare(a.node.Name, b.node.Name) })
		all = append(all, *g)
	}
	slices.SortFunc(all, func(a, b group) int {
		return cmp.Or(cmp.Compare(a.subscription, b.subscription), cmp.Compare(a.name, b.name))
	})
	return all
}

// span is when the repairs of a node were first and last seen; nil for none.
type span struct{ first, last time.Time }

// eventTimes returns when the repairs of nodes were seen.
func eventTimes(s *snapshot.Snapshot) map[string]*span {
	all := map[string]*span{}
	for i := range s.Events {
		e := &s.Events[i]
		if _, _, ok := snapshot.RepairReason(e.Reason); !ok || e.InvolvedObject.Name == "" || snapshot.LastSeen(e).IsZero() {
			continue
		}
		all[e.InvolvedObject.Name] = all[e.InvolvedObject.Name].with(e)
	}
	return all
}

// with returns the span with the times of an event.
func (p *span) with(e *corev1.Event) *span {
	first, last := snapshot.FirstSeen(e), snapshot.LastSeen(e)
	if first.IsZero() {
		first = last
	}
	if p == nil {
		return &span{first, last}
	}
	if first.Before(p.first) {
		p.first = first
	}
	p.last = snapshot.Later(p.last, last)
	return p
}

// widen makes the time of a node's outage reach over its repairs, as far as they are of a node that was created
// then.
func (p *span) widen(t *target, created time.Time) {
	if p == nil || p.last.Before(created) {
		return
	}
	first := snapshot.Later(p.first, created)
	if t.began.IsZero() || first.Before(t.began) {
		t.began = first
	}
	t.latest = snapshot.Later(t.latest, p.last)
}
