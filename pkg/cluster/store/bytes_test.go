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
	"message":            func(e *corev1.Event, text string) { e.Message = text },
	"name":               func(e *corev1.Event, text string) { e.Name += text },
	"action":             func(e *corev1.Event, text string) { e.Action = text },
	"reporting instance": func(e *corev1.Event, text string) { e.ReportingInstance = text },
}

// unkeptTexts put a text where no diagnosis of a watch reads it.
var unkeptTexts = map[string]func(e *corev1.Event, text string){
	"UID":                     func(e *corev1.Event, text string) { e.UID = types.UID(text) },
	"version":                 func(e *corev1.Event, text string) { e.ResourceVersion = text },
	"generateName":            func(e *corev1.Event, text string) { e.GenerateName = text },
	"fieldPath of its object": func(e *corev1.Event, text string) { e.InvolvedObject.FieldPath = text },
	"version of its object":   func(e *corev1.Event, text string) { e.InvolvedObject.ResourceVersion = text },
	"UID of its object":       func(e *corev1.Event, text string) { e.InvolvedObject.UID = types.UID(text) },
}

func TestWhatNoDiagnosisReadsOfAnEventIsNotKept(t *testing.T) {
	for where, put := range unkeptTexts {
		k := newKept(t)
		e := snapshottest.Event("default", "e", "Node", "a")
		e.LastTimestamp = metav1.NewTime(noon)
		put(&e, longText)
		if err := (Events{k.Store}).Add(&e); err != nil {
			t.Fatal(err)
		}
		if kept := k.fill().Events; len(kept) != 1 || kept[0].Size() > 1000 || kept[0].Size() != k.eventBytes {
			t.Errorf("%s: %d events of %d bytes are kept", where, len(kept), k.eventBytes)
		}
		if e.Size() < len(longText) {
			t.Errorf("%s: the event that came was changed", where)
		}
	}
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

// bigNodes make a node take about a megabyte.
var bigNodes = map[string]func(n *corev1.Node){
	"an annotation": func(n *corev1.Node) { n.Annotations = map[string]string{"a": longText} },
	"a label":       func(n *corev1.Node) { n.Labels = map[string]string{"a": longText} },
	"generateName":  func(n *corev1.Node) { n.GenerateName = longText },
	"a message":     func(n *corev1.Node) { n.Status.Conditions[0].Message = longText },
	// They have no text, but each of them takes memory.
	"empty conditions": func(n *corev1.Node) { n.Status.Conditions = emptyConditions },
	"empty finalizers": func(n *corev1.Node) { n.Finalizers = emptyFinalizers },
}

// All nodes share the memory of these.
var (
	longText        = strings.Repeat("x", 1<<20)
	emptyConditions = make([]corev1.NodeCondition, 1<<13)
	emptyFinalizers = make([]string, 1<<16)
)

// takes says how many nodes of a form a store takes of those that come in a stream.
func (k *kept) takes(prefix string, enlarge func(n *corev1.Node)) int {
	k.t.Helper()
	for i := range 2000 {
		n := snapshottest.Node(fmt.Sprint(prefix, i), corev1.ConditionTrue)
		enlarge(&n)
		room := k.CheckRoom(&n)
		if err := (Nodes{k.Store}).Add(&n); (err != nil) != (room != nil) {
			k.t.Fatalf("node %d: %v, but to add it: %v", i, room, err)
		}
		if room != nil {
			snapshottest.Contains(k.t, room.Error(), " MiB of nodes")
			return i
		}
	}
	return 2000
}

func TestOnlySoManyBytesOfNodesAreKept(t *testing.T) {
	for what, enlarge := range bigNodes {
		t.Run(what, func(t *testing.T) {
			k := newKept(t)
			n := k.takes("n", enlarge)
			if n > 1000 || k.nodeBytes > manyBytes || k.nodeBytes < manyBytes/2 {
				t.Fatalf("%d nodes are kept, of %d bytes", n, k.nodeBytes)
			}
			again := snapshottest.Node("n2", corev1.ConditionFalse)
			enlarge(&again)
			if err := k.CheckRoom(&again); err != nil {
				t.Errorf("a node that is there may not change: %v", err)
			}
			// One that shrinks, and one that goes, leave room.
			k.node("n0", corev1.ConditionFalse)
			if err := (Nodes{k.Store}).Delete(k.records["n1"].node); err != nil {
				t.Fatal(err)
			}
			snapshottest.Equal(t, "taken in the place of two", k.takes("m", enlarge), 2)
			for name := range k.records {
				k.remove(name)
			}
			snapshottest.Equal(t, "bytes of no nodes", k.nodeBytes, 0)
		})
	}
}

// A list is as long as an answer may be. It is kept, and its nodes may change.
func TestNodesThatWereListedMayChangeHoweverBigTheyAre(t *testing.T) {
	k := newKept(t)
	listed := make([]any, 600)
	for i := range listed {
		n := snapshottest.Node(fmt.Sprint("n", i), corev1.ConditionTrue)
		bigNodes["an annotation"](&n)
		listed[i] = &n
	}
	if err := (Nodes{k.Store}).Replace(listed, ""); err != nil {
		t.Fatal(err)
	}
	grown := snapshottest.Node("n0", corev1.ConditionFalse)
	grown.Annotations = map[string]string{"a": longText, "b": longText}
	if err := k.CheckRoom(&grown); err != nil {
		t.Errorf("a node that was listed may not change: %v", err)
	}
	if n := k.takes("more", bigNodes["an annotation"]); n < 50 || n > 80 {
		t.Errorf("beside 600 MiB that were listed, %d MiB came", n)
	}
}
