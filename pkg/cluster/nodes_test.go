package cluster

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot/snapshottest"
)

// nodesCase is a cluster and the expected result of reading it.
type nodesCase struct {
	nodes     []corev1.Node
	noTable   bool
	script    func(string, int) http.HandlerFunc
	selection snapshot.Selection
	wantNodes string
	wantScan  string
	wantGaps  string
	requests  []string
}

func (c nodesCase) run(t *testing.T) {
	s := newAPIServer(t)
	s.nodes, s.noTable, s.script = c.nodes, c.noTable, c.script
	live, _ := newTestLive(t, s, LiveOptions{Selection: c.selection})
	got := snapshottest.Take(t, live)
	snapshottest.Equal(t, "nodes", snapshottest.NodeNames(got.Nodes), c.wantNodes)
	snapshottest.Equal(t, "scan", snapshottest.ScanLine(got.Scan), c.wantScan)
	snapshottest.Equal(t, "gaps", snapshottest.GapSubjects(got.Gaps), c.wantGaps)
	snapshottest.Equal(t, "nodes listed", got.NodesListed, c.wantGaps != "nodes")
	snapshottest.SameLines(t, "requests", s.requests(), c.requests...)
}

// scanAnd returns the requests of every snapshot and more.
func scanAnd(more ...string) []string {
	return append([]string{tableLine, defaultEvents, systemEvents}, more...)
}

func TestWaysOfReadingNodes(t *testing.T) {
	for name, c := range map[string]nodesCase{
		"all healthy": {
			nodes: snapshottest.SomeNodes(2, 0), wantScan: "r0000+ r0001+", requests: scanAnd(),
		},
		"no nodes at all": {requests: scanAnd()},
		"no Table: full list": {
			nodes: snapshottest.SomeNodes(1, 2), noTable: true,
			wantNodes: "d0000 d0001", wantScan: "d0000- d0001- r0000+", requests: scanAnd(nodesLine),
		},
		"Table refused: full list": {
			nodes: snapshottest.SomeNodes(1, 1), script: onLines(tableLine, plain(http.StatusNotAcceptable, "text/plain", "no table")),
			wantNodes: "d0000", wantScan: "d0000- r0000+", requests: scanAnd(nodesLine),
		},
		"all nodes in full in place of a Table, which is too much: full list in pages": {
			nodes: snapshottest.SomeNodes(1, 1), script: onLines(tableLine, plain(200, "application/json", `{"kind":"NodeList","items":["`+strings.Repeat("x", 33<<20)+`"]}`)),
			wantNodes: "d0000", wantScan: "d0000- r0000+", requests: scanAnd(nodesLine),
		},
		"Table without STATUS: full list": {
			nodes:     snapshottest.SomeNodes(1, 1),
			script:    onLines(tableLine, plain(200, "application/json", `{"kind":"Table","columnDefinitions":[{"name":"Name"}],"rows":[]}`)),
			wantNodes: "d0000", wantScan: "d0000- r0000+", requests: scanAnd(nodesLine),
		},
		"names: each is read, Ready or not, and missing ones are absent": {
			nodes: snapshottest.SomeNodes(2, 2), selection: snapshot.Selection{Names: []string{"r0001", "nope", "d0000", "r0001"}},
			wantNodes: "d0000 r0001", wantScan: "d0000- d0001- r0000+ r0001+",
			requests: scanAnd("nodes/d0000", "nodes/nope", "nodes/r0001", leaseLine("d0000"), leaseLine("nope"), leaseLine("r0001")),
		},
		"names: a listing that is forbidden is a gap": {
			nodes: snapshottest.SomeNodes(0, 1), selection: snapshot.Selection{Names: []string{"d0000"}}, script: onLines("nodes?", forbidden("nodes", "")),
			wantNodes: "d0000", wantGaps: "nodes", requests: scanAnd("nodes/d0000", leaseLine("d0000")),
		},
	} {
		t.Run(name, c.run)
	}
}

