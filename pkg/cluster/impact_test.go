package cluster

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
)

// impactServer has as many nodes down, and as many pods on each of them and on a healthy one.
func impactServer(t *testing.T, down, pods int) *apiServer {
	t.Helper()
	s := newAPIServer(t)
	s.nodes = someNodes(down+3, down)
	for _, n := range append(s.nodes[:down:down], s.nodes[down]) {
		for i := range pods {
			s.pods = append(s.pods, pod(fmt.Sprintf("ns%d/%s-%d", i, n.Name, i), n.Name))
		}
	}
	s.budgets = []policyv1.PodDisruptionBudget{budget("ns0/b"), budget("ns1/b"), budget("elsewhere/b")}
	return s
}

// takeImpact takes a snapshot with the impact.
func takeImpact(t *testing.T, s *apiServer, selection Selection) *Snapshot {
	t.Helper()
	live, _ := newTestLive(t, s, LiveOptions{Impact: true, Selection: selection})
	got := snapshot(t, live)
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
	equal(t, "impact", snapshot(t, live).Impact, nil)
	sameLines(t, "requests", extraLines(s))
}

func TestImpactHasThePodsOfTheNodesThatAreDown(t *testing.T) {
	for name, c := range map[string]struct {
		selection     Selection
		pods, budgets string
		requests      []string
	}{
		"all nodes": {
			Selection{}, "ns0/d0000-0 ns0/d0001-0 ns1/d0000-1 ns1/d0001-1", "ns0/b ns1/b",
			[]string{podsLine("d0000"), podsLine("d0001"), budgetsLine},
		},
		"a node":                     {Selection{Names: []string{"d0001"}}, "ns0/d0001-0 ns1/d0001-1", "ns0/b ns1/b", []string{podsLine("d0001"), budgetsLine}},
		"a node that is Ready":       {Selection{Names: []string{"r0000"}}, "", "", nil},
		"a selector without a match": {Selection{Selector: "pool=other"}, "", "", nil},
	} {
		t.Run(name, func(t *testing.T) {
			s := impactServer(t, 2, 2)
			got := takeImpact(t, s, c.selection)
			equal(t, "pods", podKeys(got.Impact.Pods), c.pods)
			equal(t, "budgets", budgetKeys(got.Impact.Budgets), c.budgets)
			equal(t, "complete", got.Impact.BudgetsListed && len(got.Impact.Unread)+len(got.Gaps) == 0, true)
			sameLines(t, "requests", extraLines(s), c.requests...)
		})
	}
}

func TestBudgetsAreNotAskedForWhenThereAreNoPods(t *testing.T) {
	s := impactServer(t, 1, 0)
	takeImpact(t, s, Selection{})
	sameLines(t, "requests", extraLines(s), podsLine("d0000"))
}

func TestImpactOfManyNodesIsOneListOfAllPods(t *testing.T) {
	for down, want := range map[int]int{maxPodLists: maxPodLists + 1, maxPodLists + 1: 2} {
		s := impactServer(t, down, 1)
		got := takeImpact(t, s, Selection{})
		equal(t, fmt.Sprintf("pods with %d nodes down", down), len(got.Impact.Pods), down)
		equal(t, fmt.Sprintf("requests with %d nodes down", down), len(extraLines(s)), want)
	}
}

func TestListOfAllPodsFollowsThePages(t *testing.T) {
	s := impactServer(t, maxPodLists+1, 1)
	live, _ := newTestLive(t, s, LiveOptions{Impact: true, ChunkSize: 30})
	got := snapshot(t, live)
	equal(t, "pods", len(got.Impact.Pods), maxPodLists+1)
	sameLines(t, "requests", extraLines(s), "pods?limit=30", "pods?continue=30&limit=30", "pods?continue=60&limit=30", budgetsPath+"?limit=30")
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
			got := takeImpact(t, s, Selection{})
			equal(t, "gaps", gapSubjects(got.Gaps), c.subject)
			contains(t, got.Gaps[0].Action, c.permission...)
			checkSentences(t, got.Gaps[0].Reason, got.Gaps[0].Action)
			equal(t, "nodes unread", len(got.Impact.Unread) == c.down, c.unread)
			equal(t, "budgets listed", got.Impact.BudgetsListed, c.unread)
			equal(t, "pods", len(got.Impact.Pods) == 0, c.unread)
		})
	}
}

func TestPodsOfANodeThatCannotBeListedAreAGapOfThatNode(t *testing.T) {
	s := impactServer(t, 3, 1)
	s.script = onLines(podsLine("d0001"), broken())
	got := takeImpact(t, s, Selection{})
	equal(t, "gaps", gapSubjects(got.Gaps), "pods on node d0001")
	equal(t, "unread", strings.Join(got.Impact.Unread, " "), "d0001")
	equal(t, "pods", podKeys(got.Impact.Pods), "ns0/d0000-0 ns0/d0002-0")
}

func TestListOfAllPodsThatBreaksSaysNothingOfAnyNode(t *testing.T) {
	s := impactServer(t, maxPodLists+1, 1)
	s.script = onLines("pods?continue=30", broken())
	live, _ := newTestLive(t, s, LiveOptions{Impact: true, ChunkSize: 30})
	got := snapshot(t, live)
	equal(t, "gaps", gapSubjects(got.Gaps), "pods on the nodes that are NotReady")
	equal(t, "unread", len(got.Impact.Unread), maxPodLists+1)
	equal(t, "pods", len(got.Impact.Pods), 0)
}

func TestImpactComesAsProtobuf(t *testing.T) {
	s := impactServer(t, 1, 1)
	takeImpact(t, s, Selection{Names: []string{"d0000"}})
	checked := 0
	for i, line := range s.lines {
		if strings.HasPrefix(line, "pods") || strings.HasPrefix(line, "/apis/") {
			checked++
			equal(t, "accept of "+line, s.headers[i].Get("Accept"), "application/vnd.kubernetes.protobuf,application/json")
		}
	}
	equal(t, "requests looked at", checked, 3)
}

func TestNodeThatRecoveredBetweenScanAndReadHasNoImpact(t *testing.T) {
	s := impactServer(t, 2, 1)
	s.script = onLines("nodes/d0001", func(w http.ResponseWriter, r *http.Request) {
		well := node("d0001", corev1.ConditionTrue)
		send(w, r, &well)
	})
	got := takeImpact(t, s, Selection{})
	equal(t, "pods", podKeys(got.Impact.Pods), "ns0/d0000-0")
}
