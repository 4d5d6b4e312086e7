package repair_test

import (
	"encoding/json"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

func compact(t testing.TB, v any) string {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// budgetOf returns a budget, "NAMESPACE/NAME", that selects a label, or "" for every pod. It
// needs three healthy pods and has two.
func budgetOf(key, label string, changes ...func(*policyv1.PodDisruptionBudget)) policyv1.PodDisruptionBudget {
	namespace, name, _ := strings.Cut(key, "/")
	b := policyv1.PodDisruptionBudget{
		ObjectMeta: metav1.ObjectMeta{Namespace: namespace, Name: name, Generation: 1},
		Spec:       policyv1.PodDisruptionBudgetSpec{Selector: &metav1.LabelSelector{}},
		Status:     policyv1.PodDisruptionBudgetStatus{ObservedGeneration: 1, CurrentHealthy: 2, DesiredHealthy: 3, ExpectedPods: 3},
	}
	if key, value, ok := strings.Cut(label, "="); ok {
		b.Spec.Selector.MatchLabels = map[string]string{key: value}
	}
	for _, change := range changes {
		change(&b)
	}
	return b
}

func allowing(n int32) func(*policyv1.PodDisruptionBudget) {
	return func(b *policyv1.PodDisruptionBudget) { b.Status.DisruptionsAllowed = n }
}

func healthy(current, desired int32) func(*policyv1.PodDisruptionBudget) {
	return func(b *policyv1.PodDisruptionBudget) {
		b.Status.CurrentHealthy, b.Status.DesiredHealthy = current, desired
	}
}

func alwaysAllow(b *policyv1.PodDisruptionBudget) {
	policy := policyv1.AlwaysAllow
	b.Spec.UnhealthyPodEvictionPolicy = &policy
}

func uncounted(b *policyv1.PodDisruptionBudget) {
	b.Status.CurrentHealthy, b.Status.DesiredHealthy = 0, 0
	b.Status.Conditions = []metav1.Condition{{
		Type: policyv1.DisruptionAllowedCondition, Status: metav1.ConditionFalse,
		Reason: policyv1.SyncFailedReason, Message: "no controller found",
	}}
}

func unprocessed(b *policyv1.PodDisruptionBudget) { b.Generation = 2 }
func noSelector(b *policyv1.PodDisruptionBudget)  { b.Spec.Selector = nil }

func badSelector(b *policyv1.PodDisruptionBudget) {
	b.Spec.Selector = &metav1.LabelSelector{MatchExpressions: []metav1.LabelSelectorRequirement{{Key: "app", Operator: "Like"}}}
}

func TestBudgetBlocksWhenTheServerWouldRefuseTheEviction(t *testing.T) {
	type (
		pods    = []corev1.Pod
		budgets = []policyv1.PodDisruptionBudget
	)
	const (
		none     = "it allows no disruption (healthy pods: 2, needed: 3)"
		tight    = "it allows no disruption (healthy pods: 3, needed: 3)"
		waiting  = "its newest form has not been processed yet"
		multiple = "another budget selects the same pods, and the server evicts no pod with more than one"
	)
	pod, up := onNode("shop/p"), onNode("shop/up", isReady)
	for name, c := range map[string]struct {
		pods    pods
		budgets budgets
		want    []string
	}{
		"no budget":                           {pods{pod}, nil, nil},
		"too few healthy":                     {pods{pod}, budgets{budgetOf("shop/b", "app=web")}, []string{"shop/b 1 " + none}},
		"two pods, one held by each":          {pods{pod, up}, budgets{budgetOf("shop/b", "")}, []string{"shop/b 2 " + none}},
		"other labels":                        {pods{pod}, budgets{budgetOf("shop/b", "app=db")}, nil},
		"other namespace":                     {pods{pod}, budgets{budgetOf("else/b", "app=web")}, nil},
		"no selector selects nothing":         {pods{pod}, budgets{budgetOf("shop/b", "", noSelector)}, nil},
		"a bad selector selects nothing":      {pods{pod}, budgets{budgetOf("shop/b", "", badSelector)}, nil},
		"a disruption is allowed":             {pods{pod}, budgets{budgetOf("shop/b", "", allowing(1))}, nil},
		"healthy elsewhere, pod not Ready":    {pods{pod}, budgets{budgetOf("shop/b", "", healthy(3, 3))}, nil},
		"healthy, pod still counts as Ready":  {pods{up}, budgets{budgetOf("shop/b", "", healthy(3, 3))}, []string{"shop/b 1 " + tight}},
		"nothing desired, pod not Ready":      {pods{pod}, budgets{budgetOf("shop/b", "", healthy(0, 0))}, []string{"shop/b 1 it allows no disruption (healthy pods: 0, needed: 0)"}},
		"unhealthy ones may always go":        {pods{pod}, budgets{budgetOf("shop/b", "", alwaysAllow)}, nil},
		"unhealthy ones may, this is healthy": {pods{up}, budgets{budgetOf("shop/b", "", alwaysAllow)}, []string{"shop/b 1 " + none}},
		"not processed":                       {pods{pod}, budgets{budgetOf("shop/b", "", allowing(5), unprocessed)}, []string{"shop/b 1 " + waiting}},
		"pods without a known controller":     {pods{pod}, budgets{budgetOf("shop/b", "", uncounted)}, []string{"shop/b 1 its pods could not be counted: no controller found"}},
		"pending pods go":                     {pods{onNode("shop/p", inPhase(corev1.PodPending))}, budgets{budgetOf("shop/b", "")}, nil},
		"pods being deleted go":               {pods{onNode("shop/p", terminating)}, budgets{budgetOf("shop/b", "")}, nil},
		"pods that stay do not count":         {pods{onNode("shop/p", ofDaemonSet), onNode("shop/q", static)}, budgets{budgetOf("shop/b", "")}, nil},
		"two budgets for a pod": {
			pods{pod}, budgets{budgetOf("shop/y", "", allowing(9)), budgetOf("shop/x", "app=web", allowing(9))},
			[]string{"shop/x 1 " + multiple, "shop/y 1 " + multiple},
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := impactOf(t, downWith(t, &snapshot.Impact{BudgetsListed: true, Pods: c.pods, Budgets: c.budgets}))
			var lines []string
			for _, b := range got.Budgets {
				lines = append(lines, b.Namespace+"/"+b.Name+" "+compact(t, b.Pods)+" "+b.Why)
			}
			if strings.Join(lines, "\n") != strings.Join(c.want, "\n") {
				t.Errorf("got %q, want %q", lines, c.want)
			}
		})
	}
}
