package cluster

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"syscall"
	"time"

	"golang.org/x/net/http2"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	utilnet "k8s.io/apimachinery/pkg/util/net"
	"k8s.io/apimachinery/pkg/util/wait"
)

const (
	// maxServerDelays is how often a request is repeated because the server asked for it with
	// Retry-After; it is client-go's number.
	maxServerDelays = 10
	// maxServerWait is how long all Retry-After of one request together are waited for.
	// Somebody sits in front of this program during an outage and is better told.
	maxServerWait = 30 * time.Second
)

// retryPolicy decides whether and when a failed read is tried again. Everything this program
// sends is a read, so that a repetition does no harm.
type retryPolicy struct {
	backoff      wait.Backoff
	serverDelays int
	// waitLeft is how long may still be waited because the server asks for it.
	waitLeft time.Duration
}

// newRetryPolicy allows two more tries where the server does not say how many it wants. With a
// --request-timeout the waits that the server asks for last no longer than that.
func newRetryPolicy(timeout time.Duration) retryPolicy {
	r := retryPolicy{backoff: wait.Backoff{Duration: 200 * time.Millisecond, Factor: 3, Jitter: 0.1, Steps: 2}, waitLeft: maxServerWait}
	if timeout > 0 {
		r.waitLeft = min(r.waitLeft, timeout)
	}
	return r
}

// nextDelay says how long to wait before the next try after err, and whether there is one.
func (r *retryPolicy) nextDelay(err error) (time.Duration, bool) {
	if seconds, ok := apierrors.SuggestsClientDelay(err); ok && seconds > 0 {
		delay := time.Duration(seconds) * time.Second
		r.serverDelays++
		r.waitLeft -= delay
		return delay, r.serverDelays <= maxServerDelays && r.waitLeft >= 0
	}
	if !isTransient(err) || r.backoff.Steps == 0 {
		return 0, false
	}
	return r.backoff.Step(), true
}

// isTransient says whether an error may be gone a moment later: the server is overloaded or
// restarting, or the connection was cut. A time-out is not: it has already been waited for.
func isTransient(err error) bool {
	if code := statusCode(err); code != 0 {
		return code >= http.StatusInternalServerError || code == http.StatusTooManyRequests
	}
	return isConnectionCut(err)
}

// isConnectionCut says whether the connection broke before the answer was complete.
func isConnectionCut(err error) bool {
	var stream http2.StreamError
	// HTTP/2 has no types for the errors of a connection that ends under its requests.
	text := err.Error()
	return strings.Contains(text, "http2: client conn") || strings.Contains(text, "http2: server sent GOAWAY") ||
		errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) || errors.As(err, &stream) ||
		utilnet.IsConnectionReset(err) || isWinsock(err, wsaAborted, wsaReset) || utilnet.IsProbableEOF(err) || utilnet.IsHTTP2ConnectionLost(err)
}

// What connections end with on Windows: the constants of package syscall with the names of
// Unix are numbers there that Go made up, and no error of the system is one of them.
const (
	wsaAborted  syscall.Errno = 10053
	wsaReset    syscall.Errno = 10054
	wsaTimedOut syscall.Errno = 10060
	wsaRefused  syscall.Errno = 10061
)

// isWinsock says whether an error is one of these. No other system has such numbers.
func isWinsock(err error, numbers ...syscall.Errno) bool {
	var number syscall.Errno
	return errors.As(err, &number) && slices.Contains(numbers, number)
}

// statusCode is the HTTP status that the server refused a request with, or 0 when the
// error is not a refusal by the server.
func statusCode(err error) int {
	var status apierrors.APIStatus
	if !errors.As(err, &status) {
		return 0
	}
	return int(status.Status().Code)
}

// pause waits for d, or until the context ends and then returns its error.
func pause(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("waiting to try again: %w", ctx.Err())
	}
}
