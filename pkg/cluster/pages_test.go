package cluster

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot/snapshottest"
)

// fullList returns a server without Tables, and a Live that reads pages of two nodes and two
// events.
func fullList(t *testing.T, nodes int) (*apiServer, *Live) {
	t.Helper()
	s := newAPIServer(t)
	s.noTable = true
	s.nodes = snapshottest.SomeNodes(1, nodes-1)
	live, _ := newTestLive(t, s, LiveOptions{ChunkSize: 2})
	return s, live
}

// nodePages returns the requests for pages of nodes.
func nodePages(s *apiServer) []string {
	var lines []string
	for _, line := range s.requests() {
		if strings.HasPrefix(line, "nodes?") && strings.Contains(line, "limit") {
			lines = append(lines, strings.TrimPrefix(line, "nodes?"))
		}
	}
	return lines
}

func TestFullListFollowsThePages(t *testing.T) {
	s, live := fullList(t, 5)
	for _, name := range []string{"e1", "e2", "e3"} {
		s.events = append(s.events, snapshottest.Event("default", name, "Node", "d0000"))
	}
	got := snapshottest.Take(t, live)
	snapshottest.Equal(t, "nodes", snapshottest.NodeNames(got.Nodes), "d0000 d0001 d0002 d0003")
	snapshottest.Equal(t, "scan", snapshottest.ScanLine(got.Scan), "d0000- d0001- d0002- d0003- r0000+")
	snapshottest.Equal(t, "events", snapshottest.EventNames(got.Events), "e1 e2 e3")
	snapshottest.Equal(t, "gaps", snapshottest.GapSubjects(got.Gaps), "")
	snapshottest.SameLines(t, "pages", nodePages(s), "limit=2", "continue=2&limit=2", "continue=4&limit=2")
}

func TestTheFirstPageOfEventsIsTheBiggest(t *testing.T) {
	s := newAPIServer(t)
	s.nodes = snapshottest.SomeNodes(1000, 0) // a small cluster has fewer events
	for i := range firstEvents + eventsPerPage + 1 {
		e := snapshottest.Event("default", fmt.Sprintf("e%05d", i), "Node", "a")
		e.Message = strings.Repeat("x", 1000) // about as long as those of a server
		s.events = append(s.events, e)
	}
	live, _ := newTestLive(t, s, LiveOptions{})
	if got := snapshottest.Take(t, live); len(got.Events) != len(s.events) {
		t.Errorf("%d events were read, want %d: %v", len(got.Events), len(s.events), got.Gaps)
	}
	var pages []string
	for _, line := range s.requests() {
		if strings.HasPrefix(line, "namespaces/default/events") {
			pages = append(pages, line[strings.LastIndex(line, "limit"):])
		}
	}
	snapshottest.SameLines(t, "pages", pages, "limit=6000", "limit=5000", "limit=5000")

	s.script = onLines("nodes", forbidden("nodes", ""))
	live, _ = newTestLive(t, s, LiveOptions{})
	if got := snapshottest.Take(t, live); len(got.Events) != firstEvents+eventsPerPage {
		t.Errorf("%d events were read without the nodes, want two pages: %v", len(got.Events), got.Gaps)
	}
}

func TestExpiredContinueTokenStartsTheListOver(t *testing.T) {
	s, live := fullList(t, 5)
	s.script = func(line string, earlier int) http.HandlerFunc {
		if line == "nodes?continue=2&limit=2" && earlier == 0 {
			return expired()
		}
		return nil
	}
	got := snapshottest.Take(t, live)
	snapshottest.Equal(t, "nodes", snapshottest.NodeNames(got.Nodes), "d0000 d0001 d0002 d0003")
	snapshottest.Equal(t, "gaps", snapshottest.GapSubjects(got.Gaps), "")
	snapshottest.SameLines(t, "pages", nodePages(s), "limit=2", "continue=2&limit=2", "limit=2", "continue=2&limit=2", "continue=4&limit=2")
}

func TestTokenThatKeepsExpiringLeavesTheFirstPagesAndAGap(t *testing.T) {
	s, live := fullList(t, 7)
	s.script = onLines("nodes?continue=4", expired())
	got := snapshottest.Take(t, live)
	snapshottest.Equal(t, "nodes", snapshottest.NodeNames(got.Nodes), "d0000 d0001 d0002 d0003")
	snapshottest.Equal(t, "nodes listed", got.NodesListed, false)
	snapshottest.Equal(t, "gaps", snapshottest.GapSubjects(got.Gaps), "nodes after the first 4")
	snapshottest.Contains(t, got.Gaps[0].Reason, "410 Gone")
	snapshottest.Equal(t, "tries", len(nodePages(s)), 3*(1+maxRestarts))
}

func TestPagesThatComeAgainEndTheListWithAGap(t *testing.T) {
	for name, tokens := range map[string][]string{
		"always the first page": {"2", "2"},
		"pages in a circle":     {"2", "4", "2"},
	} {
		t.Run(name, func(t *testing.T) {
			s, live := fullList(t, 7)
			asked := 0
			s.script = func(line string, _ int) http.HandlerFunc {
				if !strings.HasPrefix(line, "nodes?") || !strings.Contains(line, "limit") || asked == len(tokens) {
					return nil
				}
				list := &corev1.NodeList{Items: s.nodes[2*asked : 2*asked+2]}
				list.Continue = tokens[asked]
				asked++
				return func(w http.ResponseWriter, r *http.Request) { send(w, r, list) }
			}
			got := snapshottest.Take(t, live)
			read := 2 * (len(tokens) - 1) // the page with the repeated token was read too
			snapshottest.Equal(t, "nodes", len(got.Nodes), read)
			snapshottest.Equal(t, "nodes listed", got.NodesListed, false)
			snapshottest.Equal(t, "gaps", snapshottest.GapSubjects(got.Gaps), fmt.Sprintf("nodes after the first %d", read))
			snapshottest.Contains(t, got.Gaps[0].Reason, "The answer is a page that was read before, not what Kubernetes sends.")
			snapshottest.Contains(t, got.Gaps[0].Action, "proxy")
			snapshottest.Equal(t, "pages", len(nodePages(s)), len(tokens))
		})
	}
}

