package integration

import (
	"context"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/wait"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cluster"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv"
)

// patience is how long something may take that the controller does by itself.
const patience = 2 * time.Minute

// silence runs the node lifecycle controller until it has given up on the node "silent",
// while "alive" goes on renewing its Lease: with no healthy node at all the controller
// takes the fault to be its own and taints nothing.
func silence(t *testing.T, c *testenv.Cluster) *corev1.Node {
	t.Helper()
	load(t, c, []corev1.Node{readyNode("alive"), readyNode("silent")}, nil)
	c.KeepAlive(t, "alive")
	c.StartNodeLifecycle(t)
	var silent *corev1.Node
	eventually(t, "the controller gives up on the node", func(ctx context.Context) (bool, error) {
		n, err := c.Client().CoreV1().Nodes().Get(ctx, "silent", metav1.GetOptions{})
		silent = n
		return err == nil && !snapshot.Ready(n) && hasTaint(n, corev1.TaintEffectNoExecute), err
	})
	eventually(t, "the controller writes its event", func(ctx context.Context) (bool, error) {
		events, err := c.Client().CoreV1().Events(metav1.NamespaceDefault).List(ctx, metav1.ListOptions{FieldSelector: "reason=NodeNotReady"})
		return err == nil && len(events.Items) > 0, err
	})
	return silent
}

// hasTaint reports whether the node has the taint of a silent kubelet with the effect and
// the time since when.
func hasTaint(n *corev1.Node, effect corev1.TaintEffect) bool {
	for _, taint := range n.Spec.Taints {
		if taint.Key == corev1.TaintNodeUnreachable && taint.Effect == effect {
			return taint.TimeAdded != nil
		}
	}
	return false
}

// eventually waits until something has come about.
func eventually(t *testing.T, what string, done wait.ConditionWithContextFunc) {
	t.Helper()
	if err := wait.PollUntilContextTimeout(t.Context(), 100*time.Millisecond, patience, true, done); err != nil {
		t.Fatalf("waiting until %s: %v", what, err)
	}
}

func TestASilentNode(t *testing.T) {
	c := shared.Cluster(t)
	n := silence(t, c)
	t.Run("is marked by the controller as the diagnosis expects", func(t *testing.T) { checkMarks(t, c, n) })
	t.Run("is diagnosed from what the controller wrote", func(t *testing.T) { checkDiagnosis(t, c, n) })
}

// checkMarks expects what the live source and the diagnosis take for granted.
func checkMarks(t *testing.T, c *testenv.Cluster, n *corev1.Node) {
	ready := snapshot.ReadyCondition(n)
	if ready.Status != corev1.ConditionUnknown || ready.Reason != "NodeStatusUnknown" {
		t.Errorf("the Ready condition is %s for %s, want Unknown for NodeStatusUnknown", ready.Status, ready.Reason)
	}
	if !hasTaint(n, corev1.TaintEffectNoSchedule) {
		t.Errorf("the taints are %+v, without %s:NoSchedule", n.Spec.Taints, corev1.TaintNodeUnreachable)
	}
	events, err := c.Client().CoreV1().Events(metav1.NamespaceAll).List(t.Context(), metav1.ListOptions{
		FieldSelector: "involvedObject.kind=Node,reason=NodeNotReady",
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(events.Items) != 1 {
		t.Fatalf("%d events NodeNotReady, want one: the other node is alive", len(events.Items))
	}
	e := &events.Items[0]
	if e.Namespace != metav1.NamespaceDefault || e.InvolvedObject.Name != "silent" || snapshot.Component(e) != "node-controller" {
		t.Errorf("the event is %+v", e)
	}
	if snapshot.LastSeen(e).Before(n.CreationTimestamp.Time) || snapshot.Count(e) < 1 {
		t.Errorf("the event was last seen at %s, %d times; the node is of %s", snapshot.LastSeen(e), snapshot.Count(e), n.CreationTimestamp)
	}
}

// checkDiagnosis expects the diagnosis to be made from those marks.
func checkDiagnosis(t *testing.T, c *testenv.Cluster, n *corev1.Node) {
	d := diagnose(t, mustRead(t, c.Kubeconfig(t), nil, cluster.LiveOptions{}), repair.Options{})
	if d.Summary.Total != 2 || d.Summary.Ready != 1 || len(d.Findings) != 1 || len(d.Gaps) > 0 {
		t.Fatalf("the summary is %+v with %d findings and the gaps %+v", d.Summary, len(d.Findings), d.Gaps)
	}
	f := finding(t, d, "silent")
	if f.Condition.Status != string(corev1.ConditionUnknown) || f.UID != string(n.UID) {
		t.Errorf("the condition is %+v of the node %s", f.Condition, f.UID)
	}
	if f.AtLeast || f.NotReadySince == nil || f.NotReadySince.Before(&n.CreationTimestamp) {
		t.Errorf("NotReady since %s, at least: %t; the controller's event shows it", f.NotReadySince, f.AtLeast)
	}
	seen := map[string]bool{}
	for _, moment := range f.Timeline {
		seen[moment.Source+" "+moment.Reason] = true
	}
	for _, want := range []string{"node-controller NodeNotReady", "taint " + corev1.TaintNodeUnreachable} {
		if !seen[want] {
			t.Errorf("the timeline has %v, without %q", seen, want)
		}
	}
}
