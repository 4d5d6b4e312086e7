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

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot/snapshottest"
)

func TestTheServerSaysWhatTimeItIs(t *testing.T) {
	for date, want := range map[time.Duration]time.Duration{0: 0, 30 * time.Second: 30 * time.Second, 2 * time.Hour: 2 * time.Hour, -40 * time.Minute: -40 * time.Minute} {
		s := newAPIServer(t)
		s.nodes, s.date = snapshottest.SomeNodes(1, 1), snapshottest.TestTime().Add(date)
		live, _ := newTestLive(t, s, LiveOptions{})
		got := snapshottest.Take(t, live)
		if off := got.TakenAt.Sub(snapshottest.TestTime().Add(want)); off.Abs() > time.Second {
			t.Errorf("with a server that is %s ahead it was taken at %s", date, got.TakenAt)
		}
		if want := date.Abs() > time.Minute; (got.Clock != nil) != want {
			t.Errorf("with a server that is %s ahead it is %+v", date, got.Clock)
		}
	}
}

func TestSnapshotReadsInFullOnlyTheNodesThatAreDown(t *testing.T) {
	s := newAPIServer(t)
	cordoned := snapshottest.Node("cordoned", corev1.ConditionTrue)
	cordoned.Spec.Unschedulable = true
	bare := snapshottest.Node("bare", corev1.ConditionTrue)
	bare.Status.Conditions = nil
	s.nodes = []corev1.Node{snapshottest.Node("up", corev1.ConditionTrue), snapshottest.Node("false", corev1.ConditionFalse), snapshottest.Node("unknown", corev1.ConditionUnknown), cordoned, bare}
	s.events = []corev1.Event{
		snapshottest.Event("default", "e1", "Node", "false"), snapshottest.Event("kube-system", "e2", "Node", "gone"),
		snapshottest.Event("default", "pod", "Pod", "p"), snapshottest.Event("other", "e3", "Node", "up"),
	}
	live, _ := newTestLive(t, s, LiveOptions{})

	got := snapshottest.Take(t, live)

	snapshottest.Equal(t, "nodes", snapshottest.NodeNames(got.Nodes), "bare false unknown")
	snapshottest.Equal(t, "scan", snapshottest.ScanLine(got.Scan), "bare- cordoned+ false- unknown- up+")
	snapshottest.Equal(t, "events", snapshottest.EventNames(got.Events), "e1 e2")
	snapshottest.Equal(t, "complete", got.NodesListed && got.EventsListed && len(got.Gaps) == 0, true)
	snapshottest.Equal(t, "taken at", got.TakenAt, snapshottest.TestTime())
	snapshottest.Equal(t, "origin", got.Origin.String(), "context prod ("+s.URL+")")
	snapshottest.SameLines(t, "requests", s.requests(), tableLine, defaultEvents, systemEvents, "nodes/bare", "nodes/false", "nodes/unknown")
}

func TestSnapshotSendsNoMoreRequestsWhenMoreNodesAreHealthy(t *testing.T) {
	counts := map[int]int{}
	for _, ready := range []int{0, 10, 2000} {
		s := newAPIServer(t)
		s.nodes = snapshottest.SomeNodes(ready, 3)
		live, _ := newTestLive(t, s, LiveOptions{})
		snapshottest.Take(t, live)
		counts[ready] = len(s.requests())
	}
	snapshottest.Equal(t, "requests with 0 healthy nodes", counts[0], 6)
	snapshottest.Equal(t, "requests with 10 healthy nodes", counts[10], counts[0])
	snapshottest.Equal(t, "requests with 2000 healthy nodes", counts[2000], counts[0])
}

func TestSnapshotAsksForProtobufTableAndIdentifiesItself(t *testing.T) {
	s := newAPIServer(t)
	s.nodes = snapshottest.SomeNodes(0, 1)
	live, _ := newTestLive(t, s, LiveOptions{UserAgent: "kubectl-autorepair/v1"})
	snapshottest.Take(t, live)
	for i, line := range s.lines {
		accept := s.headers[i].Get("Accept")
		if strings.HasPrefix(line, "nodes?includeObject") {
			snapshottest.Equal(t, "accept of "+line, accept, tableAccept)
		} else {
			snapshottest.Equal(t, "accept of "+line, accept, "application/vnd.kubernetes.protobuf,application/json")
		}
		snapshottest.Equal(t, "user agent of "+line, s.headers[i].Get("User-Agent"), "kubectl-autorepair/v1")
		snapshottest.Equal(t, "encoding of "+line, s.headers[i].Get("Accept-Encoding"), "gzip")
	}
}

func TestSnapshotHasAtMost16RequestsUnderWay(t *testing.T) {
	s := newAPIServer(t)
	s.nodes = snapshottest.SomeNodes(200, 100)
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
	got := snapshottest.Take(t, live)
	snapshottest.Equal(t, "nodes read", len(got.Nodes), 100)
	snapshottest.Equal(t, "most requests at once", s.most, maxRequests)
}

func TestSnapshotEndsPromptlyWhenTheContextIsCancelled(t *testing.T) {
	for name, start := range map[string]string{"everything hangs": "", "one node hangs": "nodes/", "events hang": "namespaces/"} {
		t.Run(name, func(t *testing.T) {
			s := newAPIServer(t)
			s.nodes = snapshottest.SomeNodes(3, 2)
			ctx, cancel := context.WithCancel(context.Background())
			s.script = onLines(start, func(w http.ResponseWriter, r *http.Request) {
				cancel()
				neverAnswer(w, r)
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
	s.nodes = snapshottest.SomeNodes(1, 3)
	s.script = everywhere(nil)
	inner := s.Config.Handler
	s.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Add("Warning", `299 - "this API is old"`)
		inner.ServeHTTP(w, r)
	})
	var warnings strings.Builder
	live, _ := newTestLive(t, s, LiveOptions{Warnings: &warnings})
	snapshottest.Take(t, live)
	snapshottest.Equal(t, "warnings", warnings.String(), "Warning: this API is old\n")
}

func TestProgressCountsTheNodesThatAreRead(t *testing.T) {
	s := newAPIServer(t)
	s.nodes = snapshottest.SomeNodes(4, 3)
	said := map[string]bool{}
	live, _ := newTestLive(t, s, LiveOptions{Progress: func(line string) { said[line] = true }})
	snapshottest.Take(t, live)
	for _, line := range []string{"listing nodes", "reading 1 of 3 nodes", "reading 3 of 3 nodes"} {
		if !said[line] {
			t.Errorf("%q was not said, only %v", line, said)
		}
	}
}
