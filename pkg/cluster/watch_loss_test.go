package cluster

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/watch"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot/snapshottest"
)

func TestALossIsAGapAfterSomeSecondsAndUntilItIsOver(t *testing.T) {
	w := standing(t)
	w.server.reply(status(apierrors.NewForbidden(nodeResource(), "", nil)))
	w.until("the streams are lost", func(now *snapshot.Snapshot) bool {
		return !slices.ContainsFunc(w.streams, func(s *stream) bool {
			return s.lost(now.TakenAt, w.patience) == nil
		})
	})
	snapshottest.Equal(t, "gaps at once", snapshottest.GapSubjects(w.Snapshot().Gaps), "")
	w.clock.Step(lossPatience)
	s := w.until("all is a gap", func(s *snapshot.Snapshot) bool {
		return strings.Count(snapshottest.GapSubjects(s.Gaps), "since 12:00:00 UTC") == 3
	})
	snapshottest.Equal(t, "nodes listed", s.NodesListed, false)
	snapshottest.Equal(t, "events listed", s.EventsListed, false)
	snapshottest.Equal(t, "what was seen before", snapshottest.ScanLine(s.Scan), "a+ b-")
	snapshottest.Contains(t, gapActions(s.Gaps), "--verb=list,watch --resource=nodes", "--verb=list,watch --resource=events -n default")

	w.server.reply(nil)
	s = w.until("nothing is a gap", func(s *snapshot.Snapshot) bool { return len(s.Gaps) == 0 })
	snapshottest.Equal(t, "listed", s.NodesListed && s.EventsListed, true)
}

// TestNodesThatMayBeListedAndNotWatchedAreListedAnew has a user without the verb watch.
func TestNodesThatMayBeListedAndNotWatchedAreListedAnew(t *testing.T) {
	s := newWatchServer(t)
	s.node(snapshottest.Node("a", corev1.ConditionFalse))
	lists := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("watch") == "true" && r.URL.Path == nodesPath {
			status(apierrors.NewForbidden(nodeResource(), "", nil))(w, r)
			return
		}
		s.usual(w, r)
	})
	s.answer = lists
	w := watchOf(t, s, getterFor(s.URL, "0"), snapshot.Selection{})
	w.until("the watch is refused", func(now *snapshot.Snapshot) bool { return w.streams[0].lost(now.TakenAt, w.patience) != nil })
	w.clock.Step(lossPatience)
	const want = "changes of nodes as they happen (they are listed anew every few seconds)"
	now := w.until("the lists go on", func(s *snapshot.Snapshot) bool { return snapshottest.GapSubjects(s.Gaps) == want })
	snapshottest.Equal(t, "nodes listed", now.NodesListed, true)
	snapshottest.Contains(t, gapActions(now.Gaps), "--verb=list,watch --resource=nodes")
	s.node(snapshottest.Node("a", corev1.ConditionTrue))
	w.until("a is Ready", scanIs("a+"))

	s.reply(status(apierrors.NewForbidden(nodeResource(), "", nil)))
	w.clock.Step(listPatience)
	now = w.until("the lists are lost too", func(s *snapshot.Snapshot) bool { return !s.NodesListed })
	snapshottest.Contains(t, snapshottest.GapSubjects(now.Gaps), "changes of nodes since 12:00:05 UTC")
}

func TestAConnectionWithoutAnswersToItsPingsWasDeadBefore(t *testing.T) {
	for passed, want := range map[time.Duration]string{time.Minute: "12:00:15", time.Second: "12:00:00"} {
		w := standing(t)
		w.clock.Step(passed)
		lost := apierrors.NewInternalError(errors.New("unable to decode an event from the watch stream: http2: client connection lost")).Status()
		w.streams[0].notice(watch.Event{Type: watch.Error, Object: &lost})
		w.clock.Step(lossPatience)
		snapshottest.Equal(t, "gaps", snapshottest.GapSubjects(w.Snapshot().Gaps), "changes of nodes since "+want+" UTC")
	}
}

// TestAWatchThatIsCutBeforeItBeginsIsNone has a server that closes each connection, which
// client-go takes for a watch that has ended.
func TestAWatchThatIsCutBeforeItBeginsIsNone(t *testing.T) {
	w := standing(t)
	var watches atomic.Int32
	w.server.reply(func(_ http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("watch") == "true" {
			watches.Add(1)
		}
		panic(http.ErrAbortHandler)
	})
	w.until("each stream has tried", func(*snapshot.Snapshot) bool { return watches.Load() > 6 })
	w.clock.Step(lossPatience)
	for seen := watches.Load(); watches.Load() < seen+30; {
		if s := w.Snapshot(); strings.Count(snapshottest.GapSubjects(s.Gaps), "since 12:00:00 UTC") != 3 {
			t.Fatalf("the gaps are %q", snapshottest.GapSubjects(s.Gaps))
		}
	}
	w.server.reply(nil)
	w.until("nothing is a gap", func(s *snapshot.Snapshot) bool { return len(s.Gaps) == 0 })
}

// TestATryThatHangsIsAGapBeforeItHasFailed has a network that swallows everything.
func TestATryThatHangsIsAGapBeforeItHasFailed(t *testing.T) {
	w := standing(t)
	network := make(chan struct{})
	w.server.reply(func(http.ResponseWriter, *http.Request) {
		<-network
		panic(http.ErrAbortHandler)
	})
	w.until("all streams try", func(*snapshot.Snapshot) bool {
		return !slices.ContainsFunc(w.streams, func(s *stream) bool { return !trying(s) })
	})
	snapshottest.Equal(t, "gaps at once", snapshottest.GapSubjects(w.Snapshot().Gaps), "")
	w.clock.Step(lossPatience)
	s := w.Snapshot()
	snapshottest.Equal(t, "since", strings.Count(snapshottest.GapSubjects(s.Gaps), "since 12:00:00 UTC"), 3)
	snapshottest.Contains(t, s.Gaps[0].Reason, "has not answered yet")
	snapshottest.Equal(t, "listed", s.NodesListed || s.EventsListed, false)
	w.server.reply(nil)
	close(network)
	w.until("nothing is a gap", func(s *snapshot.Snapshot) bool { return len(s.Gaps) == 0 })
}

