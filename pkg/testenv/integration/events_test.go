package integration

import (
	"slices"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cluster"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair"
)

// with returns a legacy event that differs from the usual one.
func with(reason string, change func(*corev1.Event)) corev1.Event {
	e := legacyEvent("n", reason, noon)
	change(&e)
	return e
}

func TestEveryEventAboutANodeIsReadWhateverItsForm(t *testing.T) {
	c := shared.Cluster(t)
	load(t, c, []corev1.Node{readyNode("n")}, nil)
	n, err := c.Client().CoreV1().Nodes().Get(t.Context(), "n", metav1.GetOptions{})
	if err != nil {
		t.Fatal(err)
	}
	load(t, c, nil, []corev1.Event{
		with("NameAsUID", func(e *corev1.Event) { e.InvolvedObject.UID = "n" }),
		with("RealUID", func(e *corev1.Event) { e.InvolvedObject.UID = n.UID }),
		with("NoUID", func(e *corev1.Event) { e.InvolvedObject.UID = "" }),
		with("OtherUID", func(e *corev1.Event) { e.InvolvedObject.UID = types.UID("gone") }),
		with("NoAPIVersion", func(e *corev1.Event) { e.InvolvedObject.APIVersion = "" }),
		with("Warning", func(e *corev1.Event) { e.Type = corev1.EventTypeWarning }),
		with("NoSource", func(e *corev1.Event) { e.Source = corev1.EventSource{} }),
		with("LegacyInKubeSystem", func(e *corev1.Event) {
			e.Namespace, e.InvolvedObject.Namespace = metav1.NamespaceSystem, metav1.NamespaceSystem
		}),
		with("AboutAPod", func(e *corev1.Event) { e.InvolvedObject.Kind, e.InvolvedObject.Namespace = "Pod", e.Namespace }),
	})
	at := metav1.NewMicroTime(noon.Time)
	createModern(t, c,
		modernEvent(metav1.NamespaceDefault, "n", "Modern", at),
		modernEvent(metav1.NamespaceSystem, "n", "ModernInKubeSystem", at))

	s := mustRead(t, c.Kubeconfig(t), nil, cluster.LiveOptions{})
	var got []string
	for i := range s.Events {
		got = append(got, s.Events[i].Reason)
	}
	slices.Sort(got)
	want := []string{
		"LegacyInKubeSystem", "Modern", "ModernInKubeSystem", "NameAsUID", "NoAPIVersion", "NoSource", "NoUID",
		"OtherUID", "RealUID", "Warning",
	}
	if !slices.Equal(got, want) {
		t.Errorf("the snapshot has the events\n%q\nwant\n%q", got, want)
	}
	if !s.EventsListed || !s.NodesListed || len(s.Gaps) > 0 {
		t.Errorf("the snapshot says that something is missing: %+v", s.Gaps)
	}
}

func TestEventsOfAPreviousNodeOfTheSameNameAreKeptApart(t *testing.T) {
	c := shared.Cluster(t)
	created := metav1.NewTime(time.Now().Truncate(time.Second))
	down := corev1.NodeCondition{
		Type: corev1.NodeReady, Status: corev1.ConditionUnknown, Reason: "NodeStatusUnknown",
		LastTransitionTime: metav1.NewTime(created.Add(10 * time.Minute)),
	}
	before, after := metav1.NewTime(created.Add(-time.Hour)), metav1.NewTime(created.Add(20*time.Minute))
	load(t, c, []corev1.Node{nodeWith("n", down)}, []corev1.Event{
		legacyEvent("n", "NodeRedeployError", before), legacyEvent("n", "NodeRebootStart", after),
	})

	now := func() time.Time { return created.Add(21 * time.Minute) }
	s := mustRead(t, c.Kubeconfig(t), nil, cluster.LiveOptions{Now: now})
	f := finding(t, diagnose(t, s, repair.Options{NotReadyFor: 5 * time.Minute}), "n")
	if len(f.Attempts) != 1 || f.Attempts[0].Action != diagnosis.Reboot {
		t.Errorf("the attempts are %+v, want the reboot alone", f.Attempts)
	}
	previous := map[string]bool{}
	for _, moment := range f.Timeline {
		if moment.Source == "aks-auto-repair" {
			previous[moment.Reason] = moment.Previous
		}
	}
	if len(previous) != 2 || !previous["NodeRedeployError"] || previous["NodeRebootStart"] {
		t.Errorf("the timeline says of the events whether they are of a previous node: %v", previous)
	}
}
