package ask

import (
	"context"
	"slices"
	"sync"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// Late asks other sources about a cluster that is watched: about all nodes that are not Ready at the start, and once about
// each that is so for long enough later on, or that is gone after a repair. A node that was Ready in between is
// asked about again. It asks beside the watch, which does not wait for it.
type Late struct {
	enrichers []snapshot.Enricher
	// after is how long a node is NotReady before it is a finding.
	after time.Duration

	mutex sync.Mutex
	asked map[string]time.Time
	busy  bool
	facts []snapshot.Fact
	gaps  []snapshot.Gap
	// asking is for tests.
	asking sync.WaitGroup
}

// NewLate returns what asks these sources about nodes that are NotReady for longer than a time.
func NewLate(enrichers []snapshot.Enricher, after time.Duration) *Late {
	return &Late{enrichers: enrichers, after: after, asked: map[string]time.Time{}}
}

// Start asks about all nodes that are not Ready, and waits for the answers.
func (l *Late) Start(ctx context.Context, s *snapshot.Snapshot) {
	if len(l.enrichers) == 0 {
		return
	}
	down := findings(s, 0)
	for name := range down {
		l.asked[name] = s.TakenAt
	}
	part := *s
	part.Selection.Names = named(s, down)
	l.ask(ctx, &part)
}

// Add adds what is known to a snapshot, and begins to ask about what is new in it.
func (l *Late) Add(ctx context.Context, s *snapshot.Snapshot) {
	if len(l.enrichers) == 0 {
		return
	}
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if fresh := l.fresh(s); len(fresh) > 0 {
		l.busy = true
		part := only(s, fresh)
		l.asking.Go(func() { l.ask(ctx, part) })
	}
	s.Facts, s.Gaps = slices.Concat(s.Facts, l.holding(s)), slices.Concat(s.Gaps, l.gaps)
}

// holding returns the facts that still hold: that a source was read whole is no longer so for a node that AKS has repaired
// since.
func (l *Late) holding(s *snapshot.Snapshot) []snapshot.Fact {
	since := map[string]bool{}
	for i := range s.Events {
		e := &s.Events[i]
		name := e.InvolvedObject.Name
		if _, _, repair := snapshot.RepairReason(e.Reason); repair && snapshot.LastSeen(e).After(l.asked[name]) {
			since[name] = true
		}
	}
	return slices.DeleteFunc(slices.Clone(l.facts), func(f snapshot.Fact) bool { return f.Type == snapshot.ReadType && since[f.Node] })
}

// fresh returns the nodes to ask about now, and forgets those that are well.
func (l *Late) fresh(s *snapshot.Snapshot) map[string]bool {
	if l.busy {
		return nil
	}
	for i := range s.Scan {
		if name := s.Scan[i].Name; s.Scan[i].Ready && !l.asked[name].IsZero() {
			delete(l.asked, name)
			l.facts = slices.DeleteFunc(slices.Clone(l.facts), func(f snapshot.Fact) bool { return f.Node == name })
		}
	}
	fresh := findings(s, l.after)
	for name := range fresh {
		if !l.asked[name].IsZero() {
			delete(fresh, name)
			continue
		}
		l.asked[name] = s.TakenAt
	}
	return fresh
}

// ask asks, and keeps what is answered.
func (l *Late) ask(ctx context.Context, s *snapshot.Snapshot) {
	part := *s
	part.Facts, part.Gaps = nil, nil
	for _, e := range l.enrichers {
		e.Enrich(ctx, &part)
	}
	l.mutex.Lock()
	defer l.mutex.Unlock()
	l.busy = false
	l.facts = merged(l.facts, part.Facts)
	for _, g := range part.Gaps {
		if !slices.ContainsFunc(l.gaps, func(o snapshot.Gap) bool { return o.Subject() == g.Subject() && o.Reason == g.Reason }) {
			l.gaps = append(slices.Clone(l.gaps), g)
		}
	}
}

// merged returns facts with newer ones. A newer fact about a node, or about the cluster, replaces those of its source and
// type; what happened stays.
func merged(old, newer []snapshot.Fact) []snapshot.Fact {
	type place struct{ node, source, kind string }
	replaced := map[place]bool{}
	for i := range newer {
		replaced[place{newer[i].Node, newer[i].Source, newer[i].Type}] = true
	}
	var all []snapshot.Fact
	for i := range old {
		f := &old[i]
		happened := f.Source == snapshot.ChangeSource
		if happened && slices.Contains(newer, *f) || !happened && replaced[place{f.Node, f.Source, f.Type}] {
			continue
		}
		all = append(all, *f)
	}
	return append(all, newer...)
}

// findings returns the nodes that are NotReady for longer than a time, and those that are gone after a repair.
func findings(s *snapshot.Snapshot, after time.Duration) map[string]bool {
	found, known := map[string]bool{}, map[string]bool{}
	for i := range s.Scan {
		known[s.Scan[i].Name] = true
	}
	for i := range s.Nodes {
		n := &s.Nodes[i]
		if known[n.Name] = true; !snapshot.Ready(n) && s.TakenAt.Sub(snapshot.ReadyChanged(n)) > after {
			found[n.Name] = true
		}
	}
	for i := range s.Events {
		name := s.Events[i].InvolvedObject.Name
		if _, _, repair := snapshot.RepairReason(s.Events[i].Reason); repair && s.NodesListed && !known[name] {
			found[name] = true
		}
	}
	return found
}

// named returns those of some names that were asked for: the others are asked about later, or were before.
func named(s *snapshot.Snapshot, names map[string]bool) []string {
	return slices.DeleteFunc(slices.Clone(s.Selection.Names), func(name string) bool { return !names[name] })
}

// only returns a snapshot with the nodes of some names alone, and the events about them.
func only(s *snapshot.Snapshot, names map[string]bool) *snapshot.Snapshot {
	part := *s
	part.Selection.Names = named(s, names)
	part.Nodes = slices.DeleteFunc(slices.Clone(s.Nodes), func(n corev1.Node) bool { return !names[n.Name] })
	part.Events = slices.DeleteFunc(slices.Clone(s.Events), func(e corev1.Event) bool { return !names[e.InvolvedObject.Name] })
	return &part
}
