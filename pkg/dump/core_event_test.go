package dump

import (
	"encoding/json"
	"testing"

	corev1 "k8s.io/api/core/v1"
	eventsv1 "k8s.io/api/events/v1"
	"k8s.io/apimachinery/pkg/api/equality"
)

func TestEventsOfTheNewAPIBecomeThoseOfTheCoreAPI(t *testing.T) {
	const written = `{"metadata":{"name":"e","namespace":"kube-system","uid":"u"},"eventTime":"2026-03-09T09:00:00.123456Z",
		"series":{"count":3,"lastObservedTime":"2026-03-09T09:30:00.000001Z"},"reportingController":"aks-auto-repair",
		"reportingInstance":"i","action":"Repair","reason":"NodeRebootError","regarding":{"kind":"Node","name":"n"},
		"related":{"kind":"Pod","name":"p"},"note":"text","type":"Warning","deprecatedSource":{"component":"c","host":"h"},
		"deprecatedFirstTimestamp":"2026-03-09T08:00:00Z","deprecatedLastTimestamp":"2026-03-09T08:30:00Z","deprecatedCount":7}`
	const wanted = `{"metadata":{"name":"e","namespace":"kube-system","uid":"u"},"eventTime":"2026-03-09T09:00:00.123456Z",
		"series":{"count":3,"lastObservedTime":"2026-03-09T09:30:00.000001Z"},"reportingComponent":"aks-auto-repair",
		"reportingInstance":"i","action":"Repair","reason":"NodeRebootError","involvedObject":{"kind":"Node","name":"n"},
		"related":{"kind":"Pod","name":"p"},"message":"text","type":"Warning","source":{"component":"c","host":"h"},
		"firstTimestamp":"2026-03-09T08:00:00Z","lastTimestamp":"2026-03-09T08:30:00Z","count":7}`
	var from eventsv1.Event
	var want corev1.Event
	if err := json.Unmarshal([]byte(written), &from); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(wanted), &want); err != nil {
		t.Fatal(err)
	}
	if got := coreEvent(&from); !equality.Semantic.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
}

func TestEventWithoutSeriesHasNone(t *testing.T) {
	if got := coreEvent(&eventsv1.Event{Note: "n"}); got.Series != nil || got.Message != "n" {
		t.Errorf("got %+v", got)
	}
}
