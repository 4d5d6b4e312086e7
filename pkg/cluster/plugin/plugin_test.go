package plugin

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"k8s.io/client-go/rest"
	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"
)

// standIn gets credentials as client-go does, one at a time, and sends the request behind inside.
type standIn struct {
	mu     sync.Mutex
	starts atomic.Int64
	// get returns why there are none.
	get  func(ctx context.Context, start int64) error
	next http.RoundTripper
}

func (s *standIn) RoundTrip(r *http.Request) (*http.Response, error) {
	s.mu.Lock()
	err := s.get(r.Context(), s.starts.Add(1))
	s.mu.Unlock()
	if err != nil {
		return nil, err
	}
	return s.next.RoundTrip(r)
}

// server answers each request.
type server struct{}

func (server) RoundTrip(*http.Request) (*http.Response, error) {
	return httptest.NewRecorder().Result(), nil
}

// around returns the transport around a plugin.
func around(r *Run, args []string, s *standIn) http.RoundTripper {
	config := &rest.Config{ExecProvider: &clientcmdapi.ExecConfig{Command: "login", Args: args}}
	wrap := r.Wrap(config)
	s.next = config.WrapTransport(server{})
	return wrap(s)
}

// sendAll sends so many requests at once, and returns their errors.
func sendAll(t *testing.T, transport http.RoundTripper, n int) []error {
	t.Helper()
	failures := make([]error, n)
	var wg sync.WaitGroup
	for i := range n {
		wg.Go(func() { failures[i] = send(t.Context(), transport) })
	}
	wg.Wait()
	return failures
}

func send(ctx context.Context, transport http.RoundTripper) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://a.example", nil)
	if err != nil {
		return err
	}
	answer, err := transport.RoundTrip(r)
	if err == nil {
		err = answer.Body.Close()
	}
	return err
}

var errLogin = errors.New("getting credentials: exec: executable login failed with exit code 1")

func TestAFailedPluginIsStartedOnce(t *testing.T) {
	var run Run
	fails := &standIn{get: func(context.Context, int64) error { return errLogin }}
	for _, other := range [][]string{nil, nil, {"--other"}} { // two clusters with the same plugin, and one with another
		for _, err := range sendAll(t, around(&run, other, fails), 5) {
			if !errors.Is(err, errLogin) {
				t.Errorf("the error is %v", err)
			}
		}
	}
	if n := fails.starts.Load(); n != 2 {
		t.Errorf("it was started %d times, of two plugins", n)
	}
}

func TestAPluginThatWorksIsAskedForEachRequest(t *testing.T) {
	works := &standIn{get: func(context.Context, int64) error { return nil }}
	for _, err := range sendAll(t, around(new(Run), nil, works), 20) {
		if err != nil {
			t.Error(err)
		}
	}
	if n := works.starts.Load(); n != 20 {
		t.Errorf("%d requests of 20 had credentials", n)
	}
	other := errors.New("connection refused")
	if err := send(t.Context(), around(new(Run), nil, &standIn{get: func(context.Context, int64) error { return other }})); !errors.Is(err, other) {
		t.Errorf("the error is %v", err)
	}
}

func TestAPluginThatHangsIsNotStartedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		forever, end := context.WithCancel(t.Context())
		hangs := &standIn{get: func(context.Context, int64) error { <-forever.Done(); return errLogin }}
		transport := around(new(Run), nil, hangs)
		limited, cancel := context.WithTimeout(t.Context(), 3*time.Second)
		defer cancel()
		waits := make(chan error, 2)
		for range 2 {
			go func() { waits <- send(limited, transport) }()
		}
		for range 2 {
			if err := <-waits; !errors.Is(err, errLate) {
				t.Errorf("the error is %v", err)
			}
		}
		if err := send(t.Context(), transport); !errors.Is(err, errLate) { // without waiting
			t.Errorf("later the error is %v", err)
		}
		end()
		synctest.Wait()
		if n := hangs.starts.Load(); n != 1 {
			t.Errorf("it was started %d times", n)
		}
	})
}

func TestAPluginThatWorkedMayTryAgainAfterAWhile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		flaky := &standIn{get: func(_ context.Context, start int64) error {
			if start == 2 {
				return errLogin
			}
			return nil
		}}
		transport := around(new(Run), nil, flaky)
		for i, want := range []error{nil, errLogin, errLogin, errLogin} {
			if err := send(t.Context(), transport); !errors.Is(err, want) {
				t.Errorf("request %d has the error %v", i+1, err)
			}
		}
		if n := flaky.starts.Load(); n != 2 {
			t.Errorf("it was started %d times", n)
		}
		<-time.After(patience)
		synctest.Wait()
		if err := send(t.Context(), transport); err != nil {
			t.Errorf("after a while the error is %v", err)
		}
	})
}

func TestARequestThatIsGivenUpIsNoFailureOfThePlugin(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		slow := &standIn{get: func(context.Context, int64) error { <-time.After(time.Minute); return nil }}
		transport := around(new(Run), nil, slow)
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		if err := send(ctx, transport); !errors.Is(err, context.Canceled) {
			t.Errorf("the error is %v", err)
		}
		if err := send(t.Context(), transport); err != nil {
			t.Errorf("another request has the error %v", err)
		}
	})
}