func TestNodesThatCannotBeRead(t *testing.T) {
	for name, c := range map[string]nodesCase{
		"a node that vanished between listing and reading": {
			nodes: snapshottest.SomeNodes(1, 2), script: onLines("nodes/d0001", status(apierrors.NewNotFound(nodeResource(), "d0001"))),
			wantNodes: "d0000", wantScan: "d0000- r0000+", requests: scanAnd("nodes/d0000", "nodes/d0001"),
		},
		"a node that cannot be read": {
			nodes: snapshottest.SomeNodes(1, 2), script: onLines("nodes/d0001", plain(http.StatusNotImplemented, "text/plain", "no")),
			wantNodes: "d0000", wantScan: "d0000- d0001- r0000+", wantGaps: "node d0001",
			requests: scanAnd("nodes/d0000", "nodes/d0001", "nodes/d0001", "nodes/d0001"),
		},
		"a name that is no name": {
			nodes: snapshottest.SomeNodes(1, 0), selection: snapshot.Selection{Names: []string{"a/b"}},
			wantScan: "r0000+", wantGaps: "node a/b | lease a/b", requests: scanAnd(),
		},
		"reading forbidden, no Table: the list that there is": {
			nodes: snapshottest.SomeNodes(1, 2), noTable: true, selection: snapshot.Selection{Names: []string{"d0001"}}, script: onLines("nodes/", forbidden("nodes", "")),
			wantNodes: "d0001", wantScan: "d0000- d0001- r0000+", requests: scanAnd(nodesLine, "nodes/d0001", leaseLine("d0001")),
		},
		"reading forbidden, listing allowed: full list": {
			nodes: snapshottest.SomeNodes(1, 1), script: onLines("nodes/", forbidden("nodes", "")),
			wantNodes: "d0000", wantScan: "d0000- r0000+", requests: scanAnd("nodes/d0000", nodesLine),
		},
	} {
		t.Run(name, c.run)
	}
}

func TestLabelSelectorGoesToTheServer(t *testing.T) {
	s := newAPIServer(t)
	system := snapshottest.Node("system", corev1.ConditionFalse)
	system.Labels = map[string]string{"pool": "system"}
	s.nodes = append(snapshottest.SomeNodes(1, 1), system)
	live, _ := newTestLive(t, s, LiveOptions{Selection: snapshot.Selection{Selector: "pool=user"}})
	got := snapshottest.Take(t, live)
	snapshottest.Equal(t, "nodes", snapshottest.NodeNames(got.Nodes), "d0000")
	snapshottest.Equal(t, "scan", snapshottest.ScanLine(got.Scan), "d0000- r0000+")
	snapshottest.SameLines(t, "requests", s.requests(), "nodes?includeObject=None&labelSelector=pool=user&resourceVersion=0",
		"nodes/d0000", defaultEvents, systemEvents)
}

// A pool without nodes shows nothing of the size of its cluster.
func TestASelectorWithoutNodesDoesNotBoundTheEvents(t *testing.T) {
	for selector, most := range map[string]int{"pool=gone": 400_000, "": 20_000} {
		s := newAPIServer(t)
		s.nodes = snapshottest.SomeNodes(1, 0)
		live, _ := newTestLive(t, s, LiveOptions{Selection: snapshot.Selection{Selector: selector}})
		snapshottest.Take(t, live)
		snapshottest.Equal(t, "events with the selector "+selector, live.size.Most("events", 0), most)
	}
}

func TestFullListIsUsedWhenMostNodesAreDown(t *testing.T) {
	for name, c := range map[string]struct {
		ready, down int
		requests    int
	}{
		"few nodes, all down":            {0, 32, 3 + 1},
		"more than two rounds, all down": {0, 33, 3 + 1},
		"half down":                      {80, 80, 3 + 1},
		"half of more down":              {120, 120, 3 + 2},
		"more than half down":            {79, 81, 3 + 1},
	} {
		t.Run(name, func(t *testing.T) {
			s := newAPIServer(t)
			s.nodes = withHostnames(snapshottest.SomeNodes(c.ready, c.down))
			live, _ := newTestLive(t, s, LiveOptions{})
			got := snapshottest.Take(t, live)
			snapshottest.Equal(t, "nodes", len(got.Nodes), c.down)
			snapshottest.Equal(t, "scan", len(got.Scan), c.down+c.ready)
			snapshottest.Equal(t, "requests", len(s.requests()), c.requests)
		})
	}
}

