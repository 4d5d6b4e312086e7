package integration

import (
	"fmt"
	"slices"
	"testing"

	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cluster"
)

func TestListsOfManyPagesAreReadToTheirEnd(t *testing.T) {
	const down, perPage = 40, 15 // so many that the source reads all nodes in full
	c := shared.Cluster(t)
	var nodes []corev1.Node
	var events []corev1.Event
	var want []string
	for i := range down {
		name := fmt.Sprintf("n%02d", i)
		want = append(want, name)
		nodes = append(nodes, nodeWith(name, corev1.NodeCondition{Type: corev1.NodeReady, Status: corev1.ConditionFalse}))
		events = append(events, legacyEvent(name, "NodeNotReady", noon))
	}
	load(t, c, nodes, events)

	sent := &recorder{}
	s := mustRead(t, c.Kubeconfig(t), sent, cluster.LiveOptions{ChunkSize: perPage})
	if got := nodeNames(s); !slices.Equal(got, want) {
		t.Errorf("the nodes are %q, want %q", got, want)
	}
	var of []string
	for i := range s.Events {
		of = append(of, s.Events[i].InvolvedObject.Name)
	}
	slices.Sort(of)
	if !slices.Equal(of, want) {
		t.Errorf("the events are of %q, want one of each node", of)
	}
	for _, path := range []string{"/api/v1/nodes", "/api/v1/namespaces/default/events"} {
		if n := sent.count(path, "continue"); n != 2 {
			t.Errorf("%d requests for a further page of %s, want 2", n, path)
		}
	}
}

func TestHealthyNodesCostNoRequests(t *testing.T) {
	c := shared.Cluster(t)
	kubeconfig := c.Kubeconfig(t)
	load(t, c, []corev1.Node{nodeWith("down", corev1.NodeCondition{Type: corev1.NodeReady, Status: corev1.ConditionFalse})}, nil)
	alone := &recorder{}
	mustRead(t, kubeconfig, alone, cluster.LiveOptions{})

	var healthy []corev1.Node
	for i := range 50 {
		healthy = append(healthy, readyNode(fmt.Sprintf("up%02d", i)))
	}
	load(t, c, healthy, nil)
	among := &recorder{}
	s := mustRead(t, kubeconfig, among, cluster.LiveOptions{})
	if len(among.urls) != len(alone.urls) {
		t.Errorf("%d requests beside 50 healthy nodes, %d without them: %q and %q", len(among.urls), len(alone.urls), among.urls, alone.urls)
	}
	if got := nodeNames(s); !slices.Equal(got, []string{"down"}) || len(s.Scan) != 51 {
		t.Errorf("read in full: %q; scanned: %d nodes, want 51", got, len(s.Scan))
	}
}
