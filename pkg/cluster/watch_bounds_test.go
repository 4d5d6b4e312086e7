package cluster

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/rest"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cluster/bounds"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cluster/store"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot/snapshottest"
)

// longEvents are beginnings of events that are longer than a watch takes.
var longEvents = map[string]http.HandlerFunc{
	"JSON": func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, `{"type":"MODIFIED","object":{"kind":"Node","apiVersion":"v1","metadata":{"name":"`+strings.Repeat("a", 17<<20))
	},
	"protobuf": func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/vnd.kubernetes.protobuf;stream=watch")
		_, _ = w.Write(binary.BigEndian.AppendUint32(nil, 17<<20))
	},
}

func isWatchOf(r *http.Request, path string) bool {
	return r.URL.Path == path && r.URL.Query().Get("watch") == "true" && r.URL.Query().Get("sendInitialEvents") == ""
}

// What is longer than the bound is named, and what comes after it is seen.
func TestAnEventThatIsTooLongIsAGap(t *testing.T) {
	for form, send := range longEvents {
		for path, what := range map[string]string{nodesPath: "nodes", eventsPath: "events in namespace default"} {
			t.Run(form+" "+what, func(t *testing.T) {
				w := settledWatch(t)
				var sent atomic.Bool
				w.server.reply(func(answer http.ResponseWriter, r *http.Request) {
					if isWatchOf(r, path) && !sent.Swap(true) {
						send(answer, r)
						return
					}
					w.server.usual(answer, r)
				})
				subject := "a change of " + what + " at 12:00:00 UTC"
				s := w.until("the gap is there", func(s *snapshot.Snapshot) bool { return snapshottest.GapSubjects(s.Gaps) == subject })
				snapshottest.Contains(t, s.Gaps[0].Reason, "The answer has more than 16 MiB in one event, which no API server sends.")
				w.server.node(snapshottest.Node("a", corev1.ConditionFalse))
				w.server.event("ADDED", "a.1", "a", "NodeNotReady")
				w.until("changes are seen again", func(s *snapshot.Snapshot) bool {
					return snapshottest.ScanLine(s.Scan) == "a- b-" && snapshottest.EventNames(s.Events) == "a.1 b.1"
				})
				w.until("all is watched", func(*snapshot.Snapshot) bool { return !slices.ContainsFunc(w.streams, trying) })
				w.clock.Step(snapshot.EventRetention)
				snapshottest.Equal(t, "gaps within the retention", snapshottest.GapSubjects(w.Snapshot().Gaps), subject)
				w.clock.Step(time.Second)
				snapshottest.Equal(t, "gaps after it", snapshottest.GapSubjects(w.Snapshot().Gaps), "")
			})
		}
	}
}

// quietEvents has watches of events in which nothing comes.
type quietEvents struct{ inMemory }

func (q quietEvents) RoundTrip(r *http.Request) (*http.Response, error) {
	if query := r.URL.Query(); r.URL.Path == nodesPath || query.Get("watch") == "" || query.Get("sendInitialEvents") != "" {
		return q.inMemory.RoundTrip(r)
	}
	body, _ := io.Pipe()
	return &http.Response{StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"application/json"}}, Body: body}, nil
}

// A server that sends such an event in each watch is asked again after pauses, however long that goes on.
func TestAStreamOfTooLongEventsIsNotReadAgainAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var watches atomic.Int32
		server := func(w http.ResponseWriter, r *http.Request) {
			switch query := r.URL.Query(); {
			case isWatchOf(r, nodesPath):
				watches.Add(1)
				longEvents["JSON"](w, r)
			case query.Get("sendInitialEvents") != "":
				w.WriteHeader(http.StatusUnprocessableEntity)
			default:
				kind := map[bool]string{true: "NodeList", false: "EventList"}[r.URL.Path == nodesPath]
				sendJSON(w, map[string]any{"apiVersion": "v1", "kind": kind, "metadata": map[string]string{"resourceVersion": "1"}, "items": []string{}})
			}
		}
		live := bubbleLive(t, &apiServer{nodes: snapshottest.SomeNodes(1, 0)})
		client, err := rest.RESTClientForConfigAndClient(LiveOptions{}.restConfig(&rest.Config{Host: "http://in.memory"}), &http.Client{Transport: bounds.Wrap(quietEvents{inMemory{server}}, bounds.Watches())})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		w := newWatch(live, client)
		if err := w.Start(ctx); err != nil {
			t.Fatal(err)
		}
		for range 5 {
			<-time.After(time.Minute)
			snapshottest.Contains(t, snapshottest.GapSubjects(w.Snapshot().Gaps), "a change of nodes at ")
		}
		if n := watches.Load(); n < 20 || n > 50 {
			t.Errorf("the nodes were watched %d times in five minutes", n)
		}
		cancel()
		synctest.Wait()
	})
}

