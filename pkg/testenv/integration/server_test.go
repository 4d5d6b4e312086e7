package integration

import (
	"slices"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// noon is when the events of a test happen: a fixed time, with the precision of seconds.
var noon = metav1.Date(2026, time.November, 2, 12, 0, 0, 0, time.UTC)

// What the live source takes for granted of the API server, said with the API's own client.

func TestTheServerShowsNodeEventsOfBothAPIsUnderOneSelector(t *testing.T) {
	c := shared.Cluster(t)
	load(t, c, []corev1.Node{readyNode("n")}, []corev1.Event{legacyEvent("n", "NodeRebootStart", noon)})
	later := metav1.NewMicroTime(noon.Add(time.Minute))
	createModern(t, c,
		modernEvent(metav1.NamespaceDefault, "n", "NodeRebootEnd", later),
		modernEvent(metav1.NamespaceSystem, "n", "NodeRebootError", later))

	var got []string
	for _, namespace := range []string{metav1.NamespaceDefault, metav1.NamespaceSystem} {
		events, err := c.Client().CoreV1().Events(namespace).List(t.Context(), metav1.ListOptions{FieldSelector: "involvedObject.kind=Node"})
		if err != nil {
			t.Fatal(err)
		}
		for i := range events.Items {
			e := &events.Items[i]
			got = append(got, namespace+" "+e.Reason+" "+snapshot.LastSeen(e).UTC().Format(time.TimeOnly)+" "+e.Message+" "+snapshot.Component(e))
		}
	}
	slices.Sort(got)
	want := []string{
		"default NodeRebootEnd 12:01:00 NodeRebootEnd of n aks-auto-repair",
		"default NodeRebootStart 12:00:00 NodeRebootStart of n aks-auto-repair",
		"kube-system NodeRebootError 12:01:00 NodeRebootError of n aks-auto-repair",
	}
	if !slices.Equal(got, want) {
		t.Errorf("the events are\n%q\nwant\n%q", got, want)
	}
}

func TestTheServerRefusesALegacyNodeEventOutsideDefault(t *testing.T) {
	c := shared.Cluster(t)
	e := legacyEvent("n", "NodeRebootStart", noon)
	e.Namespace = "kube-public"
	if _, err := c.Client().CoreV1().Events(e.Namespace).Create(t.Context(), &e, metav1.CreateOptions{}); err == nil {
		t.Error("an event about a node was taken in kube-public: the live source does not look there")
	}
}
