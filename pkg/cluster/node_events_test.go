package cluster

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot/snapshottest"
)

func TestForbiddenEventsAreAGapWithTheMissingPermission(t *testing.T) {
	for namespace, action := range map[string]string{
		"default":     "kubectl create role node-event-reader --verb=list --resource=events -n default",
		"kube-system": "kubectl create role node-event-reader --verb=list --resource=events -n kube-system",
	} {
		t.Run(namespace, func(t *testing.T) {
			s := newAPIServer(t)
			s.nodes = snapshottest.SomeNodes(1, 1)
			s.events = append(s.events, snapshottest.Event("default", "e1", "Node", "a"), snapshottest.Event("kube-system", "e2", "Node", "a"))
			s.script = onLines("namespaces/"+namespace, forbidden("events", namespace))
			live, _ := newTestLive(t, s, LiveOptions{})
			got := snapshottest.Take(t, live)
			snapshottest.Equal(t, "nodes", snapshottest.NodeNames(got.Nodes), "d0000")
			snapshottest.Equal(t, "events read", len(got.Events), 1)
			snapshottest.Equal(t, "events listed", got.EventsListed, false)
			snapshottest.Equal(t, "gaps", snapshottest.GapSubjects(got.Gaps), "events in namespace "+namespace)
			snapshottest.Contains(t, got.Gaps[0].Reason, `User "dev" cannot list resource "events"`, namespace)
			snapshottest.Contains(t, got.Gaps[0].Action, "The missing permission: list events in namespace "+namespace, action)
		})
	}
}

func TestForbiddenNodesLeaveTheEventsAndAGap(t *testing.T) {
	s := newAPIServer(t)
	s.events = append(s.events, snapshottest.Event("default", "e1", "Node", "a"))
	s.script = onLines("nodes", forbidden("nodes", ""))
	live, _ := newTestLive(t, s, LiveOptions{})
	got := snapshottest.Take(t, live)
	snapshottest.Equal(t, "events", snapshottest.EventNames(got.Events), "e1")
	snapshottest.Equal(t, "nodes listed", got.NodesListed, false)
	snapshottest.Equal(t, "events listed", got.EventsListed, true)
	snapshottest.Equal(t, "gaps", snapshottest.GapSubjects(got.Gaps), "nodes")
	snapshottest.Contains(t, got.Gaps[0].Action, "list nodes in the whole cluster",
		"kubectl create clusterrole node-reader --verb=get,list --resource=nodes")
}

func TestNothingReadableIsAnErrorAndNoSnapshot(t *testing.T) {
	s := newAPIServer(t)
	s.script = func(line string, _ int) http.HandlerFunc {
		if strings.HasPrefix(line, "nodes") {
			return forbidden("nodes", "")
		}
		return forbidden("events", "default")
	}
	live, _ := newTestLive(t, s, LiveOptions{Selection: snapshot.Selection{Names: []string{"a"}}})
	got, err := live.Snapshot(context.Background())
	if got != nil || err == nil {
		t.Fatalf("got %v, %v, want an error alone", got, err)
	}
	snapshottest.Contains(t, err.Error(), "cannot list nodes. ", "Also: cannot list events in namespace default. ")
}

func TestOneReasonForEverythingIsSaidOnce(t *testing.T) {
	s := newAPIServer(t)
	s.script = everywhere(unauthorized())
	live, _ := newTestLive(t, s, LiveOptions{})
	_, err := live.Snapshot(context.Background())
	if err == nil {
		t.Fatal("no error")
	}
	snapshottest.Equal(t, "error", err.Error(), "cannot list nodes. The credentials for context prod ("+s.URL+
		") were not accepted (401 Unauthorized). They are wrong or have expired: log in again, for example with "+
		`"az aks get-credentials" or "kubelogin".`)
	var failed *failure
	snapshottest.Equal(t, "is a failure", errors.As(err, &failed), true)
}

func TestMissingNamedNodeIsKnowledgeEvenWhenNothingElseIsReadable(t *testing.T) {
	s := newAPIServer(t)
	s.script = func(line string, _ int) http.HandlerFunc {
		if line == "nodes/gone" {
			return nil
		}
		return forbidden("nodes", "")
	}
	live, _ := newTestLive(t, s, LiveOptions{Selection: snapshot.Selection{Names: []string{"gone"}}})
	got := snapshottest.Take(t, live)
	snapshottest.Equal(t, "nodes", len(got.Nodes), 0)
	snapshottest.Equal(t, "gaps", snapshottest.GapSubjects(got.Gaps), "nodes | events in namespace default | events in namespace kube-system | leases of nodes, in namespace kube-node-lease")
}
