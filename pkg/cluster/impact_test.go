package cluster

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot/snapshottest"
)

// impactServer has as many nodes down, and as many pods on each of them and on a healthy one.
func impactServer(t *testing.T, down, pods int) *apiServer {
	t.Helper()
	s := newAPIServer(t)
	s.nodes = snapshottest.SomeNodes(down+3, down)
	for _, n := range append(s.nodes[:down:down], s.nodes[down]) {
		for i := range pods {
			s.pods = append(s.pods, snapshottest.Pod(fmt.Sprintf("ns%d/%s-%d", i, n.Name, i), n.Name))
		}
	}
	s.budgets = []policyv1.PodDisruptionBudget{snapshottest.Budget("ns0/b"), snapshottest.Budget("ns1/b"), snapshottest.Budget("elsewhere/b")}
	return s
}

// takeImpact takes a snapshot with the impact.
func takeImpact(t *testing.T, s *apiServer, selection snapshot.Selection) *snapshot.Snapshot {
	t.Helper()
	live, _ := newTestLive(t, s, LiveOptions{Impact: true, Selection: selection})
	got := snapshottest.Take(t, live)
	if got.Impact == nil {
		t.Fatal("the impact was asked for and is not there")
	}
	return got
}

// extraLines are the requests for pods and budgets.
func extraLines(s *apiServer) []string {
	var out []string
	for _, line := range s.requests() {
		if strings.HasPrefix(line, "pods") || strings.HasPrefix(line, budgetsPath) {
			out = append(out, line)
		}
	}
	return out
}

func TestImpactIsReadOnlyWhenAskedFor(t *testing.T) {
	s := impactServer(t, 2, 2)
	live, _ := newTestLive(t, s, LiveOptions{})
	snapshottest.Equal(t, "impact", snapshottest.Take(t, live).Impact, nil)
	snapshottest.SameLines(t, "requests", extraLines(s))
}

func TestImpactHasThePodsOfTheNodesThatAreDown(t *testing.T) {
	for name, c := range map[string]struct {
		selection     snapshot.Selection
		pods, budgets string
		requests      []string
	}{
		"all nodes": {
			snapshot.Selection{}, "ns0/d0000-0 ns0/d0001-0 ns1/d0000-1 ns1/d0001-1", "ns0/b ns1/b",
			[]string{podsLine("d0000"), podsLine("d0001"), budgetsLine},
		},
		"a node":                     {snapshot.Selection{Names: []string{"d0001"}}, "ns0/d0001-0 ns1/d0001-1", "ns0/b ns1/b", []string{podsLine("d0001"), budgetsLine}},
		"a node that is Ready":       {snapshot.Selection{Names: []string{"r0000"}}, "", "", nil},
		"a selector without a match": {snapshot.Selection{Selector: "pool=other"}, "", "", nil},
	} {
		t.Run(name, func(t *testing.T) {
			s := impactServer(t, 2, 2)
			got := takeImpact(t, s, c.selection)
			snapshottest.Equal(t, "pods", snapshottest.PodKeys(got.Impact.Pods), c.pods)
			snapshottest.Equal(t, "budgets", snapshottest.BudgetKeys(got.Impact.Budgets), c.budgets)
			snapshottest.Equal(t, "complete", got.Impact.BudgetsListed && len(got.Impact.Unread)+len(got.Gaps) == 0, true)
			snapshottest.SameLines(t, "requests", extraLines(s), c.requests...)
		})
	}
}

func TestBudgetsAreNotAskedForWhenThereAreNoPods(t *testing.T) {
	s := impactServer(t, 1, 0)
	takeImpact(t, s, snapshot.Selection{})
	snapshottest.SameLines(t, "requests", extraLines(s), podsLine("d0000"))
}

func TestImpactOfManyNodesIsOneListOfAllPods(t *testing.T) {
	for down, want := range map[int]int{maxPodLists: maxPodLists + 1, maxPodLists + 1: 2} {
		s := impactServer(t, down, 1)
		got := takeImpact(t, s, snapshot.Selection{})
		snapshottest.Equal(t, fmt.Sprintf("pods with %d nodes down", down), len(got.Impact.Pods), down)
		snapshottest.Equal(t, fmt.Sprintf("requests with %d nodes down", down), len(extraLines(s)), want)
	}
}

