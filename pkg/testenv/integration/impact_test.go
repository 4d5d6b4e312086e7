package integration

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cluster"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/dump"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv"
)

const (
	podsPath    = "/api/v1/pods"
	budgetsPath = "/apis/policy/v1/poddisruptionbudgets"
)

// downNode returns a node whose kubelet is silent.
func downNode(name string) corev1.Node {
	return nodeWith(name, corev1.NodeCondition{Type: corev1.NodeReady, Status: corev1.ConditionUnknown, LastTransitionTime: noon})
}

// runPod puts a running pod on a node. It is removed when the test is over.
func runPod(t *testing.T, c *testenv.Cluster, name, node string, owner ...metav1.OwnerReference) {
	t.Helper()
	pods := c.Client().CoreV1().Pods(metav1.NamespaceDefault)
	pod, err := pods.Create(t.Context(), &corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{Name: name, Labels: map[string]string{"app": "web"}, OwnerReferences: owner},
		Spec:       corev1.PodSpec{NodeName: node, Containers: []corev1.Container{{Name: "c", Image: "example.com/c"}}},
	}, metav1.CreateOptions{})
	if err != nil {
		t.Fatalf("creating pod %s: %v", name, err)
	}
	t.Cleanup(func() {
		if err := pods.Delete(context.WithoutCancel(t.Context()), name, *metav1.NewDeleteOptions(0)); err != nil {
			t.Errorf("deleting pod %s: %v", name, err)
		}
	})
	pod.Status.Phase = corev1.PodRunning
	if _, err := pods.UpdateStatus(t.Context(), pod, metav1.UpdateOptions{}); err != nil {
		t.Fatalf("having pod %s run: %v", name, err)
	}
}

// protect creates a budget for those pods that allows no disruption: of the pods that have
// to be healthy so many are.
func protect(t *testing.T, c *testenv.Cluster, name string, current, desired int32) {
	t.Helper()
	budgets := c.Client().PolicyV1().PodDisruptionBudgets(metav1.NamespaceDefault)
	budget, err := budgets.Create(t.Context(), &policyv1.PodDisruptionBudget{
		ObjectMeta: metav1.ObjectMeta{Name: name},
		Spec:       policyv1.PodDisruptionBudgetSpec{Selector: &metav1.LabelSelector{MatchLabels: map[string]string{"app": "web"}}},
	}, metav1.CreateOptions{})
	if err != nil {
		t.Fatalf("creating budget %s: %v", name, err)
	}
	t.Cleanup(func() {
		if err := budgets.Delete(context.WithoutCancel(t.Context()), name, metav1.DeleteOptions{}); err != nil {
			t.Errorf("deleting budget %s: %v", name, err)
		}
	})
	budget.Status.ObservedGeneration, budget.Status.CurrentHealthy, budget.Status.DesiredHealthy = budget.Generation, current, desired
	if _, err := budgets.UpdateStatus(t.Context(), budget, metav1.UpdateOptions{}); err != nil {
		t.Fatalf("setting the status of budget %s: %v", name, err)
	}
}

// evicts reports whether the server lets a pod go, without having it go.
func evicts(t *testing.T, c *testenv.Cluster, name string) bool {
	t.Helper()
	err := c.Client().CoreV1().Pods(metav1.NamespaceDefault).EvictV1(t.Context(), &policyv1.Eviction{
		ObjectMeta:    metav1.ObjectMeta{Name: name},
		DeleteOptions: &metav1.DeleteOptions{DryRun: []string{metav1.DryRunAll}},
	})
	return err == nil
}

func TestTheImpactIsWhatTheServerKnowsOfTheNodesThatAreDown(t *testing.T) {
	c := shared.Cluster(t)
	load(t, c, []corev1.Node{readyNode("up"), downNode("busy"), downNode("empty")}, nil)
	isController := true
	daemon := metav1.OwnerReference{APIVersion: "apps/v1", Kind: "DaemonSet", Name: "d", UID: "d", Controller: &isController}
	runPod(t, c, "web-1", "busy")
	runPod(t, c, "web-2", "busy")
	runPod(t, c, "web-3", "up")
	runPod(t, c, "agent", "busy", daemon)
	if err := c.Client().CoreV1().Pods(metav1.NamespaceDefault).Delete(t.Context(), "web-2", metav1.DeleteOptions{}); err != nil {
		t.Fatal(err)
	}
	protect(t, c, "web", 2, 3)

	r := &recorder{}
	s := mustRead(t, c.Kubeconfig(t), r, cluster.LiveOptions{Impact: true})
	d := diagnose(t, s, repair.Options{})
	if len(d.Gaps) > 0 {
		t.Errorf("gaps %+v", d.Gaps)
	}
	busy, empty := finding(t, d, "busy").Impact, finding(t, d, "empty").Impact
	if busy == nil || busy.Pods != 2 || busy.Terminating != 1 || busy.DaemonSetPods != 1 || len(busy.Budgets) != 1 || busy.Budgets[0].Pods != 1 {
		t.Errorf("the impact of the busy node is %+v", busy)
	}
	if empty == nil || empty.Pods != 0 || len(empty.Budgets) != 0 {
		t.Errorf("the impact of the empty node is %+v", empty)
	}
	if lists, budgets := r.count(podsPath, "fieldSelector"), r.count(budgetsPath, "limit"); lists != 2 || budgets != 1 {
		t.Errorf("%d lists of pods and %d of budgets, want 2 and 1", lists, budgets)
	}
	checkDumpedImpact(t, c, d)
}

