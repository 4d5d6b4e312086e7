package history

import (
	"cmp"
	"slices"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure/answers"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair/attempts"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair/reports"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// kind is what a mark says of its node.
type kind int

// The kinds, in the order in which marks of one time are taken.
const (
	// down: it became NotReady. stillDown: it was NotReady, in the same span as a mark before.
	down kind = iota
	stillDown
	// step: AKS did something to it, so it was NotReady.
	step
	// up: it became Ready. gone: its Node was deleted.
	up
	gone
)

// mark is one thing that is known of a node at one time.
type mark struct {
	at     time.Time
	kind   kind
	source SourceName
	// latest is true where it happened at that time or before.
	latest bool
	// proves is true for an up that follows an outage, whether that can be seen or not.
	proves bool
	// starting is true for a node that has just been created: it is NotReady until its kubelet has started.
	starting bool
	// attempt is the place of a step's attempt; late is true where only its end is known.
	attempt int
	late    bool
}

// newborn is how long after the creation of a Node it can be NotReady because it is still starting.
const newborn = 10 * time.Minute

// node is what is known of one name.
type node struct {
	name, pool string
	events     []*corev1.Event
	spans      []Span
	operations []*snapshot.Fact
	marks      []mark
	attempts   []attempts.Attempt
}

// mark adds a mark of the window.
func (n *node) mark(m mark, until time.Time) {
	if !m.at.IsZero() && !m.at.After(until) {
		n.marks = append(n.marks, m)
	}
}

// addMarks makes marks of all that is known, the oldest first.
func (n *node) addMarks(until time.Time, m *attempts.Matcher) {
	n.addEvents(until, m)
	n.addSpans(until)
	for _, f := range n.operations {
		if f.Type == "Delete" && f.Status == "Succeeded" {
			n.mark(mark{at: f.End(), kind: gone, source: ActivityLog}, until)
		}
	}
	slices.SortFunc(n.marks, func(a, b mark) int {
		return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.kind, b.kind), cmp.Compare(a.source, b.source), cmp.Compare(a.attempt, b.attempt))
	})
}

// eventKinds are what events say of their node.
var eventKinds = map[string]kind{"NodeNotReady": down, "NodeReady": up, "DeletingNode": gone, "RemovingNode": gone}

// addEvents adds what events say, and pairs those of repairs.
func (n *node) addEvents(until time.Time, m *attempts.Matcher) {
	var ofRepairs []attempts.Event
	for _, e := range n.events {
		first, last := snapshot.FirstSeen(e), snapshot.LastSeen(e)
		if first.After(until) {
			continue
		}
		if _, _, ok := snapshot.RepairReason(e.Reason); ok {
			ofRepairs = append(ofRepairs, attempts.Event{Reason: e.Reason, Message: e.Message, First: first, Last: last, Count: repair.Fitting(snapshot.Count(e), first, last)})
			continue
		}
		kind, ok := eventKinds[e.Reason]
		if !ok {
			continue
		}
		n.mark(mark{at: first, kind: kind, source: sourceOf(e)}, until)
		if last.After(first) {
			n.mark(mark{at: last, kind: kind, source: sourceOf(e)}, until)
		}
	}
	n.attempts = attempts.Pair(ofRepairs, m)
	for i := range n.attempts {
		a := &n.attempts[i]
		n.mark(mark{at: a.First, kind: step, source: n.sourceAt(a), attempt: i, late: a.Start == nil}, until)
	}
}

// sourceOf returns what an event is evidence of: of an event, or of an operation in the activity log.
func sourceOf(e *corev1.Event) SourceName {
	if reports.Logged(e) {
		return ActivityLog
	}
	return Events
}

// sourceAt returns what the first event of an attempt is evidence of.
func (n *node) sourceAt(a *attempts.Attempt) SourceName {
	for _, e := range n.events {
		if action, _, ok := snapshot.RepairReason(e.Reason); ok && action == string(a.Action) && (snapshot.FirstSeen(e).Equal(a.First) || snapshot.LastSeen(e).Equal(a.First)) {
			return sourceOf(e)
		}
	}
	return Events
}

