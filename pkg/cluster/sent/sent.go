// Package sent uses the time in which a server answers.
package sent

import (
	"context"
	"net/http/httptrace"
	"runtime"
	"sync"
)

// Then returns a context with which f runs once, beside the caller, as soon as the first request was written, or could not
// be. On one CPU what is ready to run at that moment mostly runs before it, such as what writes the requests that follow.
// Nobody waits for its end: f must touch only what is safe for that.
func Then(ctx context.Context, f func()) context.Context {
	begin := sync.OnceFunc(func() {
		go func() {
			runtime.Gosched()
			f()
		}()
	})
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{WroteRequest: func(httptrace.WroteRequestInfo) { begin() }})
}
