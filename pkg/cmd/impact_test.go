package cmd_test

import (
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// podsOn returns the list of the pods that the server has for a field selector: one pod that
// runs and one that is being deleted.
func podsOn(selector string) corev1.PodList {
	name, _ := strings.CutPrefix(selector, "spec.nodeName=")
	pod := corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{Namespace: "shop", Name: "web", Labels: map[string]string{"app": "web"}},
		Spec:       corev1.PodSpec{NodeName: name},
		Status:     corev1.PodStatus{Phase: corev1.PodRunning},
	}
	leaving := pod
	leaving.Name, leaving.DeletionTimestamp = "leaving", &metav1.Time{Time: now}
	return corev1.PodList{TypeMeta: metav1.TypeMeta{APIVersion: "v1", Kind: "PodList"}, Items: []corev1.Pod{pod, leaving}}
}

// budgets returns the list of the server's budgets: one, with too few healthy pods.
func budgets() policyv1.PodDisruptionBudgetList {
	return policyv1.PodDisruptionBudgetList{
		TypeMeta: metav1.TypeMeta{APIVersion: "policy/v1", Kind: "PodDisruptionBudgetList"},
		Items: []policyv1.PodDisruptionBudget{{
			ObjectMeta: metav1.ObjectMeta{Namespace: "shop", Name: "web-budget"},
			Spec:       policyv1.PodDisruptionBudgetSpec{Selector: &metav1.LabelSelector{MatchLabels: map[string]string{"app": "web"}}},
			Status:     policyv1.PodDisruptionBudgetStatus{CurrentHealthy: 1, DesiredHealthy: 2},
		}},
	}
}

func TestImpactIsShownWhenAskedFor(t *testing.T) {
	config := kubeconfig(t, map[string]string{"broken": nodesServer(t, node("n1", false), node("n2", true))})
	for name, tc := range map[string]struct {
		args []string
		want []string
	}{
		"answer":   {nil, []string{"Impact: ", "2 pods, 1 terminating, 1 blocking PDB"}},
		"overview": {[]string{"--details"}, []string{"IMPACT", "2 pods, 1 terminating, 1 blocking PDB"}},
		"page":     {[]string{"n1", "--details"}, []string{"\nImpact\n", "2 pods in shop", "shop/web-budget holds 1 pod: it allows no disruption"}},
		"JSON":     {[]string{"-o", "json"}, []string{`"impact": {`, `"terminating": 1`, `"name": "web-budget"`}},
		"several":  {[]string{"--contexts", "broken"}, []string{"2 pods, 1 terminating, 1 blocking PDB"}},
	} {
		t.Run(name, func(t *testing.T) {
			args := append([]string{"diagnose", "--kubeconfig", config}, tc.args...)
			status, without, stderr := run(t, args...)
			if status != 0 {
				t.Fatalf("status %d: %s", status, stderr)
			}
			status, with, stderr := run(t, append(args, "--impact")...)
			if status != 0 {
				t.Fatalf("status %d: %s", status, stderr)
			}
			for _, part := range tc.want {
				if strings.Contains(without, part) || !strings.Contains(with, part) {
					t.Errorf("%q: without --impact %t, with it %t:\n%s", part, strings.Contains(without, part), strings.Contains(with, part), with)
				}
			}
		})
	}
}
