package cluster

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot/snapshottest"
)

// hostnameLists is the beginning of the requests for nodes by hostname.
const hostnameLists = "nodes?labelSelector=kubernetes.io%2Fhostname+in+"

// withHostnames adds the label that kubelets set to nodes.
func withHostnames(nodes []corev1.Node) []corev1.Node {
	for i := range nodes {
		nodes[i].Labels = map[string]string{corev1.LabelHostname: nodes[i].Name}
	}
	return nodes
}

// shapes counts the requests of each kind beside those of every snapshot.
func shapes(s *apiServer) (lists, singles int) {
	for _, line := range s.requests() {
		switch {
		case strings.HasPrefix(line, hostnameLists):
			lists++
		case strings.HasPrefix(line, "nodes/"):
			singles++
		}
	}
	return lists, singles
}

func TestManySickNodesAreReadInFewLists(t *testing.T) {
	for name, c := range map[string]struct {
		down           int
		change         func(s *apiServer)
		nodes          int
		lists, singles int
	}{
		"one round of single reads": {16, nil, 16, 0, 16},
		"more than one round":       {17, nil, 17, 1, 0},
		"as many as a list has":     {100, nil, 100, 1, 0},
		"more than a list has":      {101, nil, 101, 2, 0},
		"a label of another value":  {20, func(s *apiServer) { s.nodes[3].Labels[corev1.LabelHostname] = "ip-10-0-0-3" }, 20, 1, 1},
		"a label of another's name": {20, func(s *apiServer) { s.nodes[3].Labels[corev1.LabelHostname] = "d0004" }, 20, 1, 0},
		"a healthy node's label":    {20, func(s *apiServer) { s.nodes[20].Labels[corev1.LabelHostname] = "d0004" }, 20, 1, 0},
		"names that no label holds": {20, func(s *apiServer) { s.nodes[3].Name = strings.Repeat("d", 64) }, 20, 1, 1},
		"no labels at all":          {20, func(s *apiServer) { s.nodes = snapshottest.SomeNodes(30, 20) }, 20, 1, 20},
		"no version of the scan":    {20, func(s *apiServer) { s.noVersion = true }, 20, 0, 20},
		"lists refused":             {20, func(s *apiServer) { s.script = onLines(hostnameLists, forbidden("nodes", "")) }, 20, 1, 20},
		"lists that are no lists":   {20, func(s *apiServer) { s.script = onLines(hostnameLists, plain(200, "application/json", "{}")) }, 20, 1, 20},
		"lists that are not whole":  {20, func(s *apiServer) { s.script = onLines(hostnameLists, continued) }, 20, 1, 20},
		"a node that went meanwhile": {20, func(s *apiServer) {
			s.nodes[3].Labels = nil
			s.script = onLines("nodes/d0003", status(apierrors.NewNotFound(nodeResource(), "d0003")))
		}, 19, 1, 1},
	} {
		t.Run(name, func(t *testing.T) {
			s := newAPIServer(t)
			s.nodes = withHostnames(snapshottest.SomeNodes(200, c.down))
			if c.change != nil {
				c.change(s)
			}
			live, _ := newTestLive(t, s, LiveOptions{})
			got := snapshottest.Take(t, live)
			var names []string
			for i := range got.Nodes {
				names = append(names, got.Nodes[i].Name)
			}
			if len(slices.Compact(slices.Sorted(slices.Values(names)))) != c.nodes {
				t.Errorf("read were %q", names)
			}
			if lists, singles := shapes(s); lists != c.lists || singles != c.singles {
				t.Errorf("%d lists and %d single reads, want %d and %d", lists, singles, c.lists, c.singles)
			}
			snapshottest.Equal(t, "gaps", snapshottest.GapSubjects(got.Gaps), "")
		})
	}
}

func TestListsByNameAreShortEnoughForAURL(t *testing.T) {
	for length, most := range map[int]int{1: 100, 20: 100, 30: 100, 40: 76, 63: 50} {
		names := make([]string, 301)
		for i := range names {
			names[i] = strings.Repeat("n", length)
		}
		lists := byLength(names)
		var sizes []int
		for _, list := range lists {
			sizes = append(sizes, len(list))
		}
		if slices.Max(sizes) != most || len(slices.Concat(lists...)) != len(names) || len(lists) != (len(names)+most-1)/most {
			t.Errorf("names of %d bytes are in lists of %d", length, sizes)
		}
	}
}

// continued answers with an empty list that has a continue token.
func continued(w http.ResponseWriter, r *http.Request) {
	list := &corev1.NodeList{}
	list.Continue = "more"
	send(w, r, list)
}

func TestListsByNameAreOfTheVersionOfTheScan(t *testing.T) {
	s := newAPIServer(t)
	s.nodes = withHostnames(snapshottest.SomeNodes(80, 17))
	live, _ := newTestLive(t, s, LiveOptions{})
	snapshottest.Take(t, live)
	for _, line := range s.requests() {
		if strings.HasPrefix(line, hostnameLists) {
			snapshottest.Contains(t, line, "resourceVersion="+tableVersion, "resourceVersionMatch=NotOlderThan")
		}
	}
}

// Lists that a server in trouble refuses are not retried, and not all of them are sent: the
// nodes are read one by one, with the usual retries.
func TestListsByNameAreGivenUpAtOnce(t *testing.T) {
	s := newAPIServer(t)
	s.nodes = withHostnames(snapshottest.SomeNodes(1000, 640))
	s.script = onLines(hostnameLists, plain(http.StatusTooManyRequests, "text/plain", "later", "Retry-After", "7"))
	live, waited := newTestLive(t, s, LiveOptions{})
	got := snapshottest.Take(t, live)
	snapshottest.Equal(t, "nodes", len(got.Nodes), 640)
	snapshottest.Equal(t, "gaps", snapshottest.GapSubjects(got.Gaps), "")
	snapshottest.Equal(t, "waits", len(*waited), 0)
	if lists, singles := shapes(s); lists > 2*maxLists || singles != 640 {
		t.Errorf("%d lists and %d single reads", lists, singles)
	}
}