func TestRefusalOfOneNodeSparesTheOthers(t *testing.T) {
	s := newAPIServer(t)
	s.nodes = snapshottest.SomeNodes(400, 300)
	s.script = onLines("nodes/", unauthorized())
	live, _ := newTestLive(t, s, LiveOptions{})
	got := snapshottest.Take(t, live)
	snapshottest.Equal(t, "gaps", len(got.Gaps), 1)
	snapshottest.Contains(t, got.Gaps[0].Subject(), "node d0000, ", "node d0299")
	if sent := len(s.requests()); sent > 3+2*maxRequests {
		t.Errorf("%d requests were sent after the first refusal", sent)
	}
}

func TestServerThatFailsAtEachNodeIsNotAskedForTheRest(t *testing.T) {
	for name, fault := range map[string]http.HandlerFunc{
		"500": broken(), "503": plain(http.StatusServiceUnavailable, "text/plain", "starting"), "cut in the answer": cutInAnswer,
	} {
		for what, path := range map[string]string{"nodes": "nodes/", "leases": leasesPath} {
			t.Run(name+" for "+what, func(t *testing.T) {
				s := newAPIServer(t)
				s.nodes = snapshottest.SomeNodes(0, 100)
				s.script = onLines(path, fault)
				live, _ := newTestLive(t, s, LiveOptions{Selection: snapshot.Selection{Names: strings.Fields(snapshottest.NodeNames(s.nodes))}})
				got := snapshottest.Take(t, live)
				if len(got.Gaps) != 1 || strings.Count(got.Gaps[0].Subject(), "d0") != 100 {
					t.Errorf("the gaps are %v, want one that names all 100", got.Gaps)
				}
				// Those in flight when the last of a round fails have had their three tries too.
				if sent := strings.Count(strings.Join(s.requests(), "\n"), path); sent < 3*maxRequests || sent > 3*2*maxRequests {
					t.Errorf("%d requests were sent", sent)
				}
			})
		}
	}
}

func TestOnlyFailuresInARowKeepTheRestFromBeingRead(t *testing.T) {
	var b circuitBreaker
	refused := target{}.explain(request{resource: "nodes", name: "a"}, apierrors.NewInternalError(io.EOF))
	gone := target{}.explain(request{resource: "nodes", name: "a"}, apierrors.NewNotFound(nodeResource(), "a"))
	for _, answered := range []*failure{nil, gone, refused} {
		for range maxRequests - 1 {
			b.record(refused)
		}
		if b.failure.Load() != nil {
			t.Fatal("fewer failures than a round halt the reads")
		}
		b.record(answered)
	}
	snapshottest.Equal(t, "cause", b.failure.Load(), refused)
}

func TestNodesAreWholeOnlyWhereTheyAreKept(t *testing.T) {
	for name, c := range map[string]struct {
		down    int
		noTable bool
	}{"read one by one": {1, false}, "read in lists by name": {20, false}, "all listed": {1, true}} {
		for _, keep := range []bool{false, true} {
			t.Run(fmt.Sprintf("%s, kept %t", name, keep), func(t *testing.T) {
				s := newAPIServer(t)
				s.nodes, s.noTable = withHostnames(snapshottest.SomeNodes(40, c.down)), c.noTable
				for i := range s.nodes {
					s.nodes[i].Status.Images = []corev1.ContainerImage{{Names: []string{"image"}}}
				}
				live, _ := newTestLive(t, s, LiveOptions{Keep: keep})
				got := snapshottest.Take(t, live)
				snapshottest.Equal(t, "nodes", len(got.Nodes), c.down)
				for i := range got.Nodes {
					snapshottest.Equal(t, "whole", len(got.Nodes[i].Status.Images) > 0, keep)
				}
			})
		}
	}
}
