package cluster

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"sync/atomic"

	"golang.org/x/sync/errgroup"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/rest"
)

// fetchedNodes is the result of reading nodes by name, in the order of the names.
type fetchedNodes struct {
	nodes []corev1.Node
	// gone are the names that the server does not know, or no longer.
	gone     []string
	failures []*failure
	// forbidden is true if the user may not get nodes.
	forbidden bool
}

// nodeAnswer is the result of reading one node.
type nodeAnswer struct {
	node    *corev1.Node
	failure *failure
}

// fetchNodes reads the named nodes in full, many at once. version is that of the scan which
// showed them, empty for names from elsewhere.
func (l *Live) fetchNodes(ctx context.Context, names []string, version string) fetchedNodes {
	answers := make([]nodeAnswer, len(names))
	var breaker circuitBreaker
	var done atomic.Int64
	progress := func(more int) { l.report("reading %d of %d nodes", done.Add(int64(more)), len(names)) }
	listed := l.fetchBatches(ctx, names, version, progress)
	forEachName(names, func(i int, name string) {
		if answers[i].node = listed[name]; answers[i].node == nil {
			answers[i] = l.fetchNode(ctx, name, &breaker)
			progress(1)
		}
	})

	var got fetchedNodes
	for i, a := range answers {
		switch {
		case a.failure == nil:
			got.nodes = append(got.nodes, *a.node)
		case isUnknownObject(a.failure):
			got.gone = append(got.gone, names[i])
		default:
			got.failures = append(got.failures, a.failure)
			got.forbidden = got.forbidden || statusCode(a.failure) == http.StatusForbidden
		}
	}
	return got
}

// fetchNode reads a node.
func (l *Live) fetchNode(ctx context.Context, name string, breaker *circuitBreaker) nodeAnswer {
	node, failed := readUnlessBroken(ctx, l, request{resource: "nodes", name: name}, breaker, decodeAs[*corev1.Node])
	if failed == nil {
		l.slimNode(node)
	}
	return nodeAnswer{node: node, failure: failed}
}

// forEachName calls f for every name, at most maxRequests at once.
func forEachName(names []string, f func(i int, name string)) {
	var group errgroup.Group
	group.SetLimit(maxRequests)
	for i, name := range names {
		group.Go(func() error {
			f(i, name)
			return nil
		})
	}
	_ = group.Wait() // no function returns an error
}

// circuitBreaker stops a series of reads once further ones would fail as well.
type circuitBreaker struct {
	failure atomic.Pointer[failure]
	// consecutive counts the failures of a server in trouble since its last answer.
	consecutive atomic.Int64
}

// record notes how a read ended. One transient failure may concern one node only; as many in a
// row as run at once concern the server, and more reads would add to its load.
func (b *circuitBreaker) record(failed *failure) {
	switch {
	case failed == nil || isUnknownObject(failed):
		b.consecutive.Store(0)
	case failsForAll(failed) || (isTransient(failed) && b.consecutive.Add(1) >= maxRequests):
		b.failure.Store(failed)
	}
}

// readUnlessBroken reads one of several objects or lists, or returns the failure that opened
// the breaker.
func readUnlessBroken[T runtime.Object](ctx context.Context, l *Live, r request, breaker *circuitBreaker, decode func(rest.Result) (T, error)) (T, *failure) {
	if earlier := breaker.failure.Load(); earlier != nil {
		repeated := *earlier
		repeated.request = r
		var none T
		return none, &repeated
	}
	read, failed := readObject(ctx, l, r, decode)
	breaker.record(failed)
	return read, failed
}

// failsForAll says whether a failure to read one node means that the others cannot be read
// either: a refused user, an overloaded server, or no server.
func failsForAll(f *failure) bool {
	var noAnswer *url.Error
	var page *unexpectedAnswer
	switch statusCode(f) {
	case 0:
		return errors.As(f, &noAnswer) || errors.As(f, &page)
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusTooManyRequests:
		return true
	default:
		return false
	}
}

// isUnknownObject says whether the server answered that the object, and not the path, does not exist.
func isUnknownObject(f *failure) bool {
	return apierrors.IsNotFound(f) && !apierrors.HasStatusCause(f, metav1.CauseTypeUnexpectedServerResponse)
}
