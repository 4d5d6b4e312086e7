package cluster

import (
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

func minute(m int) time.Time { return testTime().Add(time.Duration(m) * time.Minute) }

func TestTimesOfEvents(t *testing.T) {
	created, first, last := metav1.NewTime(minute(1)), metav1.NewTime(minute(2)), metav1.NewTime(minute(3))
	micro, series := metav1.NewMicroTime(minute(4)), metav1.NewMicroTime(minute(5))
	meta := metav1.ObjectMeta{CreationTimestamp: created}
	for name, c := range map[string]struct {
		event               corev1.Event
		firstSeen, lastSeen int
	}{
		"legacy recorder":        {corev1.Event{ObjectMeta: meta, FirstTimestamp: first, LastTimestamp: last}, 2, 3},
		"legacy, last only":      {corev1.Event{ObjectMeta: meta, LastTimestamp: last}, 3, 3},
		"legacy, first only":     {corev1.Event{ObjectMeta: meta, FirstTimestamp: first}, 2, 2},
		"events.k8s.io":          {corev1.Event{ObjectMeta: meta, EventTime: micro}, 4, 4},
		"events.k8s.io, series":  {corev1.Event{ObjectMeta: meta, EventTime: micro, Series: &corev1.EventSeries{LastObservedTime: series}}, 4, 5},
		"series without a time":  {corev1.Event{ObjectMeta: meta, LastTimestamp: last, Series: &corev1.EventSeries{Count: 2}}, 3, 3},
		"creation alone":         {corev1.Event{ObjectMeta: meta}, 1, 1},
		"both APIs' first times": {corev1.Event{EventTime: micro, FirstTimestamp: first}, 4, 4},
	} {
		t.Run(name, func(t *testing.T) {
			equal(t, "first seen", FirstSeen(&c.event), minute(c.firstSeen))
			equal(t, "last seen", LastSeen(&c.event), minute(c.lastSeen))
		})
	}
}

func TestEventWithoutAnyTimeHasTheZeroTime(t *testing.T) {
	equal(t, "last seen is zero", LastSeen(&corev1.Event{}).IsZero(), true)
}

func TestCountOfEvents(t *testing.T) {
	for name, c := range map[string]struct {
		event corev1.Event
		want  int
	}{
		"neither":              {corev1.Event{}, 1},
		"count":                {corev1.Event{Count: 4}, 4},
		"series":               {corev1.Event{Count: 4, Series: &corev1.EventSeries{Count: 9}}, 9},
		"series without count": {corev1.Event{Count: 4, Series: &corev1.EventSeries{}}, 4},
		"negative":             {corev1.Event{Count: -1}, 1},
	} {
		t.Run(name, func(t *testing.T) { equal(t, "count", Count(&c.event), c.want) })
	}
}

func TestComponentOfEvents(t *testing.T) {
	legacy := corev1.Event{Source: corev1.EventSource{Component: "kubelet"}}
	equal(t, "legacy", Component(&legacy), "kubelet")
	both := corev1.Event{ReportingController: "aks-auto-repair", Source: corev1.EventSource{Component: "kubelet"}}
	equal(t, "both", Component(&both), "aks-auto-repair")
}
