package repair_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// onNode returns a pod of a ReplicaSet on the node "a", "NAMESPACE/NAME", with some changes.
func onNode(key string, changes ...func(*corev1.Pod)) corev1.Pod {
	namespace, name, _ := strings.Cut(key, "/")
	isController := true
	pod := corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{
			Namespace: namespace, Name: name, Labels: map[string]string{"app": "web"},
			OwnerReferences: []metav1.OwnerReference{{Kind: "ReplicaSet", Name: "web", Controller: &isController}},
		},
		Spec:   corev1.PodSpec{NodeName: "a"},
		Status: corev1.PodStatus{Phase: corev1.PodRunning},
	}
	for _, change := range changes {
		change(&pod)
	}
	return pod
}

func terminating(p *corev1.Pod) { p.DeletionTimestamp = &metav1.Time{} }
func unmanaged(p *corev1.Pod)   { p.OwnerReferences = nil }
func ofDaemonSet(p *corev1.Pod) { p.OwnerReferences[0].Kind = "DaemonSet" }
func static(p *corev1.Pod)      { p.Annotations = map[string]string{corev1.MirrorPodAnnotationKey: "x"} }
func elsewhere(p *corev1.Pod)   { p.Spec.NodeName = "b" }
func isReady(p *corev1.Pod) {
	p.Status.Conditions = []corev1.PodCondition{{Type: corev1.PodReady, Status: corev1.ConditionTrue}}
}

func inPhase(phase corev1.PodPhase) func(*corev1.Pod) {
	return func(p *corev1.Pod) { p.Status.Phase = phase }
}

// downWith returns a snapshot in which the node "a" is down, with what is on it.
func downWith(t testing.TB, impact *snapshot.Impact) *snapshot.Snapshot {
	s := situation{Now: "22:00:00", Ready: 3, Nodes: []nodeLine{{Name: "a", Ready: "Unknown", Since: "21:20:00"}}}.snapshot(t)
	s.Impact = impact
	return s
}

// impactOf returns the impact of the one finding.
func impactOf(t testing.TB, s *snapshot.Snapshot) *diagnosis.FindingImpact {
	t.Helper()
	d := repair.Examine(s, table(t), situation{}.options(t)).Diagnosis()
	if len(d.Findings) != 1 || d.Findings[0].Node != "a" {
		t.Fatalf("findings %s", asJSON(t, d.Findings))
	}
	return d.Findings[0].Impact
}

func TestPodsAreCountedByWhatADrainDoesWithThem(t *testing.T) {
	got := impactOf(t, downWith(t, &snapshot.Impact{BudgetsListed: true, Pods: []corev1.Pod{
		onNode("shop/one"), onNode("shop/two", terminating), onNode("shop/alone", unmanaged),
		onNode("job/done", inPhase(corev1.PodSucceeded)), onNode("job/failed", inPhase(corev1.PodFailed)),
		onNode("job/waits", inPhase(corev1.PodPending)), onNode("infra/ds", ofDaemonSet), onNode("infra/gone", ofDaemonSet, terminating),
		onNode("kube-system/proxy", unmanaged, static), onNode("shop/other", elsewhere),
	}}))
	want := `{"pods":4,"terminating":1,"unmanaged":1,"daemonSetPods":2,"staticPods":1,"namespaces":["shop","job"],"blockingBudgets":[]}`
	if text := compact(t, got); text != want {
		t.Errorf("got  %s\nwant %s", text, want)
	}
}

func TestOnlyANodeThatIsDownAndWasReadHasAnImpact(t *testing.T) {
	pods := []corev1.Pod{onNode("shop/one")}
	if got := impactOf(t, downWith(t, nil)); got != nil {
		t.Errorf("not asked for: %s", asJSON(t, got))
	}
	if got := impactOf(t, downWith(t, &snapshot.Impact{Pods: pods, Unread: []string{"a"}})); got != nil {
		t.Errorf("not read: %s", asJSON(t, got))
	}
	if got := impactOf(t, downWith(t, &snapshot.Impact{Pods: pods})); got == nil || !got.BudgetsUnread {
		t.Errorf("budgets not read: %s", asJSON(t, got))
	}
	if got := impactOf(t, downWith(t, &snapshot.Impact{BudgetsListed: true})); got == nil || got.Pods != 0 || got.BudgetsUnread {
		t.Errorf("nothing on it: %s", asJSON(t, got))
	}
	s := downWith(t, &snapshot.Impact{Pods: pods})
	s.Selection.Names = []string{"a"}
	s.Nodes[0].Status.Conditions = []corev1.NodeCondition{{Type: corev1.NodeReady, Status: corev1.ConditionTrue}}
	if got := impactOf(t, s); got != nil {
		t.Errorf("a node that is Ready: %s", asJSON(t, got))
	}
}

func TestNamespacesOfAnImpactAreBounded(t *testing.T) {
	var pods []corev1.Pod
	for i := range 13 {
		pods = append(pods, onNode(fmt.Sprintf("n%02d/p", i)))
	}
	pods = append(pods, onNode("most/p1"), onNode("most/p2"))
	got := impactOf(t, downWith(t, &snapshot.Impact{Pods: pods}))
	if len(got.Namespaces) != 10 || got.Namespaces[0] != "most" || got.Namespaces[1] != "n00" || got.MoreNamespaces != 4 {
		t.Errorf("namespaces %q and %d more", got.Namespaces, got.MoreNamespaces)
	}
}

func TestOrderOfPodsAndBudgetsChangesNothing(t *testing.T) {
	impact := &snapshot.Impact{BudgetsListed: true}
	for i := range 30 {
		impact.Pods = append(impact.Pods, onNode(fmt.Sprintf("n%d/p%d", i%4, i)))
		impact.Budgets = append(impact.Budgets, budgetOf(fmt.Sprintf("n%d/b%d", i%3, i), "app=web"))
	}
	impact.Pods[7].Labels = map[string]string{"app": "db"}
	impact.Budgets[0].Spec.Selector.MatchLabels["app"] = "db"
	s, r := downWith(t, impact), rand.New(rand.NewPCG(3, 4))
	want := asJSON(t, impactOf(t, s))
	for range 20 {
		r.Shuffle(30, func(i, j int) { impact.Pods[i], impact.Pods[j] = impact.Pods[j], impact.Pods[i] })
		r.Shuffle(30, func(i, j int) { impact.Budgets[i], impact.Budgets[j] = impact.Budgets[j], impact.Budgets[i] })
		before := slices.Clone(impact.Pods)
		if got := asJSON(t, impactOf(t, s)); got != want {
			t.Fatalf("got %s\nwant %s", got, want)
		}
		if !slices.EqualFunc(before, impact.Pods, func(a, b corev1.Pod) bool { return a.Name == b.Name }) {
			t.Fatal("the diagnosis changed its input")
		}
	}
}
