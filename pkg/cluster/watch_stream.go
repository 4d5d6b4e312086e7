package cluster

import (
	"context"
	"fmt"
	"net/http"
	"sync"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/apimachinery/pkg/watch"
	"k8s.io/client-go/kubernetes/scheme"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/cache"
	"k8s.io/utils/clock"
)

// stream is one reflector with what is known of its connection.
type stream struct {
	// subject is what it carries: "nodes", "events in namespace default".
	subject   string
	request   request
	target    target
	client    rest.Interface
	now       func() time.Time
	reflector func(wait.Backoff) *cache.Reflector

	mu sync.Mutex
	// listed is true once the store holds everything.
	listed bool
	// failure is why the last try to watch did not succeed, nil while there is a watch.
	failure *failure
	since   time.Time // of the first failure
	seen    time.Time // when a watch last stood, or was cut
}

func (w *Watch) nodeStream() *stream {
	r := request{resource: "nodes", options: metav1.ListOptions{LabelSelector: w.live.options.Selection.Selector}}
	return w.newStream(r, &corev1.Node{}, w.nodes, func() runtime.Object { return &corev1.NodeList{} })
}

func (w *Watch) eventStream(namespace string, store *eventStore) *stream {
	r := request{resource: "events", namespace: namespace, options: metav1.ListOptions{FieldSelector: "involvedObject.kind=Node"}}
	return w.newStream(r, &corev1.Event{}, store, func() runtime.Object { return &corev1.EventList{} })
}

func (w *Watch) newStream(r request, example runtime.Object, store cache.ReflectorStore, newList func() runtime.Object) *stream {
	s := &stream{subject: r.subject(), request: r, target: w.live.target, client: w.client, now: w.live.options.Now}
	s.reflector = func(backoff wait.Backoff) *cache.Reflector {
		source := &cache.ListWatch{
			ListWithContextFunc: func(ctx context.Context, o metav1.ListOptions) (runtime.Object, error) {
				return s.list(ctx, o, newList())
			},
			WatchFuncWithContext: s.watch,
		}
		return cache.NewReflectorWithOptions(source, example, &syncedStore{ReflectorStore: store, stream: s},
			cache.ReflectorOptions{Name: s.subject, Backoff: &backoff, Clock: clock.RealClock{}})
	}
	return s
}

// run lists and watches until the context ends.
func (s *stream) run(ctx context.Context, backoff wait.Backoff) {
	s.reflector(backoff).RunWithContext(ctx)
}

func (s *stream) get(o *metav1.ListOptions) *rest.Request {
	o.LabelSelector, o.FieldSelector = s.request.options.LabelSelector, s.request.options.FieldSelector
	return s.client.Get().Resource(s.request.resource).MaxRetries(0).
		NamespaceIfScoped(s.request.namespace, s.request.namespace != "").
		VersionedParams(o, scheme.ParameterCodec)
}

// list reads everything. It gives up when --request-timeout says so.
func (s *stream) list(ctx context.Context, o metav1.ListOptions, into runtime.Object) (runtime.Object, error) {
	call := s.get(&o)
	if s.target.timeout > 0 {
		call.Timeout(s.target.timeout)
	}
	if err := call.Do(ctx).Into(into); err != nil {
		s.lose(err)
		return nil, fmt.Errorf("listing %s: %w", s.subject, err)
	}
	return into, nil
}

// watch opens a stream of changes. Only this ends a loss: a list alone shows no change.
func (s *stream) watch(ctx context.Context, o metav1.ListOptions) (watch.Interface, error) {
	o.Watch = true
	call := s.get(&o)
	if o.TimeoutSeconds != nil {
		call.Timeout(time.Duration(*o.TimeoutSeconds) * time.Second)
	}
	changes, err := call.Watch(ctx)
	if err != nil {
		// A server that refuses a streamed list may be too old for one: the reflector lists
		// then, and that tells.
		if code := statusCode(err); o.SendInitialEvents == nil || code == 0 || code == http.StatusTooManyRequests || code >= http.StatusInternalServerError {
			s.lose(err)
		}
		return nil, fmt.Errorf("watching %s: %w", s.subject, err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.failure, s.since, s.seen = nil, time.Time{}, s.now()
	return changes, nil
}

// lose notes a failed try: the time of the first and the newest reason, except that the
// same refusal of a list and a watch by turns is one reason.
func (s *stream) lose(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.failure == nil {
		s.since = s.now()
		s.seen = s.since
	}
	r := s.request
	r.watch = true // also for a list: what a watch needs is both
	failed := s.target.explain(r, err)
	if code := statusCode(failed); code == 0 || s.failure == nil || code != statusCode(s.failure) {
		s.failure = failed
	}
}

// lostFor is why and for how long there has been no stream; nil and 0 while there is one.
func (s *stream) lostFor(now time.Time) (*failure, time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.failure == nil {
		return nil, 0
	}
	return s.failure, now.Sub(s.since)
}

func (s *stream) lastSeen() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.seen
}

func (s *stream) synced() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.listed
}

// syncedStore tells its stream when the store holds everything for the first time.
type syncedStore struct {
	cache.ReflectorStore
	stream *stream
}

// Replace hands on, and then notes that everything is there.
func (s *syncedStore) Replace(all []any, version string) error {
	if err := s.ReflectorStore.Replace(all, version); err != nil {
		return fmt.Errorf("keeping %s: %w", s.stream.subject, err)
	}
	s.stream.mu.Lock()
	defer s.stream.mu.Unlock()
	s.stream.listed = true
	return nil
}
