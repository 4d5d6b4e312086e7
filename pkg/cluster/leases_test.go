package cluster

import (
	"net/http"
	"strings"
	"testing"

	coordinationv1 "k8s.io/api/coordination/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot/snapshottest"
)

func leaseNames(s *snapshot.Snapshot) string {
	return snapshottest.Keys(s.Facts, func(f *snapshot.Fact) metav1.ObjectMeta {
		return metav1.ObjectMeta{Namespace: "kube-node-lease", Name: f.Node}
	})
}

func TestLeasesAreReadOfTheNodesAskedFor(t *testing.T) {
	for name, c := range map[string]struct {
		names        []string
		want         string
		wantRequests []string
	}{
		"no names":       {nil, "", nil},
		"a lease":        {[]string{"d0000"}, "kube-node-lease/d0000", []string{"d0000"}},
		"one has none":   {[]string{"r0000", "d0001", "d0000"}, "kube-node-lease/d0000 kube-node-lease/d0001", []string{"d0000", "d0001", "r0000"}},
		"no such node":   {[]string{"nope"}, "", []string{"nope"}},
		"a node is gone": {[]string{"gone"}, "kube-node-lease/gone", []string{"gone"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := newAPIServer(t)
			s.nodes = snapshottest.SomeNodes(2, 2)
			s.leases = []coordinationv1.Lease{snapshottest.Lease("d0000"), snapshottest.Lease("d0001"), snapshottest.Lease("gone")}
			live, _ := newTestLive(t, s, LiveOptions{Selection: snapshot.Selection{Names: c.names}})
			got := snapshottest.Take(t, live)
			snapshottest.Equal(t, "leases", leaseNames(got), c.want)
			snapshottest.Equal(t, "gaps", snapshottest.GapSubjects(got.Gaps), "")
			var asked []string
			for _, line := range s.requests() {
				if node, ok := strings.CutPrefix(line, leasesPath); ok {
					asked = append(asked, node)
				}
			}
			snapshottest.SameLines(t, "leases asked for", asked, c.wantRequests...)
		})
	}
}

func TestForbiddenLeasesAreOneGapWithTheMissingPermission(t *testing.T) {
	s := newAPIServer(t)
	s.nodes = snapshottest.SomeNodes(0, 40)
	s.script = onLines(leasesPath, forbidden("leases", "kube-node-lease"))
	live, _ := newTestLive(t, s, LiveOptions{Selection: snapshot.Selection{Names: strings.Fields(snapshottest.NodeNames(s.nodes))}})
	got := snapshottest.Take(t, live)
	snapshottest.Equal(t, "nodes", len(got.Nodes), 40)
	snapshottest.Equal(t, "gaps", snapshottest.GapSubjects(got.Gaps), "leases of nodes, in namespace kube-node-lease")
	snapshottest.Contains(t, got.Gaps[0].Action, "The missing permission: get leases.coordination.k8s.io in namespace kube-node-lease; ",
		"kubectl create role node-lease-reader --verb=get --resource=leases.coordination.k8s.io -n kube-node-lease",
		"kubectl create rolebinding node-lease-reader --role=node-lease-reader --user=USER -n kube-node-lease")
	checkSentences(t, got.Gaps[0].Reason, got.Gaps[0].Action)
}

func TestLeaseThatCannotBeReadIsAGapAndSparesTheNode(t *testing.T) {
	s := newAPIServer(t)
	s.nodes = snapshottest.SomeNodes(0, 2)
	s.leases = []coordinationv1.Lease{snapshottest.Lease("d0000"), snapshottest.Lease("d0001")}
	s.script = onLines(leaseLine("d0000"), plain(http.StatusNotImplemented, "text/plain", "no"))
	live, _ := newTestLive(t, s, LiveOptions{Selection: snapshot.Selection{Names: []string{"d0000", "d0001"}}})
	got := snapshottest.Take(t, live)
	snapshottest.Equal(t, "nodes", snapshottest.NodeNames(got.Nodes), "d0000 d0001")
	snapshottest.Equal(t, "leases", leaseNames(got), "kube-node-lease/d0001")
	snapshottest.Equal(t, "gaps", snapshottest.GapSubjects(got.Gaps), "lease d0000")
}

func TestOneReasonForAllReadsOfANodeIsAGapOfEachSource(t *testing.T) {
	s := newAPIServer(t)
	s.nodes = snapshottest.SomeNodes(1, 1)
	s.script = func(line string, _ int) http.HandlerFunc {
		if line == "nodes/d0000" || strings.HasPrefix(line, leasesPath) {
			return unauthorized()
		}
		return nil
	}
	live, _ := newTestLive(t, s, LiveOptions{Selection: snapshot.Selection{Names: []string{"d0000"}}})
	snapshottest.Equal(t, "gaps", snapshottest.GapSubjects(snapshottest.Take(t, live).Gaps), "node d0000 | lease d0000")
}
