// Package store keeps what the streams of a watched cluster send, its nodes and the events about them, and fills
// snapshots of it that cost what has changed: a node that is Ready and of which nothing is known but that it is well
// is a line of the scan, and what changes has another number each time.
//
//	store.go    what is kept of a node and of the events about it, and the numbers of changes
//	nodes.go    the stream of nodes
//	events.go   the streams of events; what is forgotten of them, and when
//	fill.go     snapshots
//	synced.go   when a list is complete
package store

import (
	"sync"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot/clock"
)

// Store holds the nodes and events of a cluster. It is safe for concurrent use.
type Store struct {
	now func() time.Time

	mu      sync.Mutex
	records map[string]*record
	// nodes is how many records have a node, listed how many the last list had.
	nodes, listed int
	// nodeBytes is how many bytes these nodes take, listedBytes how many after the last list.
	nodeBytes, listedBytes int
	// owners are the records of the events.
	owners map[eventKey]*record
	// eventBytes is how many bytes all events have, as if no two had a text in common.
	eventBytes int
	// changes counts all changes, so that no number is given twice.
	changes int
	// all are the events of all records, which are in its memory, made again where it is nil. Snapshots share that:
	// only what comes is added, behind what they have of it.
	all []corev1.Event
	// forgotten is when events that are too old were dropped last.
	forgotten time.Time
	// scan and examples are made again where they are nil.
	scan      []snapshot.NodeStatus
	examples  map[string]bool
	witnesses clock.Witnesses
	// lost is when the newest event was last seen that mattered and for which there was no room.
	lost time.Time
}

// record is what is known of one name. One without a node and events is none.
type record struct {
	name string
	// node is nil where there is no such node, or none yet.
	node *corev1.Node
	// size is about how many bytes the node takes.
	size int
	line snapshot.NodeStatus
	// unrest is when the node was last seen NotReady, or with another time of its Ready condition than before; news
	// is true until a snapshot has that.
	unrest time.Time
	news   bool
	events []*corev1.Event
	// oldest is before or when the oldest event was last seen.
	oldest time.Time
	// trouble counts the events that say that the node was down or repaired.
	trouble int
	// change is the number of the last change.
	change int
}

// eventKey names an event.
type eventKey struct{ namespace, name string }

func keyOf(e *corev1.Event) eventKey { return eventKey{e.Namespace, e.Name} }

// New returns an empty Store. The clock that it is given decides what is old.
func New(now func() time.Time) *Store {
	return &Store{now: now, records: map[string]*record{}, owners: map[eventKey]*record{}}
}

// Witnesses returns the times that the cluster has shown.
func (s *Store) Witnesses() *clock.Witnesses {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.witnesses.Clone()
}

// record returns the record of a name, for a change of it.
func (s *Store) record(name string) *record {
	r := s.records[name]
	if r == nil {
		r = &record{name: name}
		s.records[name] = r
	}
	s.note(r)
	return r
}

// note numbers a change of a record.
func (s *Store) note(r *record) {
	s.changes++
	r.change = s.changes
}

// tidy drops a record of which nothing is known any more.
func (s *Store) tidy(r *record) {
	if r.node == nil && len(r.events) == 0 {
		delete(s.records, r.name)
	}
}

// isDown says whether there is a node of this name that is not Ready.
func (r *record) isDown() bool { return r.node != nil && !r.line.Ready }
