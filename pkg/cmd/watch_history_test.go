package cmd_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strconv"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cluster/store"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// history is a random cluster: as a watch keeps it, and beside that whole.
type history struct {
	*rand.Rand
	now   time.Time
	store *store.Store
	// nodes and events are all that there are; what is forgotten of events is left out by age.
	nodes     map[string]*corev1.Node
	events    map[string]*corev1.Event
	forgotten time.Time // when events were forgotten last
	facts     []snapshot.Fact
	selection snapshot.Selection
	made      int
	names     []string // of nodes
	mentions  bool     // texts mention nodes
}

func newHistory(seed uint64) *history {
	h := &history{
		Rand: rand.New(rand.NewPCG(seed, 7)), now: time.Date(2026, 5, 19, 12, 0, 0, 0, time.UTC), nodes: map[string]*corev1.Node{}, events: map[string]*corev1.Event{}, names: nodeNames,
	}
	h.store = store.New(func() time.Time { return h.now })
	switch h.IntN(5) {
	case 0:
		h.selection.Names = []string{h.name(), h.name()}
	case 1:
		h.selection.Selector = "pool=user"
	}
	return h
}

func pick[T any](h *history, all ...T) T { return all[h.IntN(len(all))] }
func (h *history) name() string          { return pick(h, h.names...) }

// change makes one change.
func (h *history) change(t *testing.T) {
	var err error
	switch h.IntN(12) {
	case 0, 1, 2:
		err = store.Nodes{Store: h.store}.Update(h.node(h.name()).DeepCopy())
	case 3:
		if name := h.name(); h.nodes[name] != nil {
			err = store.Nodes{Store: h.store}.Delete(h.nodes[name].DeepCopy())
			delete(h.nodes, name)
		}
	case 4:
		err = h.listAgain()
	case 5:
		h.facts = h.someFacts()
	case 6:
		for _, e := range h.events { // one that is seen again
			e.Count, e.LastTimestamp = e.Count+1, metav1.NewTime(h.now)
			err = store.Events{Store: h.store}.Update(e.DeepCopy())
			break
		}
	default:
		e := h.event()
		h.events[e.Name] = e
		err = store.Events{Store: h.store}.Add(e.DeepCopy())
	}
	if err != nil {
		t.Fatal(err)
	}
}

// node makes a node, or changes it.
func (h *history) node(name string) *corev1.Node {
	n := h.nodes[name]
	if n == nil {
		h.made++
		n = &corev1.Node{ObjectMeta: metav1.ObjectMeta{
			Name: name, UID: types.UID(fmt.Sprint("uid-", h.made)), CreationTimestamp: metav1.NewTime(h.now.Add(-pick(h, 0, time.Minute, 24*time.Hour))),
			Labels: map[string]string{snapshot.LabelPool: pick(h, "user", "gpu"), corev1.LabelTopologyZone: pick(h, "1", "2"), corev1.LabelOSStable: pick(h, "linux", "windows")},
		}}
		if name == "pi" {
			n.Labels = map[string]string{corev1.LabelOSStable: "linux"}
		} else {
			n.Spec.ProviderID = "azure:///subscriptions/s/resourceGroups/MC_rg_aks_westeurope/providers/Microsoft.Compute/virtualMachineScaleSets/x/virtualMachines/" + strconv.Itoa(h.made)
		}
		n.Status.Conditions = []corev1.NodeCondition{{Type: corev1.NodeReady, Status: corev1.ConditionTrue, LastTransitionTime: n.CreationTimestamp}}
		h.nodes[name] = n
		return n
	}
	ready := &n.Status.Conditions[0]
	if status := pick(h, corev1.ConditionTrue, corev1.ConditionTrue, corev1.ConditionFalse, corev1.ConditionUnknown); status != ready.Status {
		ready.Status, ready.LastTransitionTime, ready.Reason = status, metav1.NewTime(h.now), pick(h, "KubeletReady", "NodeStatusUnknown", "")
	}
	n.Spec.Taints = pick(h, nil, nil, []corev1.Taint{{Key: corev1.TaintNodeUnreachable, Effect: corev1.TaintEffectNoExecute, TimeAdded: &ready.LastTransitionTime}},
		[]corev1.Taint{{Key: "node.cloudprovider.kubernetes.io/shutdown"}})
	if n.DeletionTimestamp == nil && h.IntN(10) == 0 {
		n.DeletionTimestamp, n.Finalizers = &metav1.Time{Time: h.now}, []string{"karpenter.sh/termination"}
	}
	return n
}

