package snapshot

import (
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// EventRetention is how long AKS keeps events. Source: https://learn.microsoft.com/azure/aks/events
const EventRetention = time.Hour

// LastSeen is when an event was last observed: series.lastObservedTime, lastTimestamp,
// eventTime, firstTimestamp or the creation time, the first that is set. Events written
// through events.k8s.io/v1 have no lastTimestamp, those of the legacy recorder no
// eventTime. Source: k8s.io/api/events/v1 types.go and the event validation of core/v1.
func LastSeen(e *corev1.Event) time.Time {
	if e.Series != nil && !e.Series.LastObservedTime.IsZero() {
		return e.Series.LastObservedTime.Time
	}
	if !e.LastTimestamp.IsZero() {
		return e.LastTimestamp.Time
	}
	return FirstSeen(e)
}

// FirstSeen is when an event was first observed: eventTime, firstTimestamp, lastTimestamp
// or the creation time, the first that is set.
func FirstSeen(e *corev1.Event) time.Time {
	switch {
	case !e.EventTime.IsZero():
		return e.EventTime.Time
	case !e.FirstTimestamp.IsZero():
		return e.FirstTimestamp.Time
	case !e.LastTimestamp.IsZero():
		return e.LastTimestamp.Time
	default:
		return e.CreationTimestamp.Time
	}
}

// Count is how often an event was observed: series.count, count, or 1.
func Count(e *corev1.Event) int {
	if e.Series != nil && e.Series.Count > 0 {
		return int(e.Series.Count)
	}
	return max(int(e.Count), 1)
}

// Component is what reported an event: reportingController, or source.component for an
// event of the legacy recorder.
func Component(e *corev1.Event) string {
	if e.ReportingController != "" {
		return e.ReportingController
	}
	return e.Source.Component
}

// EventNamespaces returns the namespaces where events about nodes can be: core/v1 puts events
// about an object without a namespace in default, events.k8s.io/v1 also accepts kube-system.
// Source: k8s.io/kubernetes/pkg/apis/core/validation/events.go.
func EventNamespaces() []string {
	return []string{metav1.NamespaceDefault, metav1.NamespaceSystem}
}

// Later returns the later of two times.
func Later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
