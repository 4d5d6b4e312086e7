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

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cluster/bounds"
)

const (
	// maxServerDelays is how often a request is retried because of Retry-After; client-go uses the same number.
	maxServerDelays = 10
	// maxServerWait is the longest total wait for the Retry-After of one request. During an outage a user waits for a message.
	maxServerWait = 30 * time.Second
)

// retryPolicy decides whether and when to retry a failed read. All requests are reads, so that retries do no harm.
type retryPolicy struct {
	backoff      wait.Backoff
	serverDelays int
	// waitLeft is how long the server may still ask to wait.
	waitLeft time.Duration
	// slots are how many the next try takes: all, to have nothing of its run beside it, once an answer ended its connection
	// and with that the answers to other requests. Which one it was, none of them knows.
	slots int64
}

// newRetryPolicy allows two retries if the server does not ask for them. --request-timeout bounds the waits it asks for.
func newRetryPolicy(timeout time.Duration) retryPolicy {
	r := retryPolicy{slots: 1, backoff: wait.Backoff{Duration: 200 * time.Millisecond, Factor: 3, Jitter: 0.1, Steps: 2}, waitLeft: maxServerWait}
	if timeout > 0 {
		r.waitLeft = min(r.waitLeft, timeout)
	}
	return r
}

// nextDelay returns how long to wait before the next try after err, and whether there is one.
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
	if over := (*bounds.Error)(nil); errors.As(err, &over) {
		r.slots = maxRequests
	}
	return r.backoff.Step(), true
}

// isTransient says whether a retry can help: the server is overloaded or restarting, or the connection was cut. After a
// time-out it does not, because the wait was long already.
func isTransient(err error) bool {
	var over *bounds.Error
	if errors.As(err, &over) {
		return over.Temporary()
	}
	if code := statusCode(err); code != 0 {
		return code >= http.StatusInternalServerError || code == http.StatusTooManyRequests
	}
	return isConnectionCut(err)
}

// isConnectionCut says whether the connection ended before the answer was complete.
func isConnectionCut(err error) bool {
	var stream http2.StreamError
	// HTTP/2 has no error types for a connection that ends during its requests.
	text := err.Error()
	return strings.Contains(text, "http2: client conn") || strings.Contains(text, "http2: server sent GOAWAY") ||
		errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) || errors.As(err, &stream) ||
		utilnet.IsConnectionReset(err) || isWinsock(err, wsaAborted, wsaReset) || utilnet.IsProbableEOF(err) || utilnet.IsHTTP2ConnectionLost(err)
}

// Errors of connections on Windows. The constants of package syscall with the names of Unix are
// made up by Go there and never match an error of the system.
const (
	wsaAborted  syscall.Errno = 10053
	wsaReset    syscall.Errno = 10054
	wsaTimedOut syscall.Errno = 10060
	wsaRefused  syscall.Errno = 10061
)

// isWinsock says whether an error is one of these numbers, which no other system uses.
func isWinsock(err error, numbers ...syscall.Errno) bool {
	var number syscall.Errno
	return errors.As(err, &number) && slices.Contains(numbers, number)
}

// statusCode returns the HTTP status of the server's refusal, or 0 for other errors.
func statusCode(err error) int {
	var status apierrors.APIStatus
	if !errors.As(err, &status) {
		return 0
	}
	return int(status.Status().Code)
}

// pause waits for d, or until the context ends; then it returns the context's error.
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
