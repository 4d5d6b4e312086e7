package cluster

import (
	"context"
	"errors"
	"fmt"
	"net/http/httptrace"
	"sync"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/util/wait"
	"k8s.io/client-go/kubernetes/scheme"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/cache"
	"k8s.io/utils/clock"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cluster/bounds"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cluster/store"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// listPatience is how long a list may take that the server has begun to send, and how old the last one may be while
// a watch is refused: longer than the reflector waits between two lists.
const listPatience = 30 * time.Second

// pingTime is how long a dead connection can go unnoticed by client-go: it sends a ping after
// half a minute of silence, and waits for the answer.
// Source: https://github.com/kubernetes/apimachinery/blob/v0.37.2/pkg/util/net/http.go
const pingTime = 45 * time.Second

// errNoAnswer and errNoEnd are the errors of a try that takes long and has no answer yet, or has only begun to get it.
var errNoAnswer, errNoEnd = errors.New("it has not answered yet"), errors.New("its answer has not ended yet")

// stream is one reflector with the state of its connection.
type stream struct {
	// subject names what it carries: "nodes", "events in namespace default".
	subject   string
	request   request
	target    target
	client    rest.Interface
	now       func() time.Time
	reflector func(wait.Backoff) *cache.Reflector
	store     *store.Store

	mu sync.Mutex
	// listed is true once the store holds everything.
	listed bool
	// failure is why the last try to watch failed, nil while there is a watch.
	failure    *failure
	lostSince  time.Time // the first try after the last watch; zero while there is one
	answered   time.Time // the begin of the answer to the last try; zero before it and while there is a watch
	watchBegan time.Time // the begin of the last watch
	lastListed time.Time // the last list
	// bound is which bound ended a watch last, and cut when.
	bound *failure
	cut   time.Time
}

func (w *Watch) nodeStream() *stream {
	r := request{resource: "nodes", options: metav1.ListOptions{LabelSelector: w.live.options.Selection.Selector}}
	return w.newStream(r, &corev1.Node{}, store.Nodes{Store: w.store}, func() runtime.Object { return &corev1.NodeList{} })
}

func (w *Watch) eventStream(namespace string) *stream {
	r := request{resource: "events", namespace: namespace, options: metav1.ListOptions{FieldSelector: "involvedObject.kind=Node"}}
	return w.newStream(r, &corev1.Event{}, store.Events{Store: w.store}, func() runtime.Object { return &corev1.EventList{} })
}

func (w *Watch) newStream(r request, example runtime.Object, into cache.ReflectorStore, newList func() runtime.Object) *stream {
	s := &stream{subject: r.subject(), request: r, target: w.live.target, client: w.client, store: w.store, now: w.live.options.Now}
	s.reflector = func(backoff wait.Backoff) *cache.Reflector {
		source := &cache.ListWatch{
			ListWithContextFunc: func(ctx context.Context, o metav1.ListOptions) (runtime.Object, error) {
				return s.listOnce(ctx, o, newList())
			},
			WatchFuncWithContext: s.openWatch,
		}
		return cache.NewReflectorWithOptions(source, example, store.Synced{ReflectorStore: into, Done: s.noteSynced},
			cache.ReflectorOptions{Name: s.subject, Backoff: &backoff, Clock: clock.RealClock{}})
	}
	return s
}

// run lists and watches until the context ends.
func (s *stream) run(ctx context.Context, backoff wait.Backoff) {
	s.reflector(backoff).RunWithContext(ctx)
}

func (s *stream) newCall(o *metav1.ListOptions) *rest.Request {
	o.LabelSelector, o.FieldSelector = s.request.options.LabelSelector, s.request.options.FieldSelector
	return s.client.Get().Resource(s.request.resource).MaxRetries(0).
		NamespaceIfScoped(s.request.namespace, s.request.namespace != "").
		VersionedParams(o, scheme.ParameterCodec)
}

// listOnce lists everything, within --request-timeout.
func (s *stream) listOnce(ctx context.Context, o metav1.ListOptions, into runtime.Object) (runtime.Object, error) {
	call := s.newCall(&o)
	if s.target.timeout > 0 {
		call.Timeout(s.target.timeout)
	}
	result := call.Do(s.noteTry(ctx))
	raw, err := result.Raw()
	if err == nil {
		err = bounds.Objects(raw, s.request.resource, false, 0, bounds.MostWatched(s.request.resource))
	}
	if err == nil {
		err = result.Into(into)
	}
	if err != nil {
		s.noteFailure(err)
		return nil, fmt.Errorf("listing %s: %w", s.subject, err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lastListed = s.now()
	return into, nil
}

// noteTry records when the tries began that have not led to a watch yet. In the context that it returns, a request
// records when its answer begins.
func (s *stream) noteTry(ctx context.Context) context.Context {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.answered = (time.Time{}); s.lostSince.IsZero() {
		s.lostSince = s.now()
	}
	return httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{GotFirstResponseByte: func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.answered = s.now()
	}})
}

// noteFailure records why a try failed: the newest reason, but the same status for a list and a
// watch by turns stays one reason.
func (s *stream) noteFailure(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	failed := s.explain(err)
	if code := statusCode(failed); code == 0 || s.failure == nil || code != statusCode(s.failure) {
		s.failure = failed
	}
}

// explain describes a failure with the permissions of a watch, which include those of a list.
func (s *stream) explain(err error) *failure {
	r := s.request
	r.watch = true
	return s.target.explain(r, err)
}

// loss is why a stream has no watch.
type loss struct {
	*failure
	// lostSince is when the tries began, knownUntil up to when all changes are known.
	lostSince, knownUntil time.Time
	// stillLists is true if lists succeed without a watch.
	stillLists bool
}

// currentLoss returns nil while there is a watch, or before a failure. A try without a result counts as a failure only
// after patience, and one that was answered within it only after listPatience.
func (s *stream) currentLoss(now time.Time, patience time.Duration) *loss {
	s.mu.Lock()
	defer s.mu.Unlock()
	failed, missing, known := s.failure, errNoAnswer, snapshot.Later(s.lostSince, s.lastListed)
	begun := !s.answered.IsZero()
	if begun {
		missing = errNoEnd
	}
	if !s.listed || begun && s.answered.Sub(known) < patience {
		patience = max(patience, listPatience) // the first list is the longest
	}
	if failed == nil && !s.lostSince.IsZero() && now.Sub(known) >= patience {
		failed = s.explain(missing)
	}
	if failed == nil {
		return nil
	}
	return &loss{failed, s.lostSince, known, known.After(s.lostSince) && now.Sub(known) < listPatience}
}

// isBlind says whether the store is older than a user would expect.
func (s *stream) isBlind(now time.Time, patience time.Duration) bool {
	l := s.currentLoss(now, patience)
	return !s.synced() || l != nil && !l.stillLists && now.Sub(l.lostSince) >= patience
}

func (s *stream) synced() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.listed
}

// noteSynced records that the store holds everything.
func (s *stream) noteSynced() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.listed = true
}
