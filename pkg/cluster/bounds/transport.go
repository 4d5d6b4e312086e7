package bounds

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"time"

	utilnet "k8s.io/apimachinery/pkg/util/net"
)

// Limits are the most that one client takes. Zero is no limit.
type Limits struct {
	// Answer is how many bytes an answer may have once it is decompressed, Run all answers together, and
	// Change one event of a watch, which is no part of the other two, or what is answered in place of a watch.
	Answer, Run, Change int64
	// AnswerTime is how long an answer may take up to its last byte, RunTime all of them from the first
	// request on. A watch may take as long as it likes.
	AnswerTime, RunTime time.Duration
}

// Reads are the limits for a cluster that is read once.
func Reads() Limits {
	return Limits{Answer: 32 << 20, Run: 16 << 30, AnswerTime: 10 * time.Minute, RunTime: time.Hour}
}

// Watches are the limits for a cluster that is watched. Older servers send all nodes in one answer, whatever
// page was asked for: 20,000 of them are 400 MB.
func Watches() Limits {
	return Limits{Answer: 1 << 30, Change: 16 << 20, AnswerTime: 10 * time.Minute}
}

// Error is why an answer was not read to its end.
type Error struct {
	// what goes on after "the answer".
	what string
	late bool
	many bool
	// large is true for an answer that is too much at once.
	large bool
	// shared is true where the connection ended, and with it the answers to other requests.
	shared bool
}

// Error returns a clause without a full stop.
func (e *Error) Error() string { return "the answer " + e.what }

// Large reports whether an answer was too much at once, so that the same in parts may not be.
func (e *Error) Large() bool { return e.large }

// Timeout reports whether it took too long.
func (e *Error) Timeout() bool { return e.late }

// Many reports whether an error is that a list has more objects than a cluster can have, so that hardly any of
// them is real.
func Many(err error) bool {
	var over *Error
	return errors.As(err, &over) && over.many
}

// Temporary reports whether another try can help: it would be as long, but where several answers ended with their
// connection, only one of them was.
func (e *Error) Temporary() bool { return e.shared }

// TooLong returns the error for bytes that are over a limit. What they are of begins with a space, and may be empty.
func TooLong(limit int64, of string) error {
	size := fmt.Sprintf("%d MiB", limit>>20)
	if limit >= 1<<30 {
		size = fmt.Sprintf("%d GiB", limit>>30)
	}
	return &Error{what: fmt.Sprintf("has more than %s%s, which no API server sends", size, of), large: true}
}

// tooLate returns the error for what takes too long.
func tooLate(limit time.Duration, what string) *Error {
	return &Error{what: fmt.Sprintf("%s within %s", what, limit), late: true}
}

// Wrap returns a transport that sends requests by next and takes no more than the limits. It belongs
// around all that decompresses.
func Wrap(next http.RoundTripper, l Limits) http.RoundTripper {
	return &transport{RoundTripper: next, limits: l, large: make(chan struct{}, 1)}
}

// mostHeaders is how many bytes the headers of an answer may have: the one or two thousand that an API server sends
// and much room for proxies. net/http takes 10 MiB, and that from each of the answers that come at once.
const mostHeaders = 1 << 20

// limiting is held while a transport is limited, as client-go gives the same one for the same cluster.
var limiting sync.Mutex

// Headers limits the headers that a transport takes. It returns the same one, or a copy of http.DefaultTransport, which
// is left as it is; so it must be the first of all that wrap a transport, and called before that is used.
func Headers(next http.RoundTripper) http.RoundTripper {
	limiting.Lock()
	defer limiting.Unlock()
	inner := next
	for wrapper, ok := inner.(utilnet.RoundTripperWrapper); ok; wrapper, ok = inner.(utilnet.RoundTripperWrapper) {
		inner = wrapper.WrappedRoundTripper()
	}
	connections, ok := inner.(*http.Transport)
	switch {
	case !ok || connections.MaxResponseHeaderBytes == mostHeaders:
		return next
	case next == http.DefaultTransport:
		connections = connections.Clone()
		next = connections
	case inner == http.DefaultTransport:
		return next
	}
	connections.MaxResponseHeaderBytes = mostHeaders
	return next
}