// checkDumpedImpact expects a dump to give the same impact of the nodes as the cluster did.
func checkDumpedImpact(t *testing.T, c *testenv.Cluster, live *diagnosis.Diagnosis) {
	t.Helper()
	text := newKubectl(t, c.Kubeconfig(t), "").must(t, "get", "nodes,events,pods,poddisruptionbudgets", "-A", "-o", "yaml")
	s, err := dump.Dump{Filenames: []string{"-"}, Stdin: strings.NewReader(text), At: live.TakenAt.Time, Impact: true}.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	dumped := diagnose(t, s, repair.Options{})
	for i := range live.Findings {
		want, got := live.Findings[i].Impact, finding(t, dumped, live.Findings[i].Node).Impact
		if !reflect.DeepEqual(got, want) {
			t.Errorf("the dump gives for %s %+v, the cluster %+v", live.Findings[i].Node, got, want)
		}
	}
}

func TestABudgetBlocksExactlyWhenTheServerRefusesTheEviction(t *testing.T) {
	for _, test := range []struct {
		name             string
		current, desired int32
		budgets          []string
	}{
		{"too few healthy pods", 2, 3, []string{"a"}},
		{"enough healthy pods elsewhere", 3, 3, []string{"a"}},
		{"two budgets", 3, 3, []string{"a", "b"}},
		{"no budget", 0, 0, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := shared.Cluster(t)
			load(t, c, []corev1.Node{readyNode("up"), downNode("down")}, nil)
			runPod(t, c, "web", "down")
			for _, name := range test.budgets {
				protect(t, c, name, test.current, test.desired)
			}
			d := diagnose(t, mustRead(t, c.Kubeconfig(t), nil, cluster.LiveOptions{Impact: true}), repair.Options{})
			impact, goes := finding(t, d, "down").Impact, evicts(t, c, "web")
			if impact == nil || (len(impact.Budgets) == 0) != goes {
				t.Errorf("the server evicts the pod: %t; the impact is %+v", goes, impact)
			}
		})
	}
}

func TestTheImpactOfManyNodesTakesAsManyRequestsAsOfAFew(t *testing.T) {
	c := shared.Cluster(t)
	var nodes []corev1.Node
	for i := range 70 {
		nodes = append(nodes, downNode(fmt.Sprintf("n%02d", i)))
	}
	load(t, c, nodes, nil)
	runPod(t, c, "first", "n00")
	runPod(t, c, "last", "n69")
	r := &recorder{}
	s := mustRead(t, c.Kubeconfig(t), r, cluster.LiveOptions{Impact: true})
	if len(s.Impact.Pods) != 2 || len(s.Impact.Unread) > 0 {
		t.Errorf("%d pods, unread %q", len(s.Impact.Pods), s.Impact.Unread)
	}
	if byNode, all := r.count(podsPath, "fieldSelector"), r.count(podsPath, "limit"); byNode != 0 || all != 1 {
		t.Errorf("%d lists by node and %d of all pods, want 0 and 1", byNode, all)
	}
}

func TestAnImpactThatMayNotBeSeenIsAGap(t *testing.T) {
	grants := []testenv.Grant{
		{Verb: "list", Resource: "nodes"}, {Verb: "get", Resource: "nodes"},
		{Verb: "list", Resource: "events", Namespace: metav1.NamespaceDefault}, {Verb: "list", Resource: "events", Namespace: metav1.NamespaceSystem},
	}
	c := shared.Cluster(t)
	load(t, c, []corev1.Node{readyNode("up"), downNode("down")}, nil)
	runPod(t, c, "web", "down")
	for _, test := range []struct {
		name    string
		grants  []testenv.Grant
		subject string
		action  string
	}{
		{"pods", grants, "pods on the nodes that are NotReady", "--verb=list --resource=pods"},
		{
			"budgets", append(slices.Clone(grants), testenv.Grant{Verb: "list", Resource: "pods"}),
			"pod disruption budgets", "--verb=list --resource=poddisruptionbudgets.policy",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := mustRead(t, c.ServiceAccount(t, "without-"+test.name, test.grants...), nil, cluster.LiveOptions{Impact: true})
			if len(s.Gaps) != 1 || s.Gaps[0].Subject() != test.subject || !strings.Contains(s.Gaps[0].Action, test.action) {
				t.Errorf("the gaps are %+v, want %q with %q", s.Gaps, test.subject, test.action)
			}
		})
	}
}