// addSpans adds what an inventory says. A node that was registered again is another one.
func (n *node) addSpans(until time.Time) {
	slices.SortFunc(n.spans, func(a, b Span) int {
		return cmp.Or(a.From.Compare(b.From), a.LastSample.Compare(b.LastSample), a.NodeCreated.Compare(b.NodeCreated))
	})
	seen := map[time.Time]bool{}
	for i := range n.spans {
		s := &n.spans[i]
		young := !s.NodeCreated.IsZero() && s.From.Sub(s.NodeCreated) <= newborn
		if s.Ready {
			// The change of a condition to True is the end of an outage, unless the node was new.
			known := seen[s.NodeCreated] || !s.NodeCreated.IsZero()
			n.mark(mark{at: s.From, kind: up, source: NodeInventory, proves: known && !young && s.From.Before(s.LastSample)}, until)
		} else {
			n.mark(mark{at: s.From, kind: down, source: NodeInventory, starting: young}, until)
			n.mark(mark{at: minTime(s.LastSample, until), kind: stillDown, source: NodeInventory}, until)
		}
		if !seen[s.NodeCreated] && len(seen) > 0 && !s.NodeCreated.IsZero() {
			n.mark(mark{at: s.NodeCreated, kind: gone, source: NodeInventory, latest: true}, until)
		}
		seen[s.NodeCreated] = true
	}
}

func minTime(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

// nodesOf sorts evidence by the name of the node.
func nodesOf(e *Evidence) []*node {
	byName := map[string]*node{}
	of := func(name string) *node {
		n := byName[name]
		if n == nil {
			n = &node{name: name, pool: snapshot.PoolOf(name)}
			byName[name] = n
		}
		return n
	}
	wanted := func(name string) bool {
		return name != "" && name != answers.Unnamed && (len(e.Nodes) == 0 || slices.Contains(e.Nodes, name))
	}
	for _, event := range reports.Past(distinct(e.Events), e.Operations) {
		if name := event.InvolvedObject.Name; wanted(name) && !snapshot.LastSeen(event).IsZero() {
			of(name).events = append(of(name).events, event)
		}
	}
	for _, s := range e.Inventory {
		if wanted(s.Node) {
			n := of(s.Node)
			n.spans = append(n.spans, s)
			n.pool = cmp.Or(s.Pool, n.pool)
		}
	}
	for i := range e.Operations {
		if f := &e.Operations[i]; wanted(f.Node) {
			of(f.Node).operations = append(of(f.Node).operations, f)
		}
	}
	all := make([]*node, 0, len(byName))
	for _, n := range byName {
		all = append(all, n)
	}
	slices.SortFunc(all, func(a, b *node) int { return strings.Compare(a.name, b.name) })
	return all
}

// identity is what the forms of one event share.
type identity struct {
	node, reason, message string
	first                 int64
}

// distinct returns each event once, in a total order. One event can be in several places, and in one table with
// each of its counts.
func distinct(events []*corev1.Event) []*corev1.Event {
	newest := make(map[identity]*corev1.Event, len(events))
	for _, e := range events {
		first := snapshot.FirstSeen(e).Unix()
		key := identity{e.InvolvedObject.Name, e.Reason, e.Message, first}
		if known := newest[key]; known == nil || moreOf(e, known) > 0 {
			newest[key] = e
		}
	}
	all := make([]*corev1.Event, 0, len(newest))
	for _, e := range newest {
		all = append(all, e)
	}
	slices.SortFunc(all, func(a, b *corev1.Event) int {
		return cmp.Or(snapshot.FirstSeen(a).Compare(snapshot.FirstSeen(b)), strings.Compare(a.InvolvedObject.Name, b.InvolvedObject.Name),
			strings.Compare(a.Reason, b.Reason), strings.Compare(a.Message, b.Message))
	})
	return all
}

// moreOf compares two forms of one event: the one that counts more, or was seen last.
func moreOf(a, b *corev1.Event) int {
	return cmp.Or(cmp.Compare(snapshot.Count(a), snapshot.Count(b)), snapshot.LastSeen(a).Compare(snapshot.LastSeen(b)), strings.Compare(a.Namespace+a.Name, b.Namespace+b.Name))
}
