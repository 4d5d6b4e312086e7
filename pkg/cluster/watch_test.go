package cluster

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/cli-runtime/pkg/genericclioptions"
	clocktesting "k8s.io/utils/clock/testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot/snapshottest"
)

// noon is when the tests of watches begin.
var noon = time.Date(2026, 5, 19, 12, 0, 0, 0, time.UTC)

// watched is a running watch of a server.
type watched struct {
	*Watch
	t      *testing.T
	server *watchServer
	clock  *clocktesting.FakeClock
}

// watchOf starts a watch that retries at once and uses the test's clock.
func watchOf(t *testing.T, s *watchServer, getter genericclioptions.RESTClientGetter, selection snapshot.Selection) *watched {
	t.Helper()
	clock := clocktesting.NewFakeClock(noon)
	w, err := NewWatch(getter, LiveOptions{Now: clock.Now, Selection: selection, Pause: func(context.Context, time.Duration) error { return nil }})
	if err != nil {
		t.Fatal(err)
	}
	w.backoff = wait.Backoff{Duration: time.Millisecond, Factor: 1, Steps: 1 << 20}
	if err := w.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	return &watched{Watch: w, t: t, server: s, clock: clock}
}

// until waits for a snapshot with a property.
func (w *watched) until(what string, wanted func(*snapshot.Snapshot) bool) *snapshot.Snapshot {
	w.t.Helper()
	var s *snapshot.Snapshot
	err := wait.PollUntilContextTimeout(w.t.Context(), time.Millisecond, 20*time.Second, true, func(context.Context) (bool, error) {
		s = w.Snapshot()
		return wanted(s), nil
	})
	if err != nil {
		w.t.Fatalf("waiting until %s: %v; the snapshot is %s %s, gaps %+v", what, err, snapshottest.ScanLine(s.Scan), snapshottest.EventNames(s.Events), s.Gaps)
	}
	return s
}

// settled waits until all three streams are open.
func (w *watched) settled() *watched {
	w.t.Helper()
	w.until("the streams stand", func(*snapshot.Snapshot) bool {
		_, watching := w.server.counts()
		return watching == 3 && w.allStreamsTried() && !slices.ContainsFunc(w.streams, trying)
	})
	return w
}

// trying says whether a stream has begun to try and has no watch yet.
func trying(s *stream) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return !s.lostSince.IsZero()
}

func scanIs(want string) func(*snapshot.Snapshot) bool {
	return func(s *snapshot.Snapshot) bool { return snapshottest.ScanLine(s.Scan) == want }
}

// settledWatch returns a watch of a server with two nodes and one event.
func settledWatch(t *testing.T) *watched {
	t.Helper()
	s := newWatchServer(t)
	s.node(snapshottest.Node("a", corev1.ConditionTrue))
	s.node(snapshottest.Node("b", corev1.ConditionFalse))
	s.event("ADDED", "b.1", "b", "NodeRebootStart")
	return watchOf(t, s, getterFor(s.URL, "0"), snapshot.Selection{}).settled()
}

func TestAWatchShowsWhatChanges(t *testing.T) {
	w := settledWatch(t)
	first := w.Snapshot()
	snapshottest.Equal(t, "scan", snapshottest.ScanLine(first.Scan), "a+ b-")
	snapshottest.Equal(t, "nodes in full", snapshottest.NodeNames(first.Nodes), "b")
	snapshottest.Equal(t, "listed", first.NodesListed && first.EventsListed, true)

	w.server.node(snapshottest.Node("a", corev1.ConditionUnknown))
	w.until("a is down", scanIs("a- b-"))
	w.server.remove("b")
	w.until("b is gone", scanIs("a-"))
	w.server.event("ADDED", "b.2", "b", "NodeRebootEnd")
	w.until("the event is there", func(s *snapshot.Snapshot) bool { return snapshottest.EventNames(s.Events) == "b.1 b.2" })
	snapshottest.Equal(t, "the snapshot taken before", snapshottest.ScanLine(first.Scan), "a+ b-")
}

