// Package snapshottest has helpers for tests of several packages that make and compare
// snapshots.
package snapshottest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	coordinationv1 "k8s.io/api/coordination/v1"
	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// SomeNodes returns nodes d0000, d0001, … that are down and nodes r0000, r0001, … that are
// Ready.
func SomeNodes(ready, down int) []corev1.Node {
	var nodes []corev1.Node
	for i := range down {
		nodes = append(nodes, Node(fmt.Sprintf("d%04d", i), corev1.ConditionUnknown))
	}
	for i := range ready {
		nodes = append(nodes, Node(fmt.Sprintf("r%04d", i), corev1.ConditionTrue))
	}
	return nodes
}

// Take takes a snapshot and fails the test if there is an error.
func Take(t *testing.T, source snapshot.Source) *snapshot.Snapshot {
	t.Helper()
	s, err := source.Snapshot(context.Background())
	if err != nil {
		t.Fatalf("taking a snapshot: %v", err)
	}
	return s
}

// NodeNames joins the names of nodes.
func NodeNames(nodes []corev1.Node) string {
	var names []string
	for i := range nodes {
		names = append(names, nodes[i].Name)
	}
	return strings.Join(names, " ")
}

// EventNames joins the names of events, sorted.
func EventNames(events []corev1.Event) string {
	var names []string
	for i := range events {
		names = append(names, events[i].Name)
	}
	slices.Sort(names)
	return strings.Join(names, " ")
}

// ScanLine writes a scan as "a+ b-": ready and not.
func ScanLine(scan []snapshot.NodeStatus) string {
	var lines []string
	for _, n := range scan {
		mark := "-"
		if n.Ready {
			mark = "+"
		}
		lines = append(lines, n.Name+mark)
	}
	return strings.Join(lines, " ")
}

// GapSubjects joins the subjects of gaps.
func GapSubjects(gaps []snapshot.Gap) string {
	var subjects []string
	for _, g := range gaps {
		subjects = append(subjects, g.Subject())
	}
	return strings.Join(subjects, " | ")
}

// Equal fails the test if two values differ.
func Equal[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s:\n got %v\nwant %v", what, got, want)
	}
}

// SameLines fails the test if sorted lines are not the wanted ones; these may be in any order.
func SameLines(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("%s:\n got %s\nwant %s", what, strings.Join(got, "\n     "), strings.Join(want, "\n     "))
	}
}

// Contains fails the test for each part that a text lacks.
func Contains(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("%q does not contain %q", text, part)
		}
	}
}

// TestTime is when the snapshots of the tests are taken.
func TestTime() time.Time { return time.Date(2026, 3, 9, 10, 0, 0, 0, time.UTC) }

// Node is a node of the pool "user" whose Ready condition has a status.
func Node(name string, ready corev1.ConditionStatus) corev1.Node {
	return corev1.Node{
		ObjectMeta: metav1.ObjectMeta{Name: name, Labels: labels.Set{"pool": "user"}},
		Status:     corev1.NodeStatus{Conditions: []corev1.NodeCondition{{Type: corev1.NodeReady, Status: ready}}},
	}
}

// Event is an event about an object.
func Event(namespace, name, kind, object string) corev1.Event {
	return corev1.Event{
		ObjectMeta:     metav1.ObjectMeta{Namespace: namespace, Name: name},
		InvolvedObject: corev1.ObjectReference{Kind: kind, Name: object},
	}
}

// Minute returns the time so many minutes after TestTime.
func Minute(m int) time.Time { return TestTime().Add(time.Duration(m) * time.Minute) }

// Lease is the lease of a node, renewed at TestTime.
func Lease(node string) coordinationv1.Lease {
	renewed := metav1.NewMicroTime(TestTime())
	return coordinationv1.Lease{ObjectMeta: metav1.ObjectMeta{Namespace: "kube-node-lease", Name: node}, Spec: coordinationv1.LeaseSpec{RenewTime: &renewed}}
}

// Pod is a pod on a node: "NAMESPACE/NAME".
func Pod(key, node string) corev1.Pod {
	namespace, name, _ := strings.Cut(key, "/")
	return corev1.Pod{ObjectMeta: metav1.ObjectMeta{Namespace: namespace, Name: name}, Spec: corev1.PodSpec{NodeName: node}}
}

// Budget is a pod disruption budget: "NAMESPACE/NAME".
func Budget(key string) policyv1.PodDisruptionBudget {
	namespace, name, _ := strings.Cut(key, "/")
	return policyv1.PodDisruptionBudget{ObjectMeta: metav1.ObjectMeta{Namespace: namespace, Name: name}}
}

// Keys joins the namespaces and names of objects, sorted.
func Keys[T any](items []T, meta func(*T) metav1.ObjectMeta) string {
	var out []string
	for i := range items {
		m := meta(&items[i])
		out = append(out, m.Namespace+"/"+m.Name)
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

// PodKeys joins the keys of pods.
func PodKeys(pods []corev1.Pod) string {
	return Keys(pods, func(p *corev1.Pod) metav1.ObjectMeta { return p.ObjectMeta })
}

// BudgetKeys joins the keys of pod disruption budgets.
func BudgetKeys(budgets []policyv1.PodDisruptionBudget) string {
	return Keys(budgets, func(b *policyv1.PodDisruptionBudget) metav1.ObjectMeta { return b.ObjectMeta })
}
