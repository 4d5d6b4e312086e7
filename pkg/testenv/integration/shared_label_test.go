package integration

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	coordinationv1 "k8s.io/api/coordination/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cluster"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/dump"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv"
)

// inPool moves a node to a pool and a zone.
func inPool(n corev1.Node, pool, zone string) corev1.Node {
	n.Labels["kubernetes.azure.com/agentpool"], n.Labels[corev1.LabelTopologyZone] = pool, zone
	n.Status.NodeInfo.KubeletVersion = "v1.33.2"
	return n
}

func TestTheScanReportsWhatTheNodesThatAreDownShare(t *testing.T) {
	c := shared.Cluster(t)
	var nodes []corev1.Node
	for i := range 7 {
		nodes = append(nodes, inPool(downNode(fmt.Sprintf("down-%d", i)), "a", "z"))
	}
	for i := range 20 {
		nodes = append(nodes, inPool(readyNode(fmt.Sprintf("up-%02d", i)), []string{"a", "b", "b", "b"}[i%4], "z"))
	}
	load(t, c, nodes, nil)

	r := &recorder{}
	live := mustRead(t, c.Kubeconfig(t), r, cluster.LiveOptions{})
	pool := 0
	for _, n := range live.Scan {
		if n.Pool == "a" {
			pool++
		}
		if n.Zone != "" || n.Version != "v1.33.2" {
			t.Errorf("%+v: few of the zone are down, and every node has a version", n)
		}
	}
	if pool != 12 {
		t.Errorf("%d nodes of the pool a, want 7 that are down and 5 that are not", pool)
	}
	if scans := r.count("/api/v1/nodes", "labelSelector"); scans != 2 {
		t.Errorf("%d scans by label, want two, for the pool and the zone", scans)
	}
	dumped, err := dump.Dump{Filenames: []string{writeDump(t, newKubectl(t, c.Kubeconfig(t), ""), "json")}, At: time.Now()}.Snapshot(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(dumped.Scan, live.Scan) {
		t.Errorf("the dump gives\n%+v\nthe cluster itself\n%+v", dumped.Scan, live.Scan)
	}
}

func TestListsReportOfNodesWhatSingleReadsReport(t *testing.T) {
	c := shared.Cluster(t)
	var nodes []corev1.Node
	var names []string
	for i := range 60 {
		n := downNode(fmt.Sprintf("down-%02d-", i) + strings.Repeat("x", 50)) // so long that one list has no room for all
		n.Labels[corev1.LabelHostname] = n.Name
		names, nodes = append(names, n.Name), append(nodes, n, readyNode(fmt.Sprintf("up-%02d", i)))
	}
	nodes[0].Labels[corev1.LabelHostname] = "of-another-name"
	load(t, c, nodes, nil)

	r := &recorder{}
	listed := mustRead(t, c.Kubeconfig(t), r, cluster.LiveOptions{})
	single := mustRead(t, c.Kubeconfig(t), nil, cluster.LiveOptions{Selection: snapshot.Selection{Names: names}})
	if len(listed.Nodes) != 60 || !reflect.DeepEqual(listed.Nodes, single.Nodes) {
		t.Errorf("%d nodes were read in lists, %d by name, and they differ", len(listed.Nodes), len(single.Nodes))
	}
	lists, reads := 0, 0
	for _, u := range r.urls {
		switch {
		case strings.HasPrefix(u.Query().Get("labelSelector"), corev1.LabelHostname+" in "):
			lists++
		case strings.HasPrefix(u.Path, "/api/v1/nodes/"):
			reads++
		}
	}
	if lists != 2 || reads != 1 {
		t.Errorf("%d lists and %d single reads, want two lists and the node whose label is of another name", lists, reads)
	}
}

func TestTheLeasesOfNamedNodesAreRead(t *testing.T) {
	c := shared.Cluster(t)
	load(t, c, []corev1.Node{downNode("leased"), downNode("bare")}, nil)
	renewed := metav1.NewMicroTime(noon.Time)
	lease := &coordinationv1.Lease{ObjectMeta: metav1.ObjectMeta{Name: "leased"}, Spec: coordinationv1.LeaseSpec{RenewTime: &renewed}}
	if _, err := c.Client().CoordinationV1().Leases(corev1.NamespaceNodeLease).Create(t.Context(), lease, metav1.CreateOptions{}); err != nil {
		t.Fatal(err)
	}
	named := cluster.LiveOptions{Selection: snapshot.Selection{Names: []string{"leased", "bare"}}}
	s := mustRead(t, c.Kubeconfig(t), nil, named)
	if len(s.Facts) != 1 || s.Facts[0].Node != "leased" || !s.Facts[0].Time.Equal(renewed.Time) || len(s.Gaps) > 0 {
		t.Errorf("the leases are %+v with the gaps %+v", s.Facts, s.Gaps)
	}

	kubeconfig := c.ServiceAccount(t, "without-leases",
		testenv.Grant{Verb: "list", Resource: "nodes"}, testenv.Grant{Verb: "get", Resource: "nodes"},
		testenv.Grant{Verb: "list", Resource: "events", Namespace: metav1.NamespaceDefault},
		testenv.Grant{Verb: "list", Resource: "events", Namespace: metav1.NamespaceSystem})
	s = mustRead(t, kubeconfig, nil, named)
	if len(s.Nodes) != 2 || len(s.Gaps) != 1 || !strings.Contains(s.Gaps[0].Action, "get leases.coordination.k8s.io in namespace kube-node-lease") {
		t.Errorf("%d nodes, gaps %+v", len(s.Nodes), s.Gaps)
	}
}
