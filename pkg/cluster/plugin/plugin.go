// Package plugin keeps a credential plugin that failed from being started again. client-go starts it for each
// request, and one that asks a person to log in would ask several times after a refusal.
package plugin

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	"k8s.io/client-go/rest"
)

// patience is how long a plugin that has worked in this run stays stopped after a failure: a watch has to
// outlive an hour without a network.
const patience = time.Minute

// errLate has the words of client-go's own error, so that it is explained like it.
var errLate = errors.New("getting credentials: it did not end within --request-timeout")

// Run knows the plugins of one run of the program, which clusters share if they have the same plugin. It is safe
// for concurrent use; the zero value knows none.
type Run struct {
	mu    sync.Mutex
	gates map[string]*gate
}

// Wrap prepares a configuration, and returns what the client made of it has to have around its transport.
func (r *Run) Wrap(config *rest.Config) func(http.RoundTripper) http.RoundTripper {
	if config.ExecProvider == nil {
		return func(next http.RoundTripper) http.RoundTripper { return next }
	}
	g := r.gate(config)
	config.Wrap(func(next http.RoundTripper) http.RoundTripper { return inside{next, g} })
	return func(next http.RoundTripper) http.RoundTripper { return outside{next, g} }
}

// gate returns the gate of the plugin of a configuration.
func (r *Run) gate(config *rest.Config) *gate {
	e := config.ExecProvider
	key := fmt.Sprintf("%q %q %q %q", e.Command, e.Args, e.Env, e.APIVersion)
	if e.ProvideClusterInfo { // then it can answer otherwise for another cluster
		key += " " + config.Host
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.gates[key] == nil {
		if r.gates == nil {
			r.gates = map[string]*gate{}
		}
		r.gates[key] = &gate{slot: make(chan struct{}, 1)}
	}
	return r.gates[key]
}

// gate lets one request at a time get its credentials, as client-go does.
type gate struct {
	slot   chan struct{}
	mu     sync.Mutex
	failed error
	worked bool
	// again, if set, lets a plugin that has worked be started again.
	again *time.Timer
}

// failure returns why the plugin is not started again, nil if it may be.
func (g *gate) failure() error {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.failed
}

// fail notes that the plugin failed.
func (g *gate) fail(err error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.failed = err; g.worked {
		if g.again != nil {
			g.again.Stop()
		}
		g.again = time.AfterFunc(patience, func() {
			g.mu.Lock()
			defer g.mu.Unlock()
			g.failed = nil
		})
	}
}

// work notes that there were credentials, be it late.
func (g *gate) work() {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.worked, g.failed = true, nil
}

// giveUp returns the error of a request whose context ended before it had credentials.
func (g *gate) giveUp(ctx context.Context) error {
	if !errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return ctx.Err()
	}
	g.fail(errLate)
	return errLate
}

// passKey is the key of what a request calls once it has its credentials.
type passKey struct{}

// inside is the transport behind the credentials.
type inside struct {
	http.RoundTripper
	gate *gate
}

// RoundTrip sends a request that has its credentials.
func (i inside) RoundTrip(r *http.Request) (*http.Response, error) {
	if pass, ok := r.Context().Value(passKey{}).(func()); ok {
		i.gate.work()
		pass()
	}
	return i.RoundTripper.RoundTrip(r) //nolint:wrapcheck // a transport changes no error
}

// WrappedRoundTripper returns the transport behind this one.
func (i inside) WrappedRoundTripper() http.RoundTripper { return i.RoundTripper }

// outside is the transport around the one that starts the plugin.
type outside struct {
	http.RoundTripper
	gate *gate
}

// answer is how a request ended.
type answer struct {
	response *http.Response
	err      error
}

// RoundTrip sends a request, unless the plugin has failed. It returns when the context ends, also while the plugin
// runs, which does not know of it.
func (o outside) RoundTrip(r *http.Request) (*http.Response, error) {
	if err := o.gate.failure(); err != nil {
		return nil, err
	}
	select {
	case o.gate.slot <- struct{}{}:
	case <-r.Context().Done():
		return nil, o.gate.giveUp(r.Context())
	}
	passed, done := make(chan struct{}), make(chan answer, 1)
	pass := sync.OnceFunc(func() {
		<-o.gate.slot
		close(passed)
	})
	go func() {
		defer pass()
		done <- o.send(r.WithContext(context.WithValue(r.Context(), passKey{}, pass)))
	}()
	select {
	case <-passed:
		a := <-done
		return a.response, a.err
	case <-r.Context().Done():
		go func() {
			if a := <-done; a.err == nil {
				_ = a.response.Body.Close() // nobody waits for it
			}
		}()
		return nil, o.gate.giveUp(r.Context())
	}
}

// send sends a request that has the slot.
func (o outside) send(r *http.Request) answer {
	if err := o.gate.failure(); err != nil {
		return answer{err: err}
	}
	response, err := o.RoundTripper.RoundTrip(r) //nolint:bodyclose // it is the caller's
	if err != nil && strings.HasPrefix(err.Error(), "getting credentials: ") {
		o.gate.fail(err)
	}
	return answer{response, err}
}

// WrappedRoundTripper returns the transport behind this one.
func (o outside) WrappedRoundTripper() http.RoundTripper { return o.RoundTripper }