func TestBrokenPageKeepsThePagesBefore(t *testing.T) {
	for name, answer := range map[string]http.HandlerFunc{
		"server fails": broken(), "cut before the answer": cutBeforeAnswer, "cut in the answer": cutInAnswer,
	} {
		t.Run(name, func(t *testing.T) {
			s, live := fullList(t, 7)
			s.events = []corev1.Event{snapshottest.Event("kube-system", "e1", "Node", "a"), snapshottest.Event("kube-system", "e2", "Node", "a"), snapshottest.Event("kube-system", "e3", "Node", "a")}
			s.script = func(line string, _ int) http.HandlerFunc {
				if strings.Contains(line, "continue=4") || strings.Contains(line, "kube-system") && strings.Contains(line, "continue=2") {
					return answer
				}
				return nil
			}
			got := snapshottest.Take(t, live)
			snapshottest.Equal(t, "nodes", snapshottest.NodeNames(got.Nodes), "d0000 d0001 d0002 d0003")
			snapshottest.Equal(t, "events", snapshottest.EventNames(got.Events), "e1 e2")
			snapshottest.Equal(t, "complete", got.NodesListed || got.EventsListed, false)
			snapshottest.Equal(t, "gaps", snapshottest.GapSubjects(got.Gaps), "nodes after the first 4 | events in namespace kube-system after the first 2")
		})
	}
}

func TestFullListThatBreaksAfterAScanKeepsTheScan(t *testing.T) {
	s := newAPIServer(t)
	s.nodes = snapshottest.SomeNodes(0, 40)
	s.script = onLines("nodes?limit", broken())
	live, _ := newTestLive(t, s, LiveOptions{})
	got := snapshottest.Take(t, live)
	snapshottest.Equal(t, "scan", len(got.Scan), 40)
	snapshottest.Equal(t, "nodes", len(got.Nodes), 0)
	snapshottest.Equal(t, "nodes listed", got.NodesListed, true)
	snapshottest.Equal(t, "gaps", snapshottest.GapSubjects(got.Gaps), "nodes")
}

// The envelope of an answer in protobuf names the type of the rest.
func TestEventsInProtobufAreWhatTheySay(t *testing.T) {
	whole, err := (&corev1.EventList{Items: []corev1.Event{snapshottest.Event("default", "e1", "Node", "d0000"), snapshottest.Event("default", "e2", "Node", "d0000")}}).Marshal()
	if err != nil {
		t.Fatal(err)
	}
	inside := func(kind string, raw []byte) http.HandlerFunc {
		envelope, err := (&runtime.Unknown{TypeMeta: runtime.TypeMeta{APIVersion: "v1", Kind: kind}, Raw: raw}).Marshal()
		if err != nil {
			t.Fatal(err)
		}
		return plain(http.StatusOK, runtime.ContentTypeProtobuf, "k8s\x00"+string(envelope))
	}
	for name, c := range map[string]struct {
		answer       http.HandlerFunc
		events, gaps string
		reason       string
	}{
		"events":           {inside("EventList", whole), "e1 e2", "", ""},
		"no events":        {inside("EventList", nil), "", "", ""},
		"cut within":       {inside("EventList", whole[:len(whole)-3]), "", "events in namespace default", "cut before the answer was complete"},
		"another list":     {inside("NodeList", whole), "", "events in namespace default", "not what Kubernetes sends"},
		"an unknown kind":  {inside("Nonsense", whole), "", "events in namespace default", "not what Kubernetes sends"},
		"no protobuf":      {plain(http.StatusOK, runtime.ContentTypeProtobuf, "hello"), "", "events in namespace default", "not what Kubernetes sends"},
		"nothing whatever": {plain(http.StatusOK, runtime.ContentTypeProtobuf, ""), "", "events in namespace default", "not what Kubernetes sends"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newAPIServer(t)
			s.script = onLines(defaultEvents, c.answer)
			live, _ := newTestLive(t, s, LiveOptions{})
			got := snapshottest.Take(t, live)
			snapshottest.Equal(t, "events", snapshottest.EventNames(got.Events), c.events)
			snapshottest.Equal(t, "gaps", snapshottest.GapSubjects(got.Gaps), c.gaps)
			if c.gaps != "" {
				snapshottest.Contains(t, got.Gaps[0].Reason, c.reason)
			}
		})
	}
}

func TestPagesBecomeOneList(t *testing.T) {
	for _, pages := range [][]int{{}, {0}, {3}, {3, 0}, {0, 3}, {0, 0, 2}, {5, 5, 5, 1}, {5, 100, 1}} {
		var all, want []int
		for _, n := range pages {
			page := make([]int, n)
			for i := range page {
				page[i] = len(want)
				want = append(want, len(want))
			}
			all = add(all, page)
		}
		if !slices.Equal(all, want) {
			t.Errorf("pages of %d are %v, want %v", pages, all, want)
		}
	}
	page := make([]int, 2*moreItems)
	if room := cap(add(add(nil, page), page)); room > 2*len(page)+2*moreItems {
		t.Errorf("two pages of %d have room for %d", len(page), room)
	}
}
