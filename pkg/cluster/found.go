package cluster

import (
	"fmt"
	"maps"
	"slices"
	"time"

	corev1 "k8s.io/api/core/v1"
	eventsv1 "k8s.io/api/events/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime"
)

// found are the objects of a dump. An object that occurs more than once is kept once, in
// its newest form.
type found struct {
	nodesByName map[string]corev1.Node
	eventsByKey map[string]corev1.Event
	// others counts the objects of kinds that say nothing about nodes.
	others int
	// newest is the newest time in the objects and the files.
	newest time.Time
}

func newFound() *found {
	return &found{nodesByName: map[string]corev1.Node{}, eventsByKey: map[string]corev1.Event{}}
}

// add takes an object in. The error is that of an object that does not have the form of
// its kind.
func (f *found) add(u *unstructured.Unstructured) error {
	var err error
	switch u.GroupVersionKind() {
	case corev1.SchemeGroupVersion.WithKind("Node"):
		var n corev1.Node
		if err = runtime.DefaultUnstructuredConverter.FromUnstructured(u.Object, &n); err == nil {
			f.addNode(n)
		}
	case corev1.SchemeGroupVersion.WithKind("Event"):
		var e corev1.Event
		if err = runtime.DefaultUnstructuredConverter.FromUnstructured(u.Object, &e); err == nil {
			f.addEvent(e)
		}
	case eventsv1.SchemeGroupVersion.WithKind("Event"):
		var e eventsv1.Event
		if err = runtime.DefaultUnstructuredConverter.FromUnstructured(u.Object, &e); err == nil {
			f.addEvent(coreEvent(&e))
		}
	default:
		f.others++
	}
	if err != nil {
		return fmt.Errorf("%s %q is not valid: %w", u.GetKind(), u.GetName(), err)
	}
	return nil
}

func (f *found) addNode(n corev1.Node) {
	f.seen(newestOfNode(&n))
	if known, ok := f.nodesByName[n.Name]; !ok || newestOfNode(&n).After(newestOfNode(&known)) {
		f.nodesByName[n.Name] = n
	}
}

func (f *found) addEvent(e corev1.Event) {
	f.seen(LastSeen(&e))
	key := string(e.UID)
	if key == "" {
		key = e.Namespace + "/" + e.Name
	}
	if known, ok := f.eventsByKey[key]; !ok || LastSeen(&e).After(LastSeen(&known)) {
		f.eventsByKey[key] = e
	}
}

// seen takes note of a time that the dump is not older than.
func (f *found) seen(t time.Time) {
	if t.After(f.newest) {
		f.newest = t
	}
}

// nodes are the nodes by name.
func (f *found) nodes() []corev1.Node {
	nodes := make([]corev1.Node, 0, len(f.nodesByName))
	for _, name := range slices.Sorted(maps.Keys(f.nodesByName)) {
		nodes = append(nodes, f.nodesByName[name])
	}
	return nodes
}

// nodeEvents are the events that a live cluster would be asked for, by key. Events without
// a namespace are taken too: dumps that were edited or made by other tools have such.
func (f *found) nodeEvents() []corev1.Event {
	namespaces := append(eventNamespaces(), metav1.NamespaceNone)
	var events []corev1.Event
	for _, key := range slices.Sorted(maps.Keys(f.eventsByKey)) {
		e := f.eventsByKey[key]
		if e.InvolvedObject.Kind == "Node" && slices.Contains(namespaces, e.Namespace) {
			events = append(events, e)
		}
	}
	return events
}

// gaps are the kinds that the dump does not have at all.
func (f *found) gaps() []Gap {
	var gaps []Gap
	if len(f.nodesByName) == 0 {
		gaps = append(gaps, Gap{Subject: "nodes", Reason: "The dump has no Node objects.", Action: takeDump})
	}
	if len(f.eventsByKey) == 0 {
		gaps = append(gaps, Gap{Subject: "events", Reason: "The dump has no Event objects.", Action: takeDump})
	}
	return gaps
}

// newestOfNode is the newest time that a node speaks of.
func newestOfNode(n *corev1.Node) time.Time {
	newest := n.CreationTimestamp.Time
	for i := range n.Status.Conditions {
		c := &n.Status.Conditions[i]
		newest = later(newest, later(c.LastHeartbeatTime.Time, c.LastTransitionTime.Time))
	}
	for i := range n.Spec.Taints {
		if added := n.Spec.Taints[i].TimeAdded; added != nil {
			newest = later(newest, added.Time)
		}
	}
	return newest
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}
