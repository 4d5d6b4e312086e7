package cluster

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/sync/semaphore"
	"k8s.io/client-go/rest"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot/clock"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot/snapshottest"
)

// inMemory passes requests to a handler without a network, so that a synctest bubble contains
// every goroutine and controls the clock.
type inMemory struct{ handler http.HandlerFunc }

func (m inMemory) RoundTrip(r *http.Request) (*http.Response, error) {
	recorder := httptest.NewRecorder()
	m.handler(recorder, r)
	recorder.Header().Set("Date", time.Now().UTC().Format(http.TimeFormat))
	if err := r.Context().Err(); err != nil {
		return nil, err
	}
	return recorder.Result(), nil
}

// bubbleLive returns a Live with the real waits, for use in a bubble.
func bubbleLive(t *testing.T, s *apiServer) *Live {
	t.Helper()
	config := LiveOptions{}.restConfig(&rest.Config{Host: "http://in.memory"})
	client, err := rest.RESTClientForConfigAndClient(config, &http.Client{Transport: inMemory{s.serve}})
	if err != nil {
		t.Fatal(err)
	}
	return &Live{options: LiveOptions{Now: time.Now}, client: client, server: clock.NewServer(time.Now), slots: semaphore.NewWeighted(maxRequests), pause: pause}
}

func TestSnapshotLeavesNoGoroutineBehind(t *testing.T) {
	for name, start := range map[string]string{"when all goes well": "nothing", "when cancelled": "nodes/", "when cancelled early": ""} {
		t.Run(name, func(t *testing.T) {
			// The bubble fails the test if a goroutine outlives it.
			synctest.Test(t, func(t *testing.T) {
				s := &apiServer{nodes: snapshottest.SomeNodes(100, 80), script: onLines(start, neverAnswer)}
				ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
				defer cancel()
				begin := time.Now()
				got, err := bubbleLive(t, s).Snapshot(ctx)
				if start == "nothing" {
					snapshottest.Equal(t, "nodes", len(got.Nodes), 80)
					return
				}
				snapshottest.Equal(t, "context's error", errors.Is(err, context.DeadlineExceeded), true)
				snapshottest.Equal(t, "time taken", time.Since(begin), 3*time.Second)
			})
		})
	}
}

func TestSnapshotTakesAsLongAsTheServerAsks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &apiServer{script: failing(2, plain(429, "text/plain", "later", "Retry-After", "7"))}
		begin := time.Now()
		got := snapshottest.Take(t, bubbleLive(t, s))
		snapshottest.Equal(t, "time taken", time.Since(begin), 14*time.Second)
		snapshottest.Equal(t, "taken at the end", got.TakenAt, begin.Add(14*time.Second))
	})
}

func TestCancelledWaitEndsAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &apiServer{script: everywhere(plain(503, "text/plain", "later", "Retry-After", "30"))}
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
		defer cancel()
		begin := time.Now()
		_, err := bubbleLive(t, s).Snapshot(ctx)
		snapshottest.Equal(t, "context's error", errors.Is(err, context.DeadlineExceeded), true)
		snapshottest.Equal(t, "time taken", time.Since(begin), 10*time.Second)
	})
}
