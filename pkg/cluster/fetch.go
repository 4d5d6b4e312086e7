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

// fetched is what came of reading nodes by their names, in whose order everything is.
type fetched struct {
	nodes []corev1.Node
	// gone are the names that the server does not know (any more).
	gone     []string
	failures []*failure
	// forbidden is true when the user may not get nodes.
	forbidden bool
}

// answer is what came of reading one node: the node, or why there is none.
type answer struct {
	node    *corev1.Node
	failure *failure
}

// fetch reads the named nodes in full, many at once. The version is that of the scan which
// showed them, empty for names from elsewhere.
func (l *Live) fetch(ctx context.Context, names []string, version string) fetched {
	answers := make([]answer, len(names))
	var halt halt
	var done atomic.Int64
	progress := func(more int) { l.report("reading %d of %d nodes", done.Add(int64(more)), len(names)) }
	listed := l.together(ctx, names, version, progress)
	each(names, func(i int, name string) {
		if answers[i].node = listed[name]; answers[i].node == nil {
			answers[i] = l.fetchOne(ctx, name, &halt)
			progress(1)
		}
	})

	var got fetched
	for i, a := range answers {
		switch {
		case a.failure == nil:
			got.nodes = append(got.nodes, *a.node)
		case unknownObject(a.failure):
			got.gone = append(got.gone, names[i])
		default:
			got.failures = append(got.failures, a.failure)
			got.forbidden = got.forbidden || statusCode(a.failure) == http.StatusForbidden
		}
	}
	return got
}

// fetchOne reads a node.
func (l *Live) fetchOne(ctx context.Context, name string, halt *halt) answer {
	node, failed := unlessHalted[*corev1.Node](ctx, l, request{resource: "nodes", name: name}, halt)
	if failed == nil {
		l.slim(node)
	}
	return answer{node: node, failure: failed}
}

// each calls f for every name, at most as many at once as there may be requests.
func each(names []string, f func(i int, name string)) {
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

// halt keeps the rest of many reads from being sent where they would fail as well.
type halt struct {
	cause atomic.Pointer[failure]
	// inARow are the reads that a server in trouble failed since one was answered.
	inARow atomic.Int64
}

// note takes in how a read ended. One node that a server fails at may be its own case; as
// many of them in a row as are read at once are the server's, and more reads add to it.
func (h *halt) note(failed *failure) {
	switch {
	case failed == nil || unknownObject(failed):
		h.inARow.Store(0)
	case failsForAll(failed) || (transient(failed) && h.inARow.Add(1) >= maxRequests):
		h.cause.Store(failed)
	}
}

// unlessHalted reads one of several objects or lists, unless earlier reads of them failed
// in a way that this one would too.
func unlessHalted[T runtime.Object](ctx context.Context, l *Live, r request, halt *halt) (T, *failure) {
	if earlier := halt.cause.Load(); earlier != nil {
		repeated := *earlier
		repeated.request = r
		var none T
		return none, &repeated
	}
	read, failed := object[T](ctx, l, r)
	halt.note(failed)
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

// unknownObject says whether the server answered that there is no such object, as opposed
// to no such path.
func unknownObject(f *failure) bool {
	return apierrors.IsNotFound(f) && !apierrors.HasStatusCause(f, metav1.CauseTypeUnexpectedServerResponse)
}
