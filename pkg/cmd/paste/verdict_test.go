package paste_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/duration"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/dump"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// noon is when the pages were taken.
var noon = time.Date(2026, 3, 9, 12, 0, 0, 0, time.UTC)

// randomNode returns a node with conditions, taints, labels and annotations that a diagnosis reads,
// and events about it.
func randomNode(r *rand.Rand) (corev1.Node, []corev1.Event) {
	pick := func(of ...string) string { return of[r.IntN(len(of))] }
	minutesAgo := func(most int) metav1.Time {
		return metav1.NewTime(noon.Add(-time.Duration(1+r.IntN(most)) * time.Minute))
	}
	n := corev1.Node{
		TypeMeta:   metav1.TypeMeta{Kind: "Node", APIVersion: "v1"},
		ObjectMeta: metav1.ObjectMeta{Name: "aks-user-15776247-vmss00000" + pick("1", "a"), CreationTimestamp: metav1.NewTime(noon.Add(-time.Hour * 300))},
		Spec:       corev1.NodeSpec{ProviderID: "azure:///subscriptions/s/resourceGroups/MC_a_b_westeurope/providers/Microsoft.Compute/virtualMachineScaleSets/aks-user-15776247-vmss/virtualMachines/1"},
	}
	n.Labels = map[string]string{"agentpool": "user", corev1.LabelTopologyRegion: "westeurope", "kubernetes.azure.com/scalesetpriority": pick("spot", "regular")}
	n.Annotations = map[string]string{"volumes.kubernetes.io/controller-managed-attach-detach": "true"}
	ready := corev1.NodeCondition{
		Type: corev1.NodeReady, Status: corev1.ConditionStatus(pick("True", "False", "Unknown")), LastTransitionTime: minutesAgo(200),
		Reason: pick("KubeletNotReady", "NodeStatusUnknown"), Message: pick("PLEG is not healthy: pleg was last seen active 5m ago", "Kubelet stopped posting node status.", "container runtime is down"),
	}
	ready.LastHeartbeatTime = ready.LastTransitionTime
	if ready.Status != corev1.ConditionUnknown {
		ready.LastHeartbeatTime = metav1.NewTime(noon)
	}
	if ready.Status == corev1.ConditionTrue {
		ready.Reason, ready.Message = "KubeletReady", "kubelet is posting ready status"
	}
	disk := corev1.NodeCondition{
		Type: corev1.NodeDiskPressure, Status: corev1.ConditionStatus(pick("True", "False")), Reason: "KubeletHasDiskPressure", Message: "kubelet has disk pressure",
		LastTransitionTime: minutesAgo(200), LastHeartbeatTime: minutesAgo(5),
	}
	n.Status.Conditions = []corev1.NodeCondition{disk, ready}
	for _, taint := range []string{"node.cloudprovider.kubernetes.io/shutdown", "node.kubernetes.io/unreachable", "ToBeDeletedByClusterAutoscaler"} {
		if r.IntN(4) == 0 {
			n.Spec.Taints = append(n.Spec.Taints, corev1.Taint{Key: taint, Effect: corev1.TaintEffectNoSchedule})
		}
	}
	var events []corev1.Event
	for i, reason := range []string{"NodeNotReady", "NodeReady", "NodeRebootStart", "NodeRebootError", "SystemOOM"} {
		at := minutesAgo(60)
		if reason == "NodeNotReady" { // it is of the moment when the condition changed
			at = ready.LastTransitionTime
		}
		if r.IntN(2) == 0 {
			events = append(events, corev1.Event{
				TypeMeta:       metav1.TypeMeta{Kind: "Event", APIVersion: "v1"},
				ObjectMeta:     metav1.ObjectMeta{Name: fmt.Sprint("e", i), Namespace: "default"},
				InvolvedObject: corev1.ObjectReference{Kind: "Node", Name: n.Name}, Type: "Normal", Reason: reason, Count: 1,
				Message: reason + ": InvalidParameter", Source: corev1.EventSource{Component: "test"}, FirstTimestamp: at, LastTimestamp: at,
			})
		}
	}
	return n, events
}