func TestAWatchSurvives(t *testing.T) {
	for name, breaks := range map[string]func(*watchServer){
		"a connection that is cut":       (*watchServer).cutAll,
		"a version that expired (410)":   (*watchServer).expire,
		"a list that expired (410) once": func(s *watchServer) { s.expire(); s.expire() },
		"a server that was down": func(s *watchServer) {
			s.reply(plain(http.StatusServiceUnavailable, "text/plain", "starting"))
			s.reply(nil)
		},
		"a server that cuts every answer": func(s *watchServer) {
			s.reply(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
			s.reply(nil)
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := settledWatch(t)
			breaks(w.server)
			w.server.node(snapshottest.Node("a", corev1.ConditionUnknown))
			w.server.event("ADDED", "a.1", "a", "NodeNotReady")
			s := w.until("what happened in between is there", func(s *snapshot.Snapshot) bool {
				return snapshottest.ScanLine(s.Scan) == "a- b-" && snapshottest.EventNames(s.Events) == "a.1 b.1"
			})
			snapshottest.Equal(t, "gaps", snapshottest.GapSubjects(s.Gaps), "")
		})
	}
}

func TestWhatHappensToNodesWhileNobodyLooksIsSeenAfterwards(t *testing.T) {
	w := settledWatch(t)
	w.server.reply(plain(http.StatusServiceUnavailable, "text/plain", "starting"))
	w.server.remove("b")
	w.server.event("DELETED", "b.1", "b", "NodeRebootStart")
	w.server.expire()
	w.server.reply(nil)
	s := w.until("b is gone", scanIs("a+"))
	snapshottest.Equal(t, "events", snapshottest.EventNames(s.Events), "b.1")
}

func TestAnEventOfADownNodeThatTheServerForgetsIsKeptForADay(t *testing.T) {
	w := settledWatch(t)
	w.server.event("DELETED", "b.1", "b", "NodeRebootStart")
	w.server.event("ADDED", "b.2", "b", "NodeRebootEnd")
	w.until("the new event is there", func(s *snapshot.Snapshot) bool { return snapshottest.EventNames(s.Events) == "b.1 b.2" })
	w.clock.Step(24*time.Hour + time.Second)
	snapshottest.Equal(t, "events a day later", snapshottest.EventNames(w.Snapshot().Events), "")
}

func TestANodeIsKeptWithoutWhatMakesItBig(t *testing.T) {
	w := settledWatch(t)
	big := snapshottest.Node("b", corev1.ConditionFalse)
	big.Labels = map[string]string{"kept": "yes"}
	big.Annotations = map[string]string{corev1.LastAppliedConfigAnnotation: "long", "kept": "yes"}
	big.Status.Images = []corev1.ContainerImage{{Names: []string{"image"}}}
	w.server.node(big)
	s := w.until("the labels are there", func(s *snapshot.Snapshot) bool { return s.Nodes[0].Labels["kept"] == "yes" })
	n := s.Nodes[0]
	snapshottest.Equal(t, "images", len(n.Status.Images), 0)
	snapshottest.Equal(t, "annotations", fmt.Sprint(n.Annotations), "map[kept:yes]")
}

func TestASelectorIsSentWithEveryRequest(t *testing.T) {
	s := newWatchServer(t)
	s.node(snapshottest.Node("a", corev1.ConditionTrue))
	missing := make(chan string, 100)
	s.answer = func(w http.ResponseWriter, r *http.Request) {
		query := r.URL.Query()
		if r.URL.Path == nodesPath && query.Get("labelSelector") != "pool=user" || r.URL.Path != nodesPath && query.Get("fieldSelector") != "involvedObject.kind=Node" {
			missing <- r.URL.String()
		}
		s.usual(w, r)
	}
	watchOf(t, s, getterFor(s.URL, "0"), snapshot.Selection{Selector: "pool=user"}).settled()
	if len(missing) > 0 {
		t.Errorf("the selector is not in %s", <-missing)
	}
}
