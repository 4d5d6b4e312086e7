package store

import (
	"fmt"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot/snapshottest"
)

// bigTexts put a text into an event, each where a server takes more than a megabyte of it.
var bigTexts = map[string]func(e *corev1.Event, text string){
	"message":                 func(e *corev1.Event, text string) { e.Message = text },
	"name":                    func(e *corev1.Event, text string) { e.Name += text },
	"generateName":            func(e *corev1.Event, text string) { e.GenerateName = text },
	"fieldPath of its object": func(e *corev1.Event, text string) { e.InvolvedObject.FieldPath = text },
	"version of its object":   func(e *corev1.Event, text string) { e.InvolvedObject.ResourceVersion = text },
	"UID of its object":       func(e *corev1.Event, text string) { e.InvolvedObject.UID = types.UID(text) },
	"selfLink":                func(e *corev1.Event, text string) { e.SelfLink = text },
}

func TestOnlySoManyBytesOfEventsAreKept(t *testing.T) {
	const size = 1 << 20
	long := strings.Repeat("x", size) // one text in memory for all events
	for where, put := range bigTexts {
		t.Run(where, func(t *testing.T) {
			k := newKept(t)
			k.node("a", corev1.ConditionFalse)
			keep := func(i int) {
				e := snapshottest.Event("default", fmt.Sprintf("e%d", i), "Node", "a")
				e.Reason, e.LastTimestamp = "NodeRebootError", metav1.NewTime(noon.Add(time.Duration(i)*time.Second))
				put(&e, long)
				if err := (Events{k.Store}).Add(&e); err != nil {
					t.Fatal(err)
				}
			}
			for range 300 { // one event that is written again and again
				keep(0)
			}
			if k.eventBytes < size || k.eventBytes > 2*size || !k.Lost().IsZero() {
				t.Errorf("one event has %d bytes; lost: %s", k.eventBytes, k.Lost())
			}
			k.now = noon.Add(10 * time.Minute)
			for i := range 300 {
				keep(i)
			}
			events, bytes, last := k.fill().Events, 0, ""
			for i := range events {
				bytes += events[i].Size()
				last = events[i].Name
			}
			if bytes > maxEventBytes || bytes < maxEventBytes/2 || bytes != k.eventBytes {
				t.Errorf("%d bytes are kept, and %d are counted", bytes, k.eventBytes)
			}
			if !strings.HasPrefix(last, "e299") || k.Lost().IsZero() {
				t.Errorf("the newest were dropped, or nobody knows that any was; the last is %.9s; lost: %s", last, k.Lost())
			}
		})
	}
}
