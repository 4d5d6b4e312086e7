package cluster

import (
	"context"
	"fmt"
	"net/http"
	"reflect"
	"time"

	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	utilnet "k8s.io/apimachinery/pkg/util/net"
	"k8s.io/apimachinery/pkg/watch"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cluster/bounds"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// openWatch opens a stream of changes. Only this ends a loss, because a list shows no change; a stream that begins with
// a list does so after that.
func (s *stream) openWatch(ctx context.Context, o metav1.ListOptions) (watch.Interface, error) {
	o.Watch = true
	call, listing := s.newCall(&o), o.SendInitialEvents != nil && *o.SendInitialEvents
	if o.TimeoutSeconds != nil {
		call.Timeout(time.Duration(*o.TimeoutSeconds) * time.Second)
	}
	ctx, bounded := bounds.WithStream(s.noteTry(ctx), listing, s.noteFailure, s.noteBound)
	changes, err := call.Watch(ctx)
	if err != nil {
		// A server that refuses a streamed list may be too old for it: then the reflector
		// lists, and a failure of that counts.
		if code := statusCode(err); o.SendInitialEvents == nil || code == 0 || code == http.StatusTooManyRequests || code >= http.StatusInternalServerError {
			s.noteFailure(err)
		}
		return nil, fmt.Errorf("watching %s: %w", s.subject, err)
	}
	if reflect.TypeOf(changes) == reflect.TypeOf(watch.NewEmptyWatch()) {
		return changes, nil // client-go returns an empty watch and no error after a time-out or a cut
	}
	pass := s.passChange
	if listing {
		pass = s.passListed(bounded)
	} else {
		s.noteWatch()
	}
	return bounds.Filter(changes, pass), nil
}

// passListed passes the events of a watch on that begins with all objects that there are.
func (s *stream) passListed(bounded *bounds.Stream) watch.FilterFunc {
	return func(e watch.Event) (watch.Event, bool) {
		if !bounded.Listing() || e.Type == watch.Error {
			return s.passChange(e)
		}
		passed, listed := bounded.Pass(e, bounds.MostWatched(s.request.resource))
		if listed {
			s.noteWatch()
		}
		return passed, true
	}
}

// passChange is passEvent for what changes. Nodes come only as long as there is room for them.
func (s *stream) passChange(e watch.Event) (watch.Event, bool) {
	if n, ok := e.Object.(*corev1.Node); ok && (e.Type == watch.Added || e.Type == watch.Modified) {
		if err := s.store.CheckRoom(n); err != nil {
			s.noteBound(err)
			return bounds.Failed(err), true
		}
	}
	return s.passEvent(e)
}

// noteWatch records that there is a watch.
func (s *stream) noteWatch() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.failure, s.lostSince, s.answered, s.watchBegan = nil, time.Time{}, time.Time{}, s.now()
}

// noteBound records that a bound ended a watch. The reflector then waits, lists again, and watches again.
func (s *stream) noteBound(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.bound, s.cut = s.explain(err), s.now()
}

// boundGap returns the gap of what came when a bound ended a watch, for as long as it could matter; nil where none did.
func (s *stream) boundGap(now time.Time) *snapshot.Gap {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.bound == nil || now.Sub(s.cut) > snapshot.EventRetention {
		return nil
	}
	gap := s.bound.gap(fmt.Sprintf("a change of %s at %s UTC", s.subject, s.cut.UTC().Format(time.TimeOnly)))
	gap.Key = "a change of " + s.subject
	return &gap
}

// passEvent passes an event of a watch on. A connection whose pings were not answered was dead
// before.
func (s *stream) passEvent(e watch.Event) (watch.Event, bool) {
	if e.Type == watch.Error && utilnet.IsHTTP2ConnectionLost(apierrors.FromObject(e.Object)) {
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.lostSince = s.now().Add(-pingTime); s.lostSince.Before(s.watchBegan) {
			s.lostSince = s.watchBegan
		}
	}
	return e, true
}
