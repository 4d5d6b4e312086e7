package bounds

import (
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/watch"
)

// Pass passes an event of a stream on that is listing, or the end of the stream in place of an object that is one too
// many. listed is true for the event that ends the list. Call it for one event after the other.
func (s *Stream) Pass(e watch.Event, most int) (passed watch.Event, listed bool) {
	if of, err := meta.Accessor(e.Object); err == nil && e.Type == watch.Bookmark && of.GetAnnotations()[metav1.InitialEventsAnnotationKey] == "true" {
		s.Listed()
		return e, true
	}
	if s.objects++; s.objects > most {
		err := TooMany(most)
		s.over(err)
		return Failed(err), false
	}
	return e, false
}

// Filter is watch.Filter, but its goroutine ends also where the last event was not taken.
func Filter(w watch.Interface, f watch.FilterFunc) watch.Interface {
	return drained{watch.Filter(w, f)}
}

type drained struct{ watch.Interface }

// Stop ends the watch.
func (d drained) Stop() {
	d.Interface.Stop()
	go func() {
		for range d.ResultChan() { // up to its end
		}
	}()
}

// Failed returns the event with which a stream ends that goes on without an end.
func Failed(err error) watch.Event {
	return watch.Event{Type: watch.Error, Object: &metav1.Status{Status: metav1.StatusFailure, Message: err.Error()}}
}
