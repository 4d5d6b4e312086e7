package testenv

import (
	"crypto/sha256"
	"fmt"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Fleet is a big cluster for measurements: nodes of about 20 KB of JSON, as busy ones are,
// of which some went down at the same time and were repaired in vain.
type Fleet struct {
	Nodes, Down int
	// Events in all: some about each node that is down, one about each other node, the
	// rest about pods.
	Events int
	// DownSince is when the trouble began. It should lie after the nodes are created,
	// for what is older than a node belongs to an earlier one of its name.
	DownSince time.Time
}

// The parts of a node that make it big.
const (
	fleetImages     = 50
	fleetConditions = 14 // besides Ready
)

// Objects returns the nodes and events. The same fleet always gives the same ones.
func (f Fleet) Objects() ([]corev1.Node, []corev1.Event) {
	nodes, events := make([]corev1.Node, f.Nodes), make([]corev1.Event, 0, f.Events)
	for i := range nodes {
		down := i*f.Down/f.Nodes != (i+1)*f.Down/f.Nodes // spread evenly
		nodes[i] = f.node(i, down)
		events = append(events, f.nodeEvents(nodes[i].Name, down)...)
	}
	if len(events) < f.Events {
		events = append(events, f.PodEvents(len(events), f.Events)...)
	}
	return nodes, events
}

// PodEvents are events about pods, in a namespace of their own that stays when a shared
// control plane is cleared; from and to number them.
func (f Fleet) PodEvents(from, to int) []corev1.Event {
	events := make([]corev1.Event, 0, to-from)
	for i := from; i < to; i++ {
		e := f.event("Pod", fmt.Sprintf("pod-%06d", i), "BackOff", 0)
		e.Namespace, e.InvolvedObject.Namespace = metav1.NamespacePublic, metav1.NamespacePublic
		events = append(events, e)
	}
	return events
}

// node returns one node of the fleet.
func (f Fleet) node(i int, down bool) corev1.Node {
	n := corev1.Node{
		ObjectMeta: fleetMeta(fmt.Sprintf("aks-user-12345678-vmss%06d", i), i),
		Spec: corev1.NodeSpec{ProviderID: fmt.Sprintf("azure:///subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/mc_fleet"+
			"/providers/Microsoft.Compute/virtualMachineScaleSets/aks-user-12345678-vmss/virtualMachines/%d", i)},
		Status: corev1.NodeStatus{
			Capacity: corev1.ResourceList{corev1.ResourceCPU: resource.MustParse("8"), corev1.ResourceMemory: resource.MustParse("32Gi")},
		},
	}
	for j := range fleetConditions {
		n.Status.Conditions = append(n.Status.Conditions, corev1.NodeCondition{
			Type: corev1.NodeConditionType(fmt.Sprintf("Problem%02d", j)), Status: corev1.ConditionFalse,
			Reason: "NoProblem", Message: "the node problem detector has seen nothing of this kind",
		})
	}
	ready := corev1.NodeCondition{Type: corev1.NodeReady, Status: corev1.ConditionTrue, Reason: "KubeletReady"}
	if down {
		ready.Status, ready.Reason, ready.LastTransitionTime = corev1.ConditionUnknown, "NodeStatusUnknown", metav1.NewTime(f.DownSince)
	}
	n.Status.Conditions = append(n.Status.Conditions, ready)
	for j := range fleetImages {
		image := fmt.Sprintf("registry.example.com/platform/production/applications/team-%02d/the-service-of-team-%02d", j, j)
		n.Status.Images = append(n.Status.Images, corev1.ContainerImage{SizeBytes: 100 << 20, Names: []string{
			fmt.Sprintf("%s@sha256:%x", image, sha256.Sum256([]byte(image))), image + ":v1.2.3",
		}})
	}
	return n
}

// nodeEvents returns the events of one node: those of a failed repair, or that of a start.
func (f Fleet) nodeEvents(name string, down bool) []corev1.Event {
	if !down {
		return []corev1.Event{f.event("Node", name, "Starting", 0)}
	}
	var events []corev1.Event
	for i, reason := range []string{
		"NodeNotReady", "NodeRebootStart", "NodeRebootEnd", "NodeReimageStart", "NodeReimageEnd",
		"NodeRedeployStart", "NodeRedeployError",
	} {
		e := f.event("Node", name, reason, i)
		if reason == "NodeRedeployError" {
			e.Message = "Node auto-repair redeploy action failed due to an operation failure: TooManyVMRedeploymentRequests"
		}
		events = append(events, e)
	}
	return events
}

// event returns one event, some minutes after the trouble began.
func (f Fleet) event(kind, name, reason string, minutes int) corev1.Event {
	at := metav1.NewTime(f.DownSince.Add(time.Duration(minutes) * time.Minute))
	return corev1.Event{
		ObjectMeta:     metav1.ObjectMeta{Name: fmt.Sprintf("%s.%s", name, strings.ToLower(reason)), Namespace: metav1.NamespaceDefault},
		InvolvedObject: corev1.ObjectReference{APIVersion: "v1", Kind: kind, Name: name},
		Reason:         reason, Message: reason + " of " + name, Type: corev1.EventTypeNormal,
		Source: corev1.EventSource{Component: "aks-auto-repair"}, FirstTimestamp: at, LastTimestamp: at, Count: 1,
	}
}
