package cluster

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot/snapshottest"
)

// endsConnection answers with headers so long that the client ends the connection, and with it all that runs there.
func endsConnection(w http.ResponseWriter, _ *http.Request) {
	for i := range 20 {
		w.Header().Set(fmt.Sprint("X-Long-", i), strings.Repeat("x", 1<<20))
	}
}

// overTLS has the server of a test answer over TLS and HTTP/2.
func overTLS(s *apiServer) {
	s.Close()
	s.Server = httptest.NewUnstartedServer(http.HandlerFunc(s.serve))
	s.EnableHTTP2 = true
	s.StartTLS()
}

func TestWhatEndsAConnectionIsTriedAgainWithNothingBesideIt(t *testing.T) {
	s := newAPIServer(t)
	overTLS(s)
	s.nodes = snapshottest.SomeNodes(3, 1)
	scanned, beside := make(chan struct{}), make(chan struct{})
	var scans atomic.Int32
	s.script = func(line string, earlier int) http.HandlerFunc {
		switch {
		case line == defaultEvents && earlier == 0:
			return func(w http.ResponseWriter, r *http.Request) {
				<-scanned
				endsConnection(w, r)
			}
		case line == defaultEvents:
			return func(w http.ResponseWriter, r *http.Request) {
				if scans.Load() > 0 {
					t.Error("the list of events is tried again beside the scan")
					close(beside)
				}
				endsConnection(w, r)
			}
		case line == tableLine && earlier == 0: // it ends with the connection
			return func(_ http.ResponseWriter, r *http.Request) {
				close(scanned)
				<-r.Context().Done()
			}
		case line == tableLine:
			return func(w http.ResponseWriter, r *http.Request) {
				scans.Add(1)
				defer scans.Add(-1)
				select {
				case <-beside:
				case <-time.After(200 * time.Millisecond): // time to come in
				}
				s.listNodes(w, r)
			}
		}
		return nil
	}
	live, err := NewLive(getterFor(s.URL, "0"), LiveOptions{Now: snapshottest.TestTime, Pause: func(ctx context.Context, _ time.Duration) error { return ctx.Err() }})
	if err != nil {
		t.Fatal(err)
	}
	got := snapshottest.Take(t, live)
	if len(got.Nodes) != 1 || len(got.Gaps) != 1 || !strings.Contains(fmt.Sprint(got.Gaps), "headers of more than 1 MiB") {
		t.Errorf("%d nodes and the gaps %v", len(got.Nodes), got.Gaps)
	}
}
