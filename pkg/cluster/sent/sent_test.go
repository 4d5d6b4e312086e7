package sent

import (
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
)

// get sends a request with a context that runs f, and returns the error.
func get(t *testing.T, address string, f func()) error {
	t.Helper()
	ctx := Then(t.Context(), f)
	var failed error
	for range 3 {
		request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
		if err != nil {
			t.Fatal(err)
		}
		answer, err := http.DefaultClient.Do(request)
		if err != nil {
			failed = err
			continue
		}
		if err := answer.Body.Close(); err != nil {
			t.Error(err)
		}
	}
	return failed
}

func TestTheWorkIsDoneWhileTheServerAnswers(t *testing.T) {
	done := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-done })) // it answers only then
	defer server.Close()
	var runs atomic.Int32
	if err := get(t, server.URL, func() { runs.Add(1); close(done) }); err != nil || runs.Load() != 1 {
		t.Errorf("three requests: %v, and the work was done %d times, want once", err, runs.Load())
	}
}

func TestNoWorkIsDoneForARequestThatIsNotSent(t *testing.T) {
	server := httptest.NewServer(http.NotFoundHandler())
	server.Close()
	if err := get(t, server.URL, func() { t.Error("the work is done") }); err == nil {
		t.Error("a closed server answers")
	}
}
