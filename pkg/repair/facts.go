package repair

import (
	"iter"
	"slices"
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// factSignals returns the facts about a node that have an entry, and those of a source and type
// that the table does not know. A fact that it knows and has no entry for is healthy. One that
// ended well before the outage explains nothing.
func (c *clusterView) factSignals(k nodeCase, t *knowledge.Table) []diagnosis.Signal {
	var all []diagnosis.Signal
	for f := range c.factsOf(k) {
		entry := t.Fact(f.Source, f.Type, f.Status, f.Reason, f.Message)
		if entry == nil && t.KnowsFact(f.Source, f.Type) {
			continue
		}
		all = addFactSignal(all, factSignal(f, entry))
	}
	return all
}

// factsOf yields the facts about a node that can have to do with this outage; heartbeats are none.
func (c *clusterView) factsOf(k nodeCase) iter.Seq[*snapshot.Fact] {
	return func(yield func(*snapshot.Fact) bool) {
		for i := range c.facts {
			f := &c.facts[i]
			if f.Type != snapshot.Heartbeat && f.About(k.name) && k.concerns(f.Until) && !yield(f) {
				return
			}
		}
	}
}

// factNodes returns the nodes that facts other than heartbeats are about and that were not scanned.
func (c *clusterView) factNodes() []string {
	var names []string
	for i := range c.facts {
		f := &c.facts[i]
		if _, scanned := c.scanned[f.Node]; f.Node != "" && f.Type != snapshot.Heartbeat && !scanned {
			names = append(names, f.Node)
		}
	}
	return names
}

// addFactSignal adds a signal, but of those of one source that lead to one entry only the
// newest, with how often all of them were seen.
func addFactSignal(all []diagnosis.Signal, s diagnosis.Signal) []diagnosis.Signal {
	same := slices.IndexFunc(all, func(o diagnosis.Signal) bool { return s.Entry != "" && o.Source == s.Source && o.Entry == s.Entry })
	if same < 0 {
		return append(all, s)
	}
	count := max(all[same].Count, 1) + max(s.Count, 1)
	if unixTime(s) >= unixTime(all[same]) {
		all[same] = s
	}
	all[same].Count = count
	return all
}

// factsUntil returns the facts that were known at a time; all of them for the zero time.
func factsUntil(facts []snapshot.Fact, until time.Time) []snapshot.Fact {
	if until.IsZero() {
		return facts
	}
	return slices.DeleteFunc(slices.Clone(facts), func(f snapshot.Fact) bool { return f.Time.After(until) })
}

func factSignal(f *snapshot.Fact, entry *knowledge.Entry) diagnosis.Signal {
	s := diagnosis.Signal{Source: f.Source, Name: f.Type, Reason: f.Reason, Message: f.Message, Count: f.Count}
	if f.Status != "" {
		s.Name += "=" + f.Status
	}
	if !f.Time.IsZero() {
		s.Time = &metav1.Time{Time: f.Time}
	}
	if entry != nil {
		s.Entry, s.Role = entry.Code, entry.Role
	}
	return s
}
