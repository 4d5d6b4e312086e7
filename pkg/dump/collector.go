package dump

import (
	"errors"
	"maps"
	"slices"
	"time"

	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/util/json"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/history"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/kubeevents"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot/clock"
)

// collector holds the objects of a dump. Of an object that occurs more than once it holds the
// newest version.
type collector struct {
	nodesByName map[string]*corev1.Node
	eventsByKey map[string]*corev1.Event
	facts       []snapshot.Fact
	pods        []podSummary
	budgets     []policyv1.PodDisruptionBudget
	manifest    *Manifest
	evidence    evidenceFiles
	impact      bool
	// keep is Dump.Keep.
	keep bool
	// handlers decode and add an object of their kind.
	handlers map[schema.GroupVersionKind]func([]byte) error
	// objectCount counts all objects, otherCount those of kinds that do not describe nodes.
	objectCount, otherCount int
	// nodesSeen and eventsSeen count all nodes and events, also those that are not kept.
	nodesSeen, eventsSeen int
	memory                memoryBudget
	export                kubeevents.Export
	past                  past
	// dates are those of the export that is read.
	dates   kubeevents.Dates
	origins fileOrigins
	// times are those in the objects, and of the files they came from.
	times clock.Witnesses
	// sharedTexts holds each text of the events once.
	sharedTexts map[string]string
}

func newCollector(impact bool) *collector {
	c := &collector{nodesByName: map[string]*corev1.Node{}, eventsByKey: map[string]*corev1.Event{}, impact: impact, sharedTexts: map[string]string{}, origins: newFileOrigins(), memory: memoryBudget{limit: maxMemory}}
	c.handlers = c.kindHandlers()
	return c
}

// decodeObject decodes a JSON object as Kubernetes does: names of fields are case-sensitive.
func decodeObject[T any](data []byte) (*T, error) {
	object := new(T)
	return object, json.Unmarshal(data, object)
}

func (c *collector) addNode(n *corev1.Node) error {
	if n.Name == "" {
		return errors.New("it has no name")
	}
	c.nodesSeen++
	c.origins.noteNode(n)
	c.times.Node(n)
	// These are most of a node's bytes and do not describe its health.
	n.ManagedFields, n.Status.Images = nil, nil
	if !c.keep {
		snapshot.SlimNode(n)
	}
	known, ok := c.nodesByName[n.Name]
	switch {
	case ok && !newestOfNode(n).After(newestOfNode(known)):
	case !c.memory.reserve(sizeInMemory(n), sizeInMemory(known)):
		c.memory.droppedNodes++
	default:
		c.nodesByName[n.Name] = n
		c.origins.fileOfNode[n.Name] = c.origins.file
	}
	return nil
}

// addEvent keeps an event that a live read would ask for. Of any other it notes only the time.
// It also keeps events without a namespace, which edited dumps and other tools produce.
func (c *collector) addEvent(e *corev1.Event) error {
	c.past.noteEvent(history.Events, e)
	return c.addKeptEvent(e)
}

// addKeptEvent is addEvent for an event whose keeper is noted.
func (c *collector) addKeptEvent(e *corev1.Event) error {
	c.eventsSeen++
	c.times.Event(e)
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
	known, ok := c.eventsByKey[key]
	switch {
	case !ok && len(c.eventsByKey) == maxNodeEvents:
		c.memory.excessEvents++
	case ok && !snapshot.LastSeen(e).After(snapshot.LastSeen(known)):
	default:
		c.keepEvent(key, e)
	}
	return nil
}

// keepEvent keeps an event under a key if it fits into memory.
func (c *collector) keepEvent(key string, e *corev1.Event) {
	e.ManagedFields = nil
	if !c.keep {
		snapshot.SlimEvent(e)
	}
	c.memory.cutMessage(e)
	if !c.memory.reserve(c.sizeOfEvent(e), c.sizeOfEvent(c.eventsByKey[key])) {
		c.memory.droppedEvents++
		return
	}
	for _, text := range textsOf(e) {
		shared, ok := c.sharedTexts[*text]
		if !ok {
			shared = *text
			c.sharedTexts[shared] = shared
		}
		*text = shared
	}
	c.eventsByKey[key] = e
}

// sizeOfEvent estimates the bytes that an event takes, without texts that other events already
// hold.
func (c *collector) sizeOfEvent(e *corev1.Event) int {
	size := sizeInMemory(e)
	if e == nil {
		return size
	}
	for _, text := range textsOf(e) {
		if _, ok := c.sharedTexts[*text]; ok {
			size -= len(*text)
		}
	}
	return size
}

// takeNodes returns the nodes by name and removes them from the collector.
func (c *collector) takeNodes() []corev1.Node { return takeOut(c.nodesByName) }

// takeEvents returns the events about nodes by key and removes them from the collector.
func (c *collector) takeEvents() []corev1.Event { return takeOut(c.eventsByKey) }

// takeOut moves the objects of a map into a slice, ordered by key. It deletes each one from the
// map, so that no object is in memory twice for long.
func takeOut[T any](objects map[string]*T) []T {
	taken := make([]T, 0, len(objects))
	for _, key := range slices.Sorted(maps.Keys(objects)) {
		taken = append(taken, *objects[key])
		delete(objects, key)
	}
	return taken
}

// sorted returns the objects of a map, ordered by key.
func sorted[T any](objects map[string]*T) []*T {
	all := make([]*T, 0, len(objects))
	for _, key := range slices.Sorted(maps.Keys(objects)) {
		all = append(all, objects[key])
	}
	return all
}

// textsOf returns the texts of an event that many events share.
func textsOf(e *corev1.Event) []*string {
	return []*string{
		&e.Namespace, &e.Reason, &e.Message, &e.Type, &e.Action, &e.Source.Component, &e.Source.Host,
		&e.ReportingController, &e.ReportingInstance, &e.InvolvedObject.Kind, &e.InvolvedObject.Name, &e.InvolvedObject.APIVersion,
	}
}

// missingKindGaps returns the gaps for kinds that the dump does not have, for objects that did
// not fit, and for what exports of KubeEvents leave out.
func (c *collector) missingKindGaps() []snapshot.Gap {
	var gaps []snapshot.Gap
	if c.nodesSeen == 0 {
		gaps = append(gaps, snapshot.Gap{Source: snapshot.SourceNodes, Subjects: []string{"nodes"}, Reason: "The dump has no Node objects.", Action: takeDump})
	}
	if c.eventsSeen == 0 {
		gaps = append(gaps, snapshot.Gap{Source: snapshot.SourceEvents, Subjects: []string{"events"}, Reason: "The dump has no Event objects.", Action: takeDump})
	}
	return append(append(gaps, c.memory.droppedGaps()...), c.export.Gaps()...)
}

// newestOfNode returns the newest time in a node.
func newestOfNode(n *corev1.Node) time.Time {
	newest := n.CreationTimestamp.Time
	for i := range n.Status.Conditions {
		c := &n.Status.Conditions[i]
		newest = snapshot.Later(newest, snapshot.Later(c.LastHeartbeatTime.Time, c.LastTransitionTime.Time))
	}
	for i := range n.Spec.Taints {
		if added := n.Spec.Taints[i].TimeAdded; added != nil {
			newest = snapshot.Later(newest, added.Time)
		}
	}
	return newest
}
