package cluster

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
)

// impactDump is a dump of a cluster with the node d0000 down and r0000 Ready, and with more.
func impactDump(t *testing.T, pods []corev1.Pod, budgets []policyv1.PodDisruptionBudget) Dump {
	t.Helper()
	e := event("default", "e", "Node", "d0000")
	e.APIVersion, e.Kind = "v1", "Event"
	items := []any{e}
	for _, n := range someNodes(1, 1) {
		n.APIVersion, n.Kind = "v1", "Node"
		items = append(items, n)
	}
	for _, p := range pods {
		p.APIVersion, p.Kind = "v1", "Pod"
		items = append(items, p)
	}
	for _, b := range budgets {
		b.APIVersion, b.Kind = "policy/v1", "PodDisruptionBudget"
		items = append(items, b)
	}
	data, err := json.Marshal(map[string]any{"apiVersion": "v1", "kind": "List", "items": items})
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "dump.json")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return Dump{Filenames: []string{path}, At: testTime(), Impact: true}
}

func TestDumpHasTheImpactThatTheClusterHad(t *testing.T) {
	up := pod("shop/web", "d0000")
	up.Status.Conditions = []corev1.PodCondition{{Type: corev1.PodInitialized}, {Type: corev1.PodReady, Status: corev1.ConditionTrue}}
	pods := []corev1.Pod{up, pod("shop/other", "r0000"), pod("shop/waits", "")}
	budgets := []policyv1.PodDisruptionBudget{budget("shop/b"), budget("else/b")}

	got := snapshot(t, impactDump(t, pods, budgets))

	equal(t, "pods", podKeys(got.Impact.Pods), "shop/web")
	equal(t, "budgets", budgetKeys(got.Impact.Budgets), "shop/b")
	equal(t, "complete", got.Impact.BudgetsListed && len(got.Impact.Unread)+len(got.Gaps) == 0, true)
	// A budget protects a pod as long as it counts as Ready.
	equal(t, "the pod is Ready", len(got.Impact.Pods[0].Status.Conditions) == 1, true)
}

func TestDumpWithoutWhatTheImpactNeedsHasAGap(t *testing.T) {
	pods := []corev1.Pod{pod("shop/web", "d0000")}
	for name, c := range map[string]struct {
		pods         []corev1.Pod
		gaps         string
		unread       int
		budgetsThere bool
	}{
		"no pods":    {nil, "pods on the nodes that are NotReady", 1, true},
		"no budgets": {pods, "pod disruption budgets", 0, false},
	} {
		t.Run(name, func(t *testing.T) {
			d := impactDump(t, c.pods, nil)
			got := snapshot(t, d)
			equal(t, "gaps", gapSubjects(got.Gaps), c.gaps)
			contains(t, got.Gaps[0].Action, "kubectl get nodes,events,pods,poddisruptionbudgets -A -o json")
			equal(t, "unread", len(got.Impact.Unread), c.unread)
			equal(t, "budgets listed", got.Impact.BudgetsListed, c.budgetsThere)
			d.Impact = false
			got = snapshot(t, d)
			equal(t, "gaps when it is not asked for", gapSubjects(got.Gaps), "")
			equal(t, "impact when it is not asked for", got.Impact, nil)
		})
	}
}

func TestDemoHasAnImpactForEveryNodeThatIsDown(t *testing.T) {
	got := snapshot(t, NewDemo(Selection{}, time.Time{}, true))
	equal(t, "gaps", gapSubjects(got.Gaps), "")
	pods, down := map[string]int{}, 0
	for i := range got.Impact.Pods {
		pods[got.Impact.Pods[i].Spec.NodeName]++
	}
	for _, n := range got.Scan {
		if !n.Ready {
			down++
		}
	}
	equal(t, "nodes with pods", len(pods), down)
	equal(t, "budgets", len(got.Impact.Budgets), 3)
}
