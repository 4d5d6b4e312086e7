package cluster

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
)

const (
	tableLine     = "nodes?includeObject=None&resourceVersion=0"
	nodesLine     = "nodes?limit=500"
	defaultEvents = "namespaces/default/events?fieldSelector=involvedObject.kind=Node&limit=5000"
	systemEvents  = "namespaces/kube-system/events?fieldSelector=involvedObject.kind=Node&limit=5000"
)

// someNodes are nodes d0000, d0001, … that are down and nodes r0000, r0001, … that are Ready.
func someNodes(ready, down int) []corev1.Node {
	var nodes []corev1.Node
	for i := range down {
		nodes = append(nodes, node(fmt.Sprintf("d%04d", i), corev1.ConditionUnknown))
	}
	for i := range ready {
		nodes = append(nodes, node(fmt.Sprintf("r%04d", i), corev1.ConditionTrue))
	}
	return nodes
}

// snapshot takes a snapshot that has to succeed.
func snapshot(t *testing.T, source Source) *Snapshot {
	t.Helper()
	s, err := source.Snapshot(context.Background())
	if err != nil {
		t.Fatalf("taking a snapshot: %v", err)
	}
	return s
}

func nodeNames(nodes []corev1.Node) string {
	var names []string
	for i := range nodes {
		names = append(names, nodes[i].Name)
	}
	return strings.Join(names, " ")
}

func eventNames(events []corev1.Event) string {
	var names []string
	for i := range events {
		names = append(names, events[i].Name)
	}
	slices.Sort(names)
	return strings.Join(names, " ")
}

// scanLine writes a scan as "a+ b-": ready and not.
func scanLine(scan []NodeStatus) string {
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

func gapSubjects(gaps []Gap) string {
	var subjects []string
	for _, g := range gaps {
		subjects = append(subjects, g.Subject())
	}
	return strings.Join(subjects, " | ")
}

func equal[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s:\n got %v\nwant %v", what, got, want)
	}
}

func sameLines(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("%s:\n got %s\nwant %s", what, strings.Join(got, "\n     "), strings.Join(want, "\n     "))
	}
}

// contains fails the test for each part that a text does not have.
func contains(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("%q does not contain %q", text, part)
		}
	}
}
