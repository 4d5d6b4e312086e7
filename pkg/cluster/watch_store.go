package cluster

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// eventMemory is how long an event is kept after it was last seen, also when the server
// has forgotten it, which on AKS happens within an hour: what has been watched stays known.
const eventMemory = 24 * time.Hour

// maxEvents bounds the events that are kept per namespace; the oldest go first.
const maxEvents = 50_000

// nodeStore is what a reflector has told of the nodes.
type nodeStore struct {
	mu    sync.Mutex
	nodes map[string]*corev1.Node
}

func newNodeStore() *nodeStore { return &nodeStore{nodes: map[string]*corev1.Node{}} }

// Add keeps a node.
func (s *nodeStore) Add(obj any) error {
	n, ok := obj.(*corev1.Node)
	if !ok {
		return fmt.Errorf("a %T is not a node", obj)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.nodes[n.Name] = snapshot.Slim(n)
	return nil
}

// Update is Add.
func (s *nodeStore) Update(obj any) error { return s.Add(obj) }

// Delete forgets a node.
func (s *nodeStore) Delete(obj any) error {
	n, ok := obj.(*corev1.Node)
	if !ok {
		return fmt.Errorf("a %T is not a node", obj)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.nodes, n.Name)
	return nil
}

// Replace keeps these nodes and no others.
func (s *nodeStore) Replace(all []any, _ string) error {
	nodes := make(map[string]*corev1.Node, len(all))
	for _, obj := range all {
		n, ok := obj.(*corev1.Node)
		if !ok {
			return fmt.Errorf("a %T is not a node", obj)
		}
		nodes[n.Name] = snapshot.Slim(n)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.nodes = nodes
	return nil
}

// Resync has nothing to do.
func (s *nodeStore) Resync() error { return nil }

// list has the nodes by name. They share what is behind their pointers with the store.
func (s *nodeStore) list() []corev1.Node {
	s.mu.Lock()
	defer s.mu.Unlock()
	nodes := make([]corev1.Node, 0, len(s.nodes))
	for _, n := range s.nodes {
		nodes = append(nodes, *n)
	}
	slices.SortFunc(nodes, func(a, b corev1.Node) int { return strings.Compare(a.Name, b.Name) })
	return nodes
}

// eventStore is what a reflector has told of the events in a namespace, and remembers it.
type eventStore struct {
	now    func() time.Time
	mu     sync.Mutex
	events map[string]*corev1.Event
}

func newEventStore(now func() time.Time) *eventStore {
	return &eventStore{now: now, events: map[string]*corev1.Event{}}
}

// Add keeps an event.
func (s *eventStore) Add(obj any) error { return s.Replace([]any{obj}, "") }

// Update keeps the newest version of an event.
func (s *eventStore) Update(obj any) error { return s.Replace([]any{obj}, "") }

// Delete keeps the event: that the server forgets it does not undo what it tells.
func (s *eventStore) Delete(any) error { return nil }

// Replace adds these events to those that are kept, and forgets the oldest.
func (s *eventStore) Replace(all []any, _ string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, obj := range all {
		e, ok := obj.(*corev1.Event)
		if !ok {
			return fmt.Errorf("a %T is not an event", obj)
		}
		s.events[e.Name] = snapshot.SlimEvent(e)
	}
	if len(s.events) > maxEvents {
		s.forget()
	}
	return nil
}

// forget makes room: it drops a tenth of the events, those that were last seen first.
func (s *eventStore) forget() {
	kept := make([]*corev1.Event, 0, len(s.events))
	for _, e := range s.events {
		kept = append(kept, e)
	}
	slices.SortFunc(kept, func(a, b *corev1.Event) int { return snapshot.LastSeen(b).Compare(snapshot.LastSeen(a)) })
	for _, e := range kept[maxEvents-maxEvents/10:] {
		delete(s.events, e.Name)
	}
}

// Resync has nothing to do.
func (s *eventStore) Resync() error { return nil }

// list has the events in no order, those that are not too old.
func (s *eventStore) list() []corev1.Event {
	s.mu.Lock()
	defer s.mu.Unlock()
	oldest := s.now().Add(-eventMemory)
	events := make([]corev1.Event, 0, len(s.events))
	for name, e := range s.events {
		if snapshot.LastSeen(e).Before(oldest) {
			delete(s.events, name)
			continue
		}
		events = append(events, *e)
	}
	return events
}