type transport struct {
	http.RoundTripper
	limits Limits
	used   counter
	// large has a place for the one answer that is being read beyond its first bytes.
	large chan struct{}
	start sync.Once
	// run ends when all requests together have taken too long.
	run context.Context //nolint:containedctx // it is that of all requests, whose own ones end sooner
}

// RoundTrip sends a request.
func (t *transport) RoundTrip(r *http.Request) (*http.Response, error) {
	b := &body{limits: t.limits, used: &t.used, large: t.large, watch: isWatch(r), stream: streamOf(r.Context())}
	ctx := t.context(r.Context(), b)
	answer, err := t.RoundTripper.RoundTrip(r.WithContext(ctx))
	if err == nil && !b.watch && t.limits.Answer > 0 && answer.ContentLength > t.limits.Answer {
		_ = answer.Body.Close() // nothing of it is wanted
		err = TooLong(t.limits.Answer, "")
	}
	if err != nil {
		b.end()
		return nil, reason(ctx, err)
	}
	b.ReadCloser, b.ctx = answer.Body, ctx
	b.protobuf = strings.Contains(answer.Header.Get("Content-Type"), "protobuf")
	switch ok := answer.StatusCode == http.StatusOK; {
	case b.watch && !ok:
		b.watch, b.limits.Answer = false, t.limits.Change
	case ok:
		b.head = headOf(r.Context())
	}
	answer.Body = b
	return answer, nil
}

// WrappedRoundTripper returns the transport behind this one.
func (t *transport) WrappedRoundTripper() http.RoundTripper { return t.RoundTripper }

// context returns the context for a request, which ends when it takes too long; b ends it earlier.
func (t *transport) context(ctx context.Context, b *body) context.Context {
	if b.end = func() {}; b.watch {
		return ctx
	}
	ctx, cancel := context.WithCancelCause(ctx)
	all := context.AfterFunc(t.runContext(), func() { cancel(context.Cause(t.run)) })
	one := after(t.limits.AnswerTime, func(d time.Duration) { cancel(tooLate(d, "did not end")) })
	b.end = func() {
		all()
		one()
		cancel(nil)
	}
	return ctx
}

// runContext returns the context of all requests, which begins with the first.
func (t *transport) runContext() context.Context {
	t.start.Do(func() {
		run, cancel := context.WithCancelCause(context.Background())
		after(t.limits.RunTime, func(d time.Duration) { cancel(tooLate(d, "and those before it did not end")) })
		t.run = run
	})
	return t.run
}

// after calls f with a time when it has passed, unless the result is called before; 0 is never.
func after(d time.Duration, f func(time.Duration)) (stop func() bool) {
	if d == 0 {
		return func() bool { return false }
	}
	return time.AfterFunc(d, func() { f(d) }).Stop
}

// isWatch reports whether a request asks for changes as they happen.
func isWatch(r *http.Request) bool {
	watch := r.URL.Query().Get("watch")
	return watch == "true" || watch == "1"
}

// reason returns the bound that an error comes from, or the error itself. net/http has no type for headers that are
// too long.
func reason(ctx context.Context, err error) error {
	var late *Error
	if errors.As(context.Cause(ctx), &late) {
		return late
	}
	for _, text := range []string{"server response headers exceeded", "response header list larger", "connection error: COMPRESSION_ERROR", "connection error: PROTOCOL_ERROR"} {
		if strings.Contains(err.Error(), text) {
			return &Error{what: fmt.Sprintf("has headers of more than %d MiB, or ones that break the rules of HTTP/2", mostHeaders>>20), shared: strings.HasPrefix(text, "connection error")}
		}
	}
	return err
}
