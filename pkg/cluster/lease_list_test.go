package cluster

import (
	"net/http"
	"testing"

	coordinationv1 "k8s.io/api/coordination/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot/snapshottest"
)

// leasesLine is the list of leases as the test server writes requests.
const leasesLine = "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases?limit=5000"

// withLeases takes a snapshot with all leases from a server with that answer to the list.
func withLeases(t *testing.T, s *apiServer, answer http.HandlerFunc) *snapshot.Snapshot {
	t.Helper()
	s.script = func(line string, _ int) http.HandlerFunc {
		if line == leasesLine {
			return answer
		}
		return nil
	}
	live, _ := newTestLive(t, s, LiveOptions{Keep: true})
	return snapshottest.Take(t, live)
}

func TestLeasesOfTheNodesThatAreReadComeInOneList(t *testing.T) {
	list := coordinationv1.LeaseList{TypeMeta: metav1.TypeMeta{APIVersion: "coordination.k8s.io/v1", Kind: "LeaseList"}}
	for _, name := range []string{"d0000", "r0000", "gone"} {
		list.Items = append(list.Items, snapshottest.Lease(name))
	}
	s := newAPIServer(t)
	s.nodes = snapshottest.SomeNodes(3, 2)
	got := withLeases(t, s, func(w http.ResponseWriter, _ *http.Request) { sendJSON(w, list) })
	snapshottest.Equal(t, "leases", len(got.Facts), 1)
	snapshottest.Equal(t, "lease", got.Facts[0].Node, "d0000")
	snapshottest.Equal(t, "gaps", len(got.Gaps), 0)
}

func TestLeasesThatCannotBeListedAreAGap(t *testing.T) {
	more := coordinationv1.LeaseList{TypeMeta: metav1.TypeMeta{APIVersion: "coordination.k8s.io/v1", Kind: "LeaseList"}, ListMeta: metav1.ListMeta{Continue: "x"}}
	forbidden := apierrors.NewForbidden(schema.GroupResource{Group: "coordination.k8s.io", Resource: "leases"}, "", nil)
	for name, c := range map[string]struct {
		answer http.HandlerFunc
		want   string
	}{
		"forbidden": {status(forbidden), "leases of nodes, in namespace kube-node-lease"},
		"too many":  {func(w http.ResponseWriter, _ *http.Request) { sendJSON(w, more) }, "leases of nodes after the first 5000"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newAPIServer(t)
			s.nodes = snapshottest.SomeNodes(1, 1)
			snapshottest.Equal(t, "gaps", snapshottest.GapSubjects(withLeases(t, s, c.answer).Gaps), c.want)
		})
	}
}

func TestNoLeasesAreListedUnlessAskedForOrWhenNodesAreNamed(t *testing.T) {
	s := newAPIServer(t)
	s.nodes = snapshottest.SomeNodes(1, 1)
	for _, o := range []LiveOptions{{}, {Keep: true, Selection: snapshot.Selection{Names: []string{"d0000"}}}} {
		live, _ := newTestLive(t, s, o)
		snapshottest.Take(t, live)
	}
	for _, line := range s.requests() {
		if line == leasesLine {
			t.Error("leases were listed")
		}
	}
}