func gapActions(gaps []snapshot.Gap) string {
	var actions []string
	for _, g := range gaps {
		actions = append(actions, g.Action)
	}
	return strings.Join(actions, " ")
}

func TestEventsThatMayNotBeReadAreAGapFromTheBeginning(t *testing.T) {
	s := newWatchServer(t)
	s.node(snapshottest.Node("a", corev1.ConditionFalse))
	s.answer = func(w http.ResponseWriter, r *http.Request) {
		if strings.Contains(r.URL.Path, "kube-system") {
			status(apierrors.NewForbidden(corev1.Resource("events"), "", nil))(w, r)
			return
		}
		s.usual(w, r)
	}
	w := watchOf(t, s, getterFor(s.URL, "0"), snapshot.Selection{})
	const want = "events in namespace kube-system"
	snapshottest.Equal(t, "gaps at first", snapshottest.GapSubjects(w.Snapshot().Gaps), want)
	got := w.until("the nodes are watched", func(s *snapshot.Snapshot) bool { return w.caughtUp && s.NodesListed && !s.EventsListed })
	snapshottest.Equal(t, "gaps", snapshottest.GapSubjects(got.Gaps), want)
	s.node(snapshottest.Node("a", corev1.ConditionTrue))
	w.until("a is Ready", scanIs("a+"))
}

func TestAnErrorAtTheStartIsTheSameAsWithoutAWatch(t *testing.T) {
	s := newWatchServer(t)
	s.answer = status(apierrors.NewUnauthorized("no"))
	w, err := NewWatch(getterFor(s.URL, "0"), LiveOptions{Now: func() time.Time { return noon }})
	if err != nil {
		t.Fatal(err)
	}
	err = w.Start(t.Context())
	if err == nil {
		t.Fatal("a watch without credentials was started")
	}
	snapshottest.Contains(t, err.Error(), "cannot list nodes", "401 Unauthorized", "log in again")
}

// TestANewTokenIsFetchedWhenTheOldOneIsRefused renews the credentials by a plugin of the
// kubeconfig, as kubelogin does, while the watch goes on.
func TestANewTokenIsFetchedWhenTheOldOneIsRefused(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.SkipNow() // the plugin is a shell script
	}
	folder := t.TempDir()
	token := filepath.Join(folder, "token")
	writeProgram(t, token, "one")
	plugin := filepath.Join(folder, "plugin")
	writeProgram(t, plugin, "#!/bin/sh\n"+`printf '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"%s"}}' "$(cat `+token+`)"`+"\n")
	s := startWatchServer(t, httptest.NewTLSServer) // over plain HTTP credentials are not sent
	s.node(snapshottest.Node("a", corev1.ConditionTrue))
	accept := func(token string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("Authorization") != "Bearer "+token {
				status(apierrors.NewUnauthorized("expired"))(w, r)
				return
			}
			s.usual(w, r)
		}
	}
	s.answer = accept("one")
	flags, _ := flagsFor(t, fmt.Sprintf(`apiVersion: v1
kind: Config
clusters: [{name: c, cluster: {server: %q, insecure-skip-tls-verify: true}}]
users: [{name: u, user: {exec: {apiVersion: client.authentication.k8s.io/v1, command: %q, interactiveMode: Never}}}]
contexts: [{name: x, context: {cluster: c, user: u}}]
current-context: x
`, s.URL, plugin))
	w := watchOf(t, s, flags, snapshot.Selection{}).settled()

	writeProgram(t, token, "two")
	s.reply(accept("two"))
	s.node(snapshottest.Node("a", corev1.ConditionFalse))
	got := w.until("the change is seen with the new token", scanIs("a-"))
	snapshottest.Equal(t, "gaps", snapshottest.GapSubjects(got.Gaps), "")
}

func writeProgram(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o700); err != nil {
		t.Fatal(err)
	}
}

// TestALeaseThatCouldNotBeReadStaysAGapHoweverItsNodeFared has a server on which the single
// reads of a node and its lease, or of the lease alone, fail alike, while the streams stand.
func TestALeaseThatCouldNotBeReadStaysAGapHoweverItsNodeFared(t *testing.T) {
	for name, failing := range map[string][]string{
		"the lease alone":        {leasesPath + "b"},
		"the node and its lease": {leasesPath + "b", nodesPath + "/b"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newWatchServer(t)
			s.node(snapshottest.Node("b", corev1.ConditionFalse))
			s.answer = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if slices.Contains(failing, r.URL.Path) {
					w.WriteHeader(http.StatusNotImplemented)
					return
				}
				s.usual(w, r)
			})
			w := watchOf(t, s, getterFor(s.URL, "0"), snapshot.Selection{Names: []string{"b"}}).settled()
			got := w.until("the streams have caught up", func(*snapshot.Snapshot) bool { return w.caughtUp })
			snapshottest.Contains(t, snapshottest.GapSubjects(got.Gaps), "lease b")
			snapshottest.Equal(t, "nodes", snapshottest.NodeNames(got.Nodes), "b")
		})
	}
}
