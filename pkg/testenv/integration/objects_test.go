package integration

import (
	"testing"

	corev1 "k8s.io/api/core/v1"
	eventsv1 "k8s.io/api/events/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv"
)

// readyNode returns a node as its kubelet last described it, Ready.
func readyNode(name string) corev1.Node {
	return nodeWith(name, corev1.NodeCondition{Type: corev1.NodeReady, Status: corev1.ConditionTrue, Reason: "KubeletReady"})
}

// nodeWith returns a node of a scale set with one condition.
func nodeWith(name string, c corev1.NodeCondition) corev1.Node {
	return corev1.Node{
		ObjectMeta: metav1.ObjectMeta{Name: name, Labels: map[string]string{
			"kubernetes.azure.com/agentpool": "pool1", corev1.LabelOSStable: "linux",
		}},
		Spec: corev1.NodeSpec{ProviderID: "azure:///subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/mc_rg" +
			"/providers/Microsoft.Compute/virtualMachineScaleSets/aks-pool1-vmss/virtualMachines/1"},
		Status: corev1.NodeStatus{Conditions: []corev1.NodeCondition{c}},
	}
}

// legacyEvent returns an event of a node as the recorder of core/v1 writes it.
func legacyEvent(node, reason string, at metav1.Time) corev1.Event {
	return corev1.Event{
		ObjectMeta:     metav1.ObjectMeta{GenerateName: node + "-", Namespace: metav1.NamespaceDefault},
		InvolvedObject: corev1.ObjectReference{Kind: "Node", Name: node, APIVersion: "v1"},
		Reason:         reason,
		Message:        reason + " of " + node,
		Source:         corev1.EventSource{Component: "aks-auto-repair"},
		FirstTimestamp: at,
		LastTimestamp:  at,
		Count:          1,
		Type:           corev1.EventTypeNormal,
	}
}

// modernEvent returns an event of a node as the recorder of events.k8s.io/v1 writes it.
func modernEvent(namespace, node, reason string, at metav1.MicroTime) *eventsv1.Event {
	return &eventsv1.Event{
		ObjectMeta:          metav1.ObjectMeta{GenerateName: node + "-", Namespace: namespace},
		EventTime:           at,
		Regarding:           corev1.ObjectReference{Kind: "Node", Name: node},
		Reason:              reason,
		Note:                reason + " of " + node,
		ReportingController: "aks-auto-repair",
		ReportingInstance:   "aks-auto-repair-1",
		Action:              reason,
		Type:                corev1.EventTypeNormal,
	}
}

// load creates nodes and events.
func load(t *testing.T, c *testenv.Cluster, nodes []corev1.Node, events []corev1.Event) {
	t.Helper()
	if err := c.Load(t.Context(), nodes, events); err != nil {
		t.Fatal(err)
	}
}

// createModern creates events through events.k8s.io/v1.
func createModern(t *testing.T, c *testenv.Cluster, events ...*eventsv1.Event) {
	t.Helper()
	for _, e := range events {
		if _, err := c.Client().EventsV1().Events(e.Namespace).Create(t.Context(), e, metav1.CreateOptions{}); err != nil {
			t.Fatalf("creating the event %s through events.k8s.io: %v", e.Reason, err)
		}
	}
}
