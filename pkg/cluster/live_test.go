package cluster

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
)

func TestSnapshotReadsInFullOnlyTheNodesThatAreDown(t *testing.T) {
	s := newAPIServer(t)
	cordoned := node("cordoned", corev1.ConditionTrue)
	cordoned.Spec.Unschedulable = true
	bare := node("bare", corev1.ConditionTrue)
	bare.Status.Conditions = nil
	s.nodes = []corev1.Node{node("up", corev1.ConditionTrue), node("false", corev1.ConditionFalse), node("unknown", corev1.ConditionUnknown), cordoned, bare}
	s.events = []corev1.Event{
		event("default", "e1", "Node", "false"), event("kube-system", "e2", "Node", "gone"),
		event("default", "pod", "Pod", "p"), event("other", "e3", "Node", "up"),
	}
	live, _ := newTestLive(t, s, LiveOptions{})

	got := snapshot(t, live)

	equal(t, "nodes", nodeNames(got.Nodes), "bare false unknown")
	equal(t, "scan", scanLine(got.Scan), "bare- cordoned+ false- unknown- up+")
	equal(t, "events", eventNames(got.Events), "e1 e2")
	equal(t, "complete", got.NodesListed && got.EventsListed && len(got.Gaps) == 0, true)
	equal(t, "taken at", got.TakenAt, testTime())
	equal(t, "origin", got.Origin.String(), "context prod ("+s.URL+")")
	sameLines(t, "requests", s.requests(), tableLine, defaultEvents, systemEvents, "nodes/bare", "nodes/false", "nodes/unknown")
}

func TestSnapshotSendsNoMoreRequestsWhenMoreNodesAreHealthy(t *testing.T) {
	counts := map[int]int{}
	for _, ready := range []int{0, 10, 2000} {
		s := newAPIServer(t)
		s.nodes = someNodes(ready, 3)
		live, _ := newTestLive(t, s, LiveOptions{})
		snapshot(t, live)
		counts[ready] = len(s.requests())
	}
	equal(t, "requests with 0 healthy nodes", counts[0], 6)
	equal(t, "requests with 10 healthy nodes", counts[10], counts[0])
	equal(t, "requests with 2000 healthy nodes", counts[2000], counts[0])
}

func TestSnapshotAsksForProtobufTableAndIdentifiesItself(t *testing.T) {
	s := newAPIServer(t)
	s.nodes = someNodes(0, 1)
	live, _ := newTestLive(t, s, LiveOptions{UserAgent: "kubectl-autorepair/v1"})
	snapshot(t, live)
	for i, line := range s.lines {
		accept := s.headers[i].Get("Accept")
		if strings.HasPrefix(line, "nodes?includeObject") {
			equal(t, "accept of "+line, accept, tableAccept)
		} else {
			equal(t, "accept of "+line, accept, "application/vnd.kubernetes.protobuf,application/json")
		}
		equal(t, "user agent of "+line, s.headers[i].Get("User-Agent"), "kubectl-autorepair/v1")
		equal(t, "encoding of "+line, s.headers[i].Get("Accept-Encoding"), "gzip")
	}
}

func TestSnapshotHasAtMost16RequestsUnderWay(t *testing.T) {
	s := newAPIServer(t)
	s.nodes = someNodes(200, 100)
	var held sync.WaitGroup
	held.Add(maxRequests)
	var arrived int
	s.script = func(line string, _ int) http.HandlerFunc {
		if !strings.HasPrefix(line, "nodes/") {
			return nil
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		if arrived++; arrived > maxRequests {
			return nil
		}
		// The first ones answer when all slots are taken: only full use gets through.
		return func(w http.ResponseWriter, r *http.Request) {
			held.Done()
			held.Wait()
			s.getNode(w, r, strings.TrimPrefix(line, "nodes/"))
		}
	}
	live, _ := newTestLive(t, s, LiveOptions{})
	got := snapshot(t, live)
	equal(t, "nodes read", len(got.Nodes), 100)
	equal(t, "most requests at once", s.most, maxRequests)
}

func TestSnapshotEndsPromptlyWhenTheContextIsCancelled(t *testing.T) {
	for name, start := range map[string]string{"everything hangs": "", "one node hangs": "nodes/", "events hang": "namespaces/"} {
		t.Run(name, func(t *testing.T) {
			s := newAPIServer(t)
			s.nodes = someNodes(3, 2)
			ctx, cancel := context.WithCancel(context.Background())
			s.script = onLines(start, func(w http.ResponseWriter, r *http.Request) {
				cancel()
				slow(w, r)
			})
			live, _ := newTestLive(t, s, LiveOptions{})
			begin := time.Now()
			got, err := live.Snapshot(ctx)
			if got != nil || !errors.Is(err, context.Canceled) {
				t.Errorf("got %v, %v, want no snapshot and context.Canceled", got, err)
			}
			if took := time.Since(begin); took > 5*time.Second {
				t.Errorf("took %s", took)
			}
		})
	}
}

func TestSnapshotStopsWaitingForRetryAfterWhenTheContextIsCancelled(t *testing.T) {
	s := newAPIServer(t)
	ctx, cancel := context.WithCancel(context.Background())
	s.script = everywhere(func(w http.ResponseWriter, r *http.Request) {
		plain(http.StatusTooManyRequests, "text/plain", "later", "Retry-After", "20")(w, r)
		cancel()
	})
	live, _ := newTestLive(t, s, LiveOptions{})
	live.pause = pause
	begin := time.Now()
	_, err := live.Snapshot(ctx)
	if !errors.Is(err, context.Canceled) || time.Since(begin) > 5*time.Second {
		t.Errorf("got %v after %s", err, time.Since(begin))
	}
}

func TestServerWarningsAreWrittenOnce(t *testing.T) {
	s := newAPIServer(t)
	s.nodes = someNodes(1, 3)
	s.script = everywhere(nil)
	inner := s.Config.Handler
	s.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Add("Warning", `299 - "this API is old"`)
		inner.ServeHTTP(w, r)
	})
	var warnings strings.Builder
	live, _ := newTestLive(t, s, LiveOptions{Warnings: &warnings})
	snapshot(t, live)
	equal(t, "warnings", warnings.String(), "Warning: this API is old\n")
}

func TestProgressCountsTheNodesThatAreRead(t *testing.T) {
	s := newAPIServer(t)
	s.nodes = someNodes(4, 3)
	said := map[string]bool{}
	live, _ := newTestLive(t, s, LiveOptions{Progress: func(line string) { said[line] = true }})
	snapshot(t, live)
	for _, line := range []string{"listing nodes", "reading 1 of 3 nodes", "reading 3 of 3 nodes"} {
		if !said[line] {
			t.Errorf("%q was not said, only %v", line, said)
		}
	}
}
