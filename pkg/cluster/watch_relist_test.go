package cluster

import (
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot/snapshottest"
)

// answered says whether the answer to the last try of a stream has begun.
func answered(s *stream) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return !s.answered.IsZero()
}

// relists are the two ways to list the nodes, as the beginning of an answer that does not end.
var relists = map[string]struct {
	is    func(r *http.Request) bool
	begin string
}{
	"a watch that begins with all nodes": {
		func(r *http.Request) bool { return r.URL.Query().Get("sendInitialEvents") == "true" },
		`{"type":"ADDED","object":{"kind":"Node","apiVersion":"v1","metadata":{"name":"a","resourceVersion":"9"}}}` + "\n",
	},
	"a list": {
		func(r *http.Request) bool { return r.URL.Query().Get("watch") != "true" },
		`{"kind":"NodeList","apiVersion":"v1","metadata":{"resourceVersion":"9"},"items":[`,
	},
}

// ofNodes returns the gaps of the nodes: events may be listed again at the same time.
func ofNodes(gaps []snapshot.Gap) []snapshot.Gap {
	return slices.DeleteFunc(slices.Clone(gaps), func(g snapshot.Gap) bool { return g.Source != snapshot.SourceNodes })
}

// relisting returns a watch whose nodes are listed again, which goes on until end is closed. The answer begins once
// begin is closed.
func relisting(t *testing.T, form string) (w *watched, begin, end chan struct{}) {
	w = settledWatch(t)
	begin, end = make(chan struct{}), make(chan struct{})
	asked := make(chan struct{}, 100)
	w.server.mu.Lock()
	w.server.forgotten = len(w.server.history)
	w.server.mu.Unlock()
	w.server.reply(func(answer http.ResponseWriter, r *http.Request) {
		if r.URL.Path != nodesPath || !relists[form].is(r) {
			w.server.usual(answer, r)
			return
		}
		asked <- struct{}{}
		<-begin
		answer.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(answer, relists[form].begin)
		answer.(http.Flusher).Flush()
		select {
		case <-r.Context().Done():
		case <-end:
			panic(http.ErrAbortHandler)
		}
	})
	<-asked
	return w, begin, end
}

// A big list takes longer than the server may be silent.
func TestNodesThatAreListedAgainAreAGapOnlyWhenThatTakesLong(t *testing.T) {
	for form := range relists {
		t.Run(form, func(t *testing.T) {
			w, begin, end := relisting(t, form)
			close(begin)
			w.until("the answer has begun", func(*snapshot.Snapshot) bool { return answered(w.streams[0]) })
			w.clock.Step(listPatience - time.Second)
			s := w.Snapshot()
			snapshottest.Equal(t, "gaps at first", snapshottest.GapSubjects(ofNodes(s.Gaps)), "")
			snapshottest.Equal(t, "nodes listed", s.NodesListed, true)
			w.clock.Step(time.Second)
			s = w.Snapshot()
			snapshottest.Equal(t, "gaps", snapshottest.GapSubjects(ofNodes(s.Gaps)), "changes of nodes since 12:00:00 UTC")
			snapshottest.Contains(t, ofNodes(s.Gaps)[0].Reason, "has begun to answer, but the list has not ended yet.")
			snapshottest.Equal(t, "nodes listed", s.NodesListed, false)
			w.server.reply(nil)
			close(end)
			w.until("nothing is a gap", func(s *snapshot.Snapshot) bool { return len(s.Gaps) == 0 && s.NodesListed })
		})
	}
}

// What is a gap stays one until there is a watch again: that the server begins to answer ends nothing.
func TestAGapThatIsThereStaysWhileNodesAreListedAgain(t *testing.T) {
	for form := range relists {
		t.Run(form, func(t *testing.T) {
			w, begin, end := relisting(t, form)
			w.clock.Step(lossPatience)
			s := w.Snapshot()
			snapshottest.Equal(t, "gaps", snapshottest.GapSubjects(ofNodes(s.Gaps)), "changes of nodes since 12:00:00 UTC")
			snapshottest.Contains(t, ofNodes(s.Gaps)[0].Reason, "has not answered yet")
			close(begin)
			s = w.until("the answer has begun", func(s *snapshot.Snapshot) bool {
				gaps := ofNodes(s.Gaps)
				return len(gaps) != 1 || strings.Contains(gaps[0].Reason, "the list has not ended yet")
			})
			snapshottest.Equal(t, "gaps", snapshottest.GapSubjects(ofNodes(s.Gaps)), "changes of nodes since 12:00:00 UTC")
			w.server.reply(nil)
			close(end)
			w.until("nothing is a gap", func(s *snapshot.Snapshot) bool { return len(s.Gaps) == 0 })
		})
	}
}
