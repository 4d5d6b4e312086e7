package dump

import (
	"errors"
	"maps"
	"slices"
	"time"

	coordinationv1 "k8s.io/api/coordination/v1"
	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/json"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/kubeevents"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// found are the objects of a dump. An object that occurs more than once is kept once, in
// its newest form.
type found struct {
	nodesByName map[string]*corev1.Node
	eventsByKey map[string]*corev1.Event
	leases      []coordinationv1.Lease
	pods        []foundPod
	budgets     []policyv1.PodDisruptionBudget
	manifest    *Manifest
	evidence    evidenceFiles
	impact      bool
	// keep is that of the Dump.
	keep bool
	// takers take in an object of their kind.
	takers map[schema.GroupVersionKind]func([]byte) error
	// objects counts all objects, others those of kinds that say nothing about nodes.
	objects, others int
	// eventsSeen counts events about anything.
	nodesSeen, eventsSeen int
	kept                  kept
	rows                  kubeevents.Export
	mix                   mix
	// newest is the newest time in the objects, written that of the files they came from.
	newest, written time.Time
	// texts are those of the events, each once.
	texts map[string]string
}

func newFound(impact bool) *found {
	f := &found{nodesByName: map[string]*corev1.Node{}, eventsByKey: map[string]*corev1.Event{}, impact: impact, texts: map[string]string{}, mix: newMix(), kept: kept{most: maxKept}}
	f.takers = f.kinds()
	return f
}

// decode reads a JSON object as Kubernetes does, with the case of the names.
func decode[T any](data []byte) (*T, error) {
	object := new(T)
	return object, json.Unmarshal(data, object)
}

func (f *found) addNode(n *corev1.Node) error {
	if n.Name == "" {
		return errors.New("it has no name")
	}
	f.nodesSeen++
	f.mix.add(n)
	f.seen(newestOfNode(n))
	// They are most of a node, and say nothing about its health.
	n.ManagedFields, n.Status.Images = nil, nil
	if !f.keep {
		snapshot.Slim(n)
	}
	known, ok := f.nodesByName[n.Name]
	switch {
	case ok && !newestOfNode(n).After(newestOfNode(known)):
	case !f.kept.take(memory(n), memory(known)):
		f.kept.nodes++
	default:
		f.nodesByName[n.Name] = n
		f.mix.from[n.Name] = f.mix.file
	}
	return nil
}

// addEvent keeps an event that a live cluster would be asked for; of any other only its
// time. Events without a namespace are kept too: dumps that were edited or made by other
// tools have such.
func (f *found) addEvent(e *corev1.Event) error {
	f.eventsSeen++
	f.seen(snapshot.LastSeen(e))
	if e.InvolvedObject.Kind == "" {
		return errors.New("it does not say what it is about")
	}
	if e.InvolvedObject.Kind != "Node" || !slices.Contains(append(snapshot.EventNamespaces(), metav1.NamespaceNone), e.Namespace) {
		return nil
	}
	key := string(e.UID)
	if key == "" {
		key = e.Namespace + "/" + e.Name
	}
	known, ok := f.eventsByKey[key]
	switch {
	case !ok && len(f.eventsByKey) == maxNodeEvents:
		f.kept.late++
	case ok && !snapshot.LastSeen(e).After(snapshot.LastSeen(known)):
	default:
		f.keepEvent(key, e)
	}
	return nil
}

// keepEvent keeps an event under a key, if there is room for it.
func (f *found) keepEvent(key string, e *corev1.Event) {
	e.ManagedFields = nil
	if !f.keep {
		snapshot.SlimEvent(e)
	}
	f.kept.shorten(e)
	if !f.kept.take(f.memoryOfEvent(e), f.memoryOfEvent(f.eventsByKey[key])) {
		f.kept.events++
		return
	}
	for _, text := range textsOf(e) {
		shared, ok := f.texts[*text]
		if !ok {
			shared = *text
			f.texts[shared] = shared
		}
		*text = shared
	}
	f.eventsByKey[key] = e
}

// memoryOfEvent is about how many bytes an event takes, without the texts that are in
// memory for others too.
func (f *found) memoryOfEvent(e *corev1.Event) int {
	size := memory(e)
	if e == nil {
		return size
	}
	for _, text := range textsOf(e) {
		if _, ok := f.texts[*text]; ok {
			size -= len(*text)
		}
	}
	return size
}

// clockSkew is how far the clocks of a cluster and of who dumps it may differ.
const clockSkew = 5 * time.Minute

// takenAt is when the dump was made: the newest time in its objects, because copying a file
// makes it new. Objects that speak of a time at which their file was written already have a
// clock that is ahead: then, and where they have no time at all, the file's time stands.
func (f *found) takenAt() time.Time {
	if f.newest.IsZero() || (!f.written.IsZero() && f.newest.Sub(f.written) > clockSkew) {
		return f.written
	}
	return f.newest
}

// seen takes note of a time that the dump is not older than.
func (f *found) seen(t time.Time) { f.newest = later(f.newest, t) }

// nodes are the nodes by name, each taken out of what was found.
func (f *found) nodes() []corev1.Node { return takeOut(f.nodesByName) }

// nodeEvents are the events about nodes by key, each taken out of what was found.
func (f *found) nodeEvents() []corev1.Event { return takeOut(f.eventsByKey) }

// takeOut moves the objects of a map into a slice, in the order of the keys, so that none
// of them is in memory twice for long.
func takeOut[T any](objects map[string]*T) []T {
	taken := make([]T, 0, len(objects))
	for _, key := range slices.Sorted(maps.Keys(objects)) {
		taken = append(taken, *objects[key])
		delete(objects, key)
	}
	return taken
}

// textsOf are the texts of an event that many have in common, so that they are shared.
func textsOf(e *corev1.Event) []*string {
	return []*string{
		&e.Namespace, &e.Reason, &e.Message, &e.Type, &e.Action, &e.Source.Component, &e.Source.Host,
		&e.ReportingController, &e.ReportingInstance, &e.InvolvedObject.Kind, &e.InvolvedObject.Name, &e.InvolvedObject.APIVersion,
	}
}

// gaps are what the dump does not have at all, or has too much of.
func (f *found) gaps() []snapshot.Gap {
	var gaps []snapshot.Gap
	if f.nodesSeen == 0 {
		gaps = append(gaps, snapshot.Gap{Source: snapshot.SourceNodes, Subjects: []string{"nodes"}, Reason: "The dump has no Node objects.", Action: takeDump})
	}
	if f.eventsSeen == 0 {
		gaps = append(gaps, snapshot.Gap{Source: snapshot.SourceEvents, Subjects: []string{"events"}, Reason: "The dump has no Event objects.", Action: takeDump})
	}
	return append(append(gaps, f.kept.gaps()...), f.rows.Gaps()...)
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