func TestListOfAllPodsFollowsThePages(t *testing.T) {
	s := impactServer(t, maxPodLists+1, 1)
	live, _ := newTestLive(t, s, LiveOptions{Impact: true, ChunkSize: 30})
	got := snapshottest.Take(t, live)
	snapshottest.Equal(t, "pods", len(got.Impact.Pods), maxPodLists+1)
	snapshottest.SameLines(t, "requests", extraLines(s), "pods?limit=30", "pods?continue=30&limit=30", "pods?continue=60&limit=30", budgetsPath+"?limit=30")
}

func TestForbiddenImpactIsAGapWithTheMissingPermission(t *testing.T) {
	const pods, budgets = "pods on the nodes that are NotReady", "pod disruption budgets"
	for name, c := range map[string]struct {
		down          int
		path, subject string
		permission    []string
		unread        bool
	}{
		"pods of a few nodes": {3, "pods", pods, []string{"list pods in the whole cluster", "clusterrole pod-reader --verb=list --resource=pods"}, true},
		"pods of many nodes":  {maxPodLists + 1, "pods", pods, []string{"list pods in the whole cluster", "--clusterrole=pod-reader"}, true},
		"budgets": {3, budgetsPath, budgets, []string{
			"list poddisruptionbudgets.policy in the whole cluster",
			"clusterrole budget-reader --verb=list --resource=poddisruptionbudgets.policy",
		}, false},
	} {
		t.Run(name, func(t *testing.T) {
			s := impactServer(t, c.down, 1)
			s.script = onLines(c.path, forbidden("x", ""))
			got := takeImpact(t, s, snapshot.Selection{})
			snapshottest.Equal(t, "gaps", snapshottest.GapSubjects(got.Gaps), c.subject)
			snapshottest.Contains(t, got.Gaps[0].Action, c.permission...)
			checkSentences(t, got.Gaps[0].Reason, got.Gaps[0].Action)
			snapshottest.Equal(t, "nodes unread", len(got.Impact.Unread) == c.down, c.unread)
			snapshottest.Equal(t, "budgets listed", got.Impact.BudgetsListed, c.unread)
			snapshottest.Equal(t, "pods", len(got.Impact.Pods) == 0, c.unread)
		})
	}
}

func TestPodsOfANodeThatCannotBeListedAreAGapOfThatNode(t *testing.T) {
	s := impactServer(t, 3, 1)
	s.script = onLines(podsLine("d0001"), broken())
	got := takeImpact(t, s, snapshot.Selection{})
	snapshottest.Equal(t, "gaps", snapshottest.GapSubjects(got.Gaps), "pods on node d0001")
	snapshottest.Equal(t, "unread", strings.Join(got.Impact.Unread, " "), "d0001")
	snapshottest.Equal(t, "pods", snapshottest.PodKeys(got.Impact.Pods), "ns0/d0000-0 ns0/d0002-0")
}

func TestListOfAllPodsThatBreaksSaysNothingOfAnyNode(t *testing.T) {
	s := impactServer(t, maxPodLists+1, 1)
	s.script = onLines("pods?continue=30", broken())
	live, _ := newTestLive(t, s, LiveOptions{Impact: true, ChunkSize: 30})
	got := snapshottest.Take(t, live)
	snapshottest.Equal(t, "gaps", snapshottest.GapSubjects(got.Gaps), "pods on the nodes that are NotReady")
	snapshottest.Equal(t, "unread", len(got.Impact.Unread), maxPodLists+1)
	snapshottest.Equal(t, "pods", len(got.Impact.Pods), 0)
}

func TestImpactComesAsProtobuf(t *testing.T) {
	s := impactServer(t, 1, 1)
	takeImpact(t, s, snapshot.Selection{Names: []string{"d0000"}})
	checked := 0
	for i, line := range s.lines {
		if strings.HasPrefix(line, "pods") || strings.HasPrefix(line, "/apis/") {
			checked++
			snapshottest.Equal(t, "accept of "+line, s.headers[i].Get("Accept"), "application/vnd.kubernetes.protobuf,application/json")
		}
	}
	snapshottest.Equal(t, "requests looked at", checked, 3)
}

func TestNodeThatRecoveredBetweenScanAndReadHasNoImpact(t *testing.T) {
	s := impactServer(t, 2, 1)
	s.script = onLines("nodes/d0001", func(w http.ResponseWriter, r *http.Request) {
		well := snapshottest.Node("d0001", corev1.ConditionTrue)
		send(w, r, &well)
	})
	got := takeImpact(t, s, snapshot.Selection{})
	snapshottest.Equal(t, "pods", snapshottest.PodKeys(got.Impact.Pods), "ns0/d0000-0")
}