// event makes an event, now and then of a name that no node has.
func (h *history) event() *corev1.Event {
	h.made++
	reason := pick(h, append(snapshot.RepairReasons(), "NodeNotReady", "NodeNotReady", "NodeReady", "Starting", "Rebooted", "PreemptScheduled")...)
	e := &corev1.Event{
		ObjectMeta:     metav1.ObjectMeta{Namespace: pick(h, snapshot.EventNamespaces()...), Name: fmt.Sprint("event-", h.made)},
		InvolvedObject: corev1.ObjectReference{Kind: "Node", Name: pick(h, h.name(), h.name(), h.name(), "aks-user-12345678-vmss00000z")},
		Reason:         reason, Count: 1, FirstTimestamp: metav1.NewTime(h.now), LastTimestamp: metav1.NewTime(h.now),
		Source: corev1.EventSource{Component: "aks-auto-repair"},
	}
	if h.IntN(2) == 0 {
		e.Message = "Node auto-repair action failed due to an operation failure: " + pick(h, "VMRedeploymentFailed", "TooManyVMRedeploymentRequests", "SomethingNew")
	}
	if h.mentions && h.IntN(2) == 0 {
		e.Message += " The node " + h.name() + " was not drained; " + h.name() + " was."
	}
	return e
}

// someFacts are what other sources know: leases, the health of VMs, and at times repairs in the activity log.
func (h *history) someFacts() []snapshot.Fact {
	var facts []snapshot.Fact
	for range h.IntN(4) {
		facts = append(facts, snapshot.Fact{Source: snapshot.LeaseSource, Type: snapshot.Heartbeat, Node: h.name(), Time: h.now})
	}
	if h.IntN(4) == 0 {
		facts = append(facts, snapshot.Fact{Source: "azure-activity-log", Type: pick(h, "Restart", "Reimage"), Node: h.name(), Actor: "AKS",
			Status: pick(h, "Succeeded", "Failed"), Message: "VMRedeploymentFailed", Time: h.now.Add(-time.Minute), Until: h.now})
	}
	return facts
}

// known returns the facts that are used: what other sources say of a node that is Ready again is forgotten.
func (h *history) known() []snapshot.Fact {
	return slices.DeleteFunc(slices.Clone(h.facts), func(f snapshot.Fact) bool { return h.nodes[f.Node] != nil && snapshot.Ready(h.nodes[f.Node]) })
}

// listAgain is what a reflector does after its stream was cut: events that the server has deleted are missing.
func (h *history) listAgain() error {
	var nodes, events []any
	for _, n := range h.nodes {
		nodes = append(nodes, n.DeepCopy())
	}
	for _, e := range h.events {
		if h.now.Sub(e.LastTimestamp.Time) < snapshot.EventRetention {
			events = append(events, e.DeepCopy())
		}
	}
	if err := (store.Events{Store: h.store}).Replace(events, ""); err != nil {
		return err //nolint:wrapcheck // a test
	}
	return store.Nodes{Store: h.store}.Replace(nodes, "") //nolint:wrapcheck // a test
}

// whole returns the cluster with all its nodes in full, and with the events that are not forgotten, which a watch does
// at most once a minute.
func (h *history) whole() *snapshot.Snapshot {
	s := &snapshot.Snapshot{TakenAt: h.now, NodesListed: true, EventsListed: true, Selection: h.selection, Facts: h.known()}
	for _, name := range slices.Sorted(maps.Keys(h.nodes)) {
		s.Nodes = append(s.Nodes, *h.nodes[name].DeepCopy())
	}
	s.Scan = snapshot.Statuses(s.Nodes)
	snapshot.ClearUnshared(s.Scan, s.Selection.SharedLabels(s.Scan))
	if len(s.Selection.Names) > 0 {
		s.Nodes = slices.DeleteFunc(s.Nodes, func(n corev1.Node) bool { return !slices.Contains(s.Selection.Names, n.Name) })
	}
	forget := h.now.Sub(h.forgotten) >= time.Minute
	if forget {
		h.forgotten = h.now
	}
	for name, e := range h.events {
		memory := snapshot.EventRetention
		if n := h.nodes[e.InvolvedObject.Name]; n != nil && !snapshot.Ready(n) {
			memory = 24 * time.Hour
		}
		if forget && h.now.Sub(e.LastTimestamp.Time) > memory {
			delete(h.events, name)
			continue
		}
		s.Events = append(s.Events, *e.DeepCopy())
	}
	return s
}

// watched returns the same cluster as a watch shows it.
func (h *history) watched() *snapshot.Snapshot {
	s := &snapshot.Snapshot{TakenAt: h.now, NodesListed: true, EventsListed: true, Selection: h.selection, Facts: h.known()}
	h.store.Fill(s)
	return s
}
