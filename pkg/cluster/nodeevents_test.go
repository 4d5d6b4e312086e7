package cluster

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
)

func TestForbiddenEventsAreAGapWithTheMissingPermission(t *testing.T) {
	for namespace, action := range map[string]string{
		"default":     "kubectl create role node-event-reader --verb=list --resource=events -n default",
		"kube-system": "kubectl create role node-event-reader --verb=list --resource=events -n kube-system",
	} {
		t.Run(namespace, func(t *testing.T) {
			s := newAPIServer(t)
			s.nodes = someNodes(1, 1)
			s.events = append(s.events, event("default", "e1", "Node", "a"), event("kube-system", "e2", "Node", "a"))
			s.script = onLines("namespaces/"+namespace, forbidden("events", namespace))
			live, _ := newTestLive(t, s, LiveOptions{})
			got := snapshot(t, live)
			equal(t, "nodes", nodeNames(got.Nodes), "d0000")
			equal(t, "events read", len(got.Events), 1)
			equal(t, "events listed", got.EventsListed, false)
			equal(t, "gaps", gapSubjects(got.Gaps), "events in namespace "+namespace)
			contains(t, got.Gaps[0].Reason, `User "dev" cannot list resource "events"`, namespace)
			contains(t, got.Gaps[0].Action, "The missing permission: list events in namespace "+namespace, action)
		})
	}
}

func TestForbiddenNodesLeaveTheEventsAndAGap(t *testing.T) {
	s := newAPIServer(t)
	s.events = append(s.events, event("default", "e1", "Node", "a"))
	s.script = onLines("nodes", forbidden("nodes", ""))
	live, _ := newTestLive(t, s, LiveOptions{})
	got := snapshot(t, live)
	equal(t, "events", eventNames(got.Events), "e1")
	equal(t, "nodes listed", got.NodesListed, false)
	equal(t, "events listed", got.EventsListed, true)
	equal(t, "gaps", gapSubjects(got.Gaps), "nodes")
	contains(t, got.Gaps[0].Action, "list nodes in the whole cluster",
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
	live, _ := newTestLive(t, s, LiveOptions{Selection: Selection{Names: []string{"a"}}})
	got, err := live.Snapshot(context.Background())
	if got != nil || err == nil {
		t.Fatalf("got %v, %v, want an error alone", got, err)
	}
	contains(t, err.Error(), "cannot list nodes. ", "Also: cannot list events in namespace default. ")
}

func TestOneReasonForEverythingIsSaidOnce(t *testing.T) {
	s := newAPIServer(t)
	s.script = everywhere(unauthorized())
	live, _ := newTestLive(t, s, LiveOptions{})
	_, err := live.Snapshot(context.Background())
	if err == nil {
		t.Fatal("no error")
	}
	equal(t, "error", err.Error(), "cannot list nodes. The credentials for context prod ("+s.URL+
		") were not accepted (401 Unauthorized). They are wrong or have expired: log in again, for example with "+
		`"az aks get-credentials" or "kubelogin".`)
	var failed *failure
	equal(t, "is a failure", errors.As(err, &failed), true)
}

func TestMissingNamedNodeIsKnowledgeEvenWhenNothingElseIsReadable(t *testing.T) {
	s := newAPIServer(t)
	s.script = func(line string, _ int) http.HandlerFunc {
		if line == "nodes/gone" {
			return nil
		}
		return forbidden("nodes", "")
	}
	live, _ := newTestLive(t, s, LiveOptions{Selection: Selection{Names: []string{"gone"}}})
	got := snapshot(t, live)
	equal(t, "nodes", len(got.Nodes), 0)
	equal(t, "gaps", gapSubjects(got.Gaps), "nodes | events in namespace default | events in namespace kube-system | leases of nodes, in namespace kube-node-lease")
}
