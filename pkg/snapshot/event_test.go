package snapshot_test

import (
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot/snapshottest"
)

func TestTimesOfEvents(t *testing.T) {
	created, first, last := metav1.NewTime(snapshottest.Minute(1)), metav1.NewTime(snapshottest.Minute(2)), metav1.NewTime(snapshottest.Minute(3))
	micro, series := metav1.NewMicroTime(snapshottest.Minute(4)), metav1.NewMicroTime(snapshottest.Minute(5))
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
			snapshottest.Equal(t, "first seen", snapshot.FirstSeen(&c.event), snapshottest.Minute(c.firstSeen))
			snapshottest.Equal(t, "last seen", snapshot.LastSeen(&c.event), snapshottest.Minute(c.lastSeen))
		})
	}
}

func TestEventWithoutAnyTimeHasTheZeroTime(t *testing.T) {
	snapshottest.Equal(t, "last seen is zero", snapshot.LastSeen(&corev1.Event{}).IsZero(), true)
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
		t.Run(name, func(t *testing.T) { snapshottest.Equal(t, "count", snapshot.Count(&c.event), c.want) })
	}
}

func TestComponentOfEvents(t *testing.T) {
	legacy := corev1.Event{Source: corev1.EventSource{Component: "kubelet"}}
	snapshottest.Equal(t, "legacy", snapshot.Component(&legacy), "kubelet")
	both := corev1.Event{ReportingController: "aks-auto-repair", Source: corev1.EventSource{Component: "kubelet"}}
	snapshottest.Equal(t, "both", snapshot.Component(&both), "aks-auto-repair")
}
