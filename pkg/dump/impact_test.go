package dump

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot/snapshottest"
)

// impactDump is a dump of a cluster with the node d0000 down and r0000 Ready, plus pods and
// budgets.
func impactDump(t *testing.T, pods []corev1.Pod, budgets []policyv1.PodDisruptionBudget) Dump {
	t.Helper()
	e := snapshottest.Event("default", "e", "Node", "d0000")
	e.APIVersion, e.Kind = "v1", "Event"
	items := []any{e}
	for _, n := range snapshottest.SomeNodes(1, 1) {
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
	return Dump{Filenames: []string{path}, At: snapshottest.TestTime(), Impact: true}
}

func TestDumpHasTheImpactThatTheClusterHad(t *testing.T) {
	up := snapshottest.Pod("shop/web", "d0000")
	up.Status.Conditions = []corev1.PodCondition{{Type: corev1.PodInitialized}, {Type: corev1.PodReady, Status: corev1.ConditionTrue}}
	pods := []corev1.Pod{up, snapshottest.Pod("shop/other", "r0000"), snapshottest.Pod("shop/waits", "")}
	budgets := []policyv1.PodDisruptionBudget{snapshottest.Budget("shop/b"), snapshottest.Budget("else/b")}

	got := snapshottest.Take(t, impactDump(t, pods, budgets))

	snapshottest.Equal(t, "pods", snapshottest.PodKeys(got.Impact.Pods), "shop/web")
	snapshottest.Equal(t, "budgets", snapshottest.BudgetKeys(got.Impact.Budgets), "shop/b")
	snapshottest.Equal(t, "complete", got.Impact.BudgetsListed && len(got.Impact.Unread)+len(got.Gaps) == 0, true)
	// A budget protects a pod as long as it counts as Ready.
	snapshottest.Equal(t, "the pod is Ready", len(got.Impact.Pods[0].Status.Conditions) == 1, true)
}

func TestDumpWithoutWhatTheImpactNeedsHasAGap(t *testing.T) {
	pods := []corev1.Pod{snapshottest.Pod("shop/web", "d0000")}
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
			got := snapshottest.Take(t, d)
			snapshottest.Equal(t, "gaps", snapshottest.GapSubjects(got.Gaps), c.gaps)
			snapshottest.Contains(t, got.Gaps[0].Action, "kubectl get nodes,events,pods,poddisruptionbudgets -A -o json")
			snapshottest.Equal(t, "unread", len(got.Impact.Unread), c.unread)
			snapshottest.Equal(t, "budgets listed", got.Impact.BudgetsListed, c.budgetsThere)
			d.Impact = false
			got = snapshottest.Take(t, d)
			snapshottest.Equal(t, "gaps when it is not asked for", snapshottest.GapSubjects(got.Gaps), "")
			snapshottest.Equal(t, "impact when it is not asked for", got.Impact, nil)
		})
	}
}

func TestDemoHasAnImpactForEveryNodeThatIsDown(t *testing.T) {
	got := snapshottest.Take(t, NewDemo(DemoAll, snapshot.Selection{}, time.Time{}, true))
	snapshottest.Equal(t, "gaps", snapshottest.GapSubjects(got.Gaps), "")
	pods, down := map[string]int{}, 0
	for i := range got.Impact.Pods {
		pods[got.Impact.Pods[i].Spec.NodeName]++
	}
	for _, n := range got.Scan {
		if !n.Ready {
			down++
		}
	}
	snapshottest.Equal(t, "nodes with pods", len(pods), down)
	snapshottest.Equal(t, "budgets", len(got.Impact.Budgets), 3)
}