// described prints a node as "kubectl describe node" does.
func described(n *corev1.Node, events []corev1.Event) string {
	var b strings.Builder
	list := func(title string, lines []string) {
		if len(lines) == 0 {
			lines = []string{"<none>"}
		}
		for i, line := range lines {
			head := ""
			if i == 0 {
				head = title + ":"
			}
			fmt.Fprintf(&b, "%-20s%s\n", head, line)
		}
	}
	list("Name", []string{n.Name})
	list("Roles", nil)
	var labels, annotations, taints []string
	for _, key := range slices.Sorted(maps.Keys(n.Labels)) {
		labels = append(labels, key+"="+n.Labels[key])
	}
	for _, key := range slices.Sorted(maps.Keys(n.Annotations)) {
		annotations = append(annotations, key+": "+n.Annotations[key])
	}
	for i := range n.Spec.Taints {
		taints = append(taints, n.Spec.Taints[i].ToString())
	}
	list("Labels", labels)
	list("Annotations", annotations)
	list("CreationTimestamp", []string{n.CreationTimestamp.Format(time.RFC1123Z)})
	list("Taints", taints)
	b.WriteString("Conditions:\n  Type  Status  LastHeartbeatTime  LastTransitionTime  Reason  Message\n  ----  ------  -----------------  ------------------  ------  -------\n")
	for _, c := range n.Status.Conditions {
		fmt.Fprintf(&b, "  %s  %s  %s  %s  %s  %s\n", c.Type, c.Status, c.LastHeartbeatTime.Format(time.RFC1123Z), c.LastTransitionTime.Format(time.RFC1123Z), c.Reason, c.Message)
	}
	list("ProviderID", []string{n.Spec.ProviderID})
	if len(events) == 0 {
		list("Events", nil)
		return b.String()
	}
	b.WriteString("Events:\n  Type  Reason  Age  From  Message\n  ----  ------  ----  ----  -------\n")
	for _, e := range events {
		fmt.Fprintf(&b, "  %s  %s  %s  %s  %s\n", e.Type, e.Reason, duration.HumanDuration(noon.Sub(e.LastTimestamp.Time)), e.Source.Component, e.Message)
	}
	return b.String()
}

// verdict is what is concluded about the node of a snapshot.
func verdict(t *testing.T, table *knowledge.Table, s *snapshot.Snapshot) string {
	t.Helper()
	d := repair.Examine(s, table, repair.Options{NotReadyFor: 5 * time.Minute}).Diagnosis()
	var out []string
	for i := range d.Findings {
		f := &d.Findings[i]
		out = append(out, fmt.Sprintf("%s %s reason %q code %q cause %q entries %v since %v at least %v steps %d machine %+v", f.Node, f.State, f.Reason, f.Code, f.Cause, f.Entries, f.NotReadySince, f.AtLeast, len(f.Steps), f.Machine))
	}
	return strings.Join(out, "\n")
}

// The page of a node leads to the verdict that its objects lead to.
func TestThePageOfANodeHasTheVerdictOfItsObjects(t *testing.T) {
	table, err := knowledge.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	states := map[string]bool{}
	for seed := range uint64(300) {
		n, events := randomNode(rand.New(rand.NewPCG(seed, 1))) //nolint:gosec // not for secrets
		objects := []any{n}
		for _, e := range events {
			objects = append(objects, e)
		}
		list, err := json.Marshal(map[string]any{"kind": "List", "apiVersion": "v1", "items": objects})
		if err != nil {
			t.Fatal(err)
		}
		want := snapshotOf(t, string(list))
		want.Origin.PagesOnly, want.EventsListed, want.Selection.Names, want.Gaps = true, true, []string{n.Name}, nil
		page := described(&n, events)
		got := snapshotOf(t, page)
		if g, w := verdict(t, table, got), verdict(t, table, want); g != w {
			t.Fatalf("seed %d: the page gives\n%s\nthe objects\n%s\n%s", seed, g, w, page)
		} else {
			states[strings.Fields(g)[1]] = true
		}
	}
	if len(states) < 5 {
		t.Errorf("the nodes are in the states %v alone", states)
	}
}

func snapshotOf(t *testing.T, text string) *snapshot.Snapshot {
	t.Helper()
	s, err := dump.Dump{Filenames: []string{"-"}, Stdin: strings.NewReader(text), At: noon}.Snapshot(t.Context())
	if err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	return s
}
