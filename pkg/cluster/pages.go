package cluster

import (
	"context"
	"net/http"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/serializer/protobuf"
	"k8s.io/apimachinery/pkg/util/sets"
	"k8s.io/client-go/kubernetes/scheme"
	"k8s.io/client-go/rest"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

const (
	nodesPerPage = 500
	// eventsPerPage is more than an hour of node events in a usual cluster: one request,
	// since paging costs time on the server, and yet not all is lost when one is cut.
	eventsPerPage = 5000
	// maxRestarts is how often a list starts over because its continue token expired.
	maxRestarts = 2
)

// listNodes reads all selected nodes in full. After a failure it returns those read before.
func (l *Live) listNodes(ctx context.Context) ([]corev1.Node, *failure) {
	r := request{resource: "nodes", options: metav1.ListOptions{
		LabelSelector: l.options.Selection.Selector, Limit: l.chunk(nodesPerPage),
	}}
	return pages(l.target, r, func(r request, before int) ([]corev1.Node, string, *failure) {
		l.report("listing nodes in full, %d so far", before)
		list, failed := object[*corev1.NodeList](ctx, l, r)
		if failed != nil {
			return nil, "", failed
		}
		for i := range list.Items {
			l.slim(&list.Items[i])
		}
		return list.Items, list.Continue, nil
	})
}

// slim makes a node that is not kept as evidence small.
func (l *Live) slim(n *corev1.Node) {
	if !l.options.Keep {
		snapshot.Slim(n)
	}
}

// listEvents reads the events about nodes in a namespace. After a failure it returns those
// read before.
func (l *Live) listEvents(ctx context.Context, namespace string) ([]corev1.Event, *failure) {
	// The kind alone: events differ in the UID, API version and source they give.
	r := request{resource: "events", namespace: namespace, options: metav1.ListOptions{
		FieldSelector: "involvedObject.kind=Node", Limit: l.chunk(eventsPerPage),
	}}
	return pages(l.target, r, func(r request, before int) ([]corev1.Event, string, *failure) {
		if before > 0 {
			l.report("listing events in namespace %s, %d so far", namespace, before)
		}
		var list *corev1.EventList
		failed := l.read(ctx, r, func(result rest.Result) (err error) {
			list, err = eventList(result)
			return err
		})
		if failed != nil {
			return nil, "", failed
		}
		for i := range list.Items {
			if !l.options.Keep {
				snapshot.SlimEvent(&list.Items[i])
			}
		}
		return list.Items, list.Continue, nil
	})
}

// bytesPerEvent is less than an event of an API server takes in protobuf.
const bytesPerEvent = 400

// envelopes are what answers in protobuf come in.
var envelopes = protobuf.NewSerializer(scheme.Scheme, scheme.Scheme)

// eventList decodes a list of events. It makes room for all of them at once: letting the
// list grow with them would take most of the time.
func eventList(result rest.Result) (*corev1.EventList, error) {
	raw, err := result.Raw()
	if err != nil {
		return nil, err
	}
	var inside runtime.Unknown
	if _, kind, err := envelopes.Decode(raw, nil, &inside); err != nil || *kind != corev1.SchemeGroupVersion.WithKind("EventList") {
		return decoded[*corev1.EventList](result)
	}
	list := &corev1.EventList{Items: make([]corev1.Event, 0, len(inside.Raw)/bytesPerEvent)}
	if err := list.Unmarshal(inside.Raw); err != nil {
		return nil, &unreadableAnswer{err}
	}
	return list, nil
}

func (l *Live) chunk(usual int64) int64 {
	if l.options.ChunkSize > 0 {
		return l.options.ChunkSize
	}
	return usual
}

// pageFunc reads one page, before items having been read, and returns its items and the
// token of the next page, empty after the last.
type pageFunc[T any] func(r request, before int) ([]T, string, *failure)

// pages reads a list page by page and starts over when the continue token has expired.
// After a failure it returns the most that was read in one go.
func pages[T any](t target, r request, read pageFunc[T]) ([]T, *failure) {
	var best []T
	for restarts := 0; ; restarts++ {
		items, failed := pass(t, r, read)
		if failed == nil {
			return items, nil
		}
		if len(items) > len(best) {
			best = items
		}
		if statusCode(failed) != http.StatusGone || restarts == maxRestarts {
			return best, failed
		}
	}
}

// pass reads a list from its first page to its last or to a failure. A token that has been
// sent before leads to pages that were read, as where a cache heeds no query: without end.
func pass[T any](t target, r request, read pageFunc[T]) ([]T, *failure) {
	var items []T
	sent := sets.New[string]()
	for {
		page, next, failed := read(r, len(items))
		if failed != nil {
			return items, failed
		}
		if sent.Has(next) {
			return items, t.explain(r, &unexpectedAnswer{what: "a page that was read before"})
		}
		items = joined(items, page)
		if next == "" {
			return items, nil
		}
		sent.Insert(next)
		r.options.Continue = next
	}
}

// joined is both lists in one, without a copy of thousands of objects where one is empty.
func joined[T any](first, second []T) []T {
	if len(first) == 0 {
		return second
	}
	return append(first, second...)
}
