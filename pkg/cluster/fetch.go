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
)

// fetchedNodes is what came of reading nodes by their names, in whose order everything is.
type fetchedNodes struct {
	nodes []corev1.Node
	// gone are the names that the server does not know (any more).
	gone     []string
	failures []*failure
	// forbidden is true when the user may not get nodes.
	forbidden bool
}

// nodeAnswer is what came of reading one node: the node, or why there is none.
type nodeAnswer struct {
	node    *corev1.Node
	failure *failure
}

// fetchNodes reads the named nodes in full, many at once. The version is that of the scan which
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
	node, failed := readUnlessBroken[*corev1.Node](ctx, l, request{resource: "nodes", name: name}, breaker)
	if failed == nil {
		l.slimNode(node)
	}
	return nodeAnswer{node: node, failure: failed}
}

// forEachName calls f for every name, at most as many at once as there may be requests.
func forEachName(names []string, f func(i int, name string)) {
	var group errgroup.Group
	group.SetLimit(maxRequests)
	for i, name := range names {
		group.Go(func() error {
			f(i, name)
			return nil
		})
	}
	_ = group.Wait() // nothing else is returned
}

// circuitBreaker keeps the rest of many reads from being sent where they would fail as well.
type circuitBreaker struct {
	failure atomic.Pointer[failure]
	// consecutive are the reads that a server in trouble failed since one was answered.
	consecutive atomic.Int64
}

// record takes in how a read ended. One node that a server fails at may be its own case; as
// many of them in a row as are read at once are the server's, and more reads add to it.
func (b *circuitBreaker) record(failed *failure) {
	switch {
	case failed == nil || isUnknownObject(failed):
		b.consecutive.Store(0)
	case failsForAll(failed) || (isTransient(failed) && b.consecutive.Add(1) >= maxRequests):
		b.failure.Store(failed)
	}
}

// readUnlessBroken reads one of several objects or lists, unless earlier reads of them failed
// in a way that this one would too.
func readUnlessBroken[T runtime.Object](ctx context.Context, l *Live, r request, breaker *circuitBreaker) (T, *failure) {
	if earlier := breaker.failure.Load(); earlier != nil {
		repeated := *earlier
		repeated.request = r
		var none T
		return none, &repeated
	}
	read, failed := readObject[T](ctx, l, r)
	breaker.record(failed)
	return read, failed
}

// failsForAll says whether what kept one node from being read keeps the others from it
// too: a refusal of the user, an overloaded server, or no server at all.
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

// isUnknownObject says whether the server answered that there is no such object, as opposed
// to no such path.
func isUnknownObject(f *failure) bool {
	return apierrors.IsNotFound(f) && !apierrors.HasStatusCause(f, metav1.CauseTypeUnexpectedServerResponse)
}