// Nodes that come without an end are a gap, and the nodes are listed again.
func TestNodesWithoutAnEndAreAGap(t *testing.T) {
	for _, kind := range []string{"ADDED", "MODIFIED"} {
		t.Run(kind, func(t *testing.T) {
			w := settledWatch(t)
			var sent atomic.Bool
			ended := make(chan struct{})
			w.server.reply(func(answer http.ResponseWriter, r *http.Request) {
				if !isWatchOf(r, nodesPath) || sent.Swap(true) {
					w.server.usual(answer, r)
					return
				}
				defer close(ended)
				answer.Header().Set("Content-Type", "application/json")
				for i := 0; ; i++ {
					if _, err := fmt.Fprintf(answer, `{"type":%q,"object":{"kind":"Node","apiVersion":"v1","metadata":{"name":"n%d"}}}`+"\n", kind, i); err != nil {
						return
					}
				}
			})
			select {
			case <-ended:
			case <-time.After(20 * time.Second):
				t.Fatal("the stream goes on")
			}
			got := w.until("the nodes were listed again", func(s *snapshot.Snapshot) bool {
				return len(s.Gaps) > 0 && snapshottest.ScanLine(s.Scan) == "a+ b-"
			})
			snapshottest.Equal(t, "gaps", snapshottest.GapSubjects(got.Gaps), "a change of nodes at 12:00:00 UTC")
			snapshottest.Contains(t, got.Gaps[0].Reason, "more than 5004 objects")
		})
	}
}

// Nodes that are long are a gap long before they are many.
func TestNodesOfTooManyBytesAreAGap(t *testing.T) {
	w := settledWatch(t)
	long := map[string]string{"a": strings.Repeat("x", 1<<20)} // all nodes share its memory
	passed := 0
	for ; passed < 1000; passed++ {
		n := snapshottest.Node(fmt.Sprint("n", passed), corev1.ConditionTrue)
		n.Annotations = long
		if e, _ := w.streams[0].passChange(watch.Event{Type: watch.Added, Object: &n}); e.Type == watch.Error {
			break
		}
		if err := (store.Nodes{Store: w.store}).Add(&n); err != nil {
			t.Fatal(err)
		}
	}
	snapshottest.Equal(t, "nodes that passed", passed, 511)
	s := w.Snapshot()
	snapshottest.Equal(t, "gaps", snapshottest.GapSubjects(s.Gaps), "a change of nodes at 12:00:00 UTC")
	snapshottest.Contains(t, s.Gaps[0].Reason, "The answer has more than 512 MiB of nodes, which no API server sends.")
}

// A watch that begins with all objects has as many of them as a list may have; then they are listed.
func TestAnEndlessListInAWatchEnds(t *testing.T) {
	s := newWatchServer(t)
	s.node(snapshottest.Node("a", corev1.ConditionFalse))
	s.answer = func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != nodesPath || r.URL.Query().Get("sendInitialEvents") != "true" {
			s.usual(w, r)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		for i := 0; ; i++ {
			if _, err := fmt.Fprintf(w, `{"type":"ADDED","object":{"kind":"Node","apiVersion":"v1","metadata":{"name":"n%d"}}}`+"\n", i); err != nil {
				return
			}
		}
	}
	w := watchOf(t, s, getterFor(s.URL, "0"), snapshot.Selection{})
	got := w.until("the nodes were listed", func(s *snapshot.Snapshot) bool { return w.caughtUp && len(s.Gaps) == 0 })
	snapshottest.Equal(t, "scan", snapshottest.ScanLine(got.Scan), "a-")
}

// A watch that does not come to the end of the objects is none, although the server has begun to answer.
func TestAListInAWatchThatDoesNotEndIsAGap(t *testing.T) {
	s := newWatchServer(t)
	s.node(snapshottest.Node("a", corev1.ConditionFalse))
	begun := make(chan struct{}, 10)
	s.answer = func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != nodesPath || r.URL.Query().Get("sendInitialEvents") != "true" {
			s.usual(w, r)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		w.(http.Flusher).Flush()
		begun <- struct{}{}
		<-r.Context().Done()
	}
	w := watchOf(t, s, getterFor(s.URL, "0"), snapshot.Selection{})
	<-begun
	w.until("the answer has begun", func(*snapshot.Snapshot) bool { return answered(w.streams[0]) })
	w.until("the events are watched", func(*snapshot.Snapshot) bool { return !trying(w.streams[1]) && !trying(w.streams[2]) })
	w.clock.Step(listPatience - time.Second)
	snapshottest.Equal(t, "gaps at first", snapshottest.GapSubjects(w.Snapshot().Gaps), "")
	w.clock.Step(time.Second)
	got := w.Snapshot()
	snapshottest.Equal(t, "gaps", snapshottest.GapSubjects(got.Gaps), "nodes")
	snapshottest.Contains(t, got.Gaps[0].Reason, "the list has not ended yet")
}
