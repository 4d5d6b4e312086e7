package repair

import (
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge/pattern"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair/judge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// setKnown gives a judge all evidence on a node in the form that the table's checks judge.
func (c *clusterView) setKnown(n *judge.Node, k nodeCase, v verdict, o others) {
	marks := k.node != nil && !c.hidesMarks
	whole := map[string]bool{
		pattern.SourceTaint: marks, pattern.SourceLabel: marks, pattern.SourceAnnotation: marks,
		pattern.SourceProviderID: k.node != nil && k.node.Spec.ProviderID != "",
		pattern.SourceEvent:      c.eventsListed && !k.outage.atLeast && c.eventsReach(k.start().Add(-leadTime)),
		pattern.SourceError:      v.newestError != nil && v.newestError.Details != "",
	}
	for f := range c.factsOf(k) {
		if f.Type == snapshot.ReadType && f.Status == snapshot.ReadWhole {
			whole[f.Source] = true
		}
	}
	items := c.checks.AddMarks(judge.AddConditions(c.items[:0], k.node), k.node)
	items = c.addFacts(addError(k.addEvents(items), v), k)
	c.items = c.addCounted(items, k, v, o)
	n.Set(func(source string) bool { return whole[source] }, c.items)
}

// start returns when the outage began or, of a node without a Node object, the first that was tried,
// else when an event last said that it is NotReady.
func (k nodeCase) start() time.Time {
	switch {
	case k.outage.since.IsZero() && len(k.current) > 0:
		return k.current[0].First
	case k.node == nil && len(k.outages) > 0:
		return k.outages[len(k.outages)-1]
	default:
		return k.outage.since
	}
}

// addEvents adds the events of this outage and of the time just before it.
func (k nodeCase) addEvents(items []pattern.Item) []pattern.Item {
	for _, ev := range k.events {
		if k.concerns(ev.last) && !ev.logged { // those are facts
			items = append(items, pattern.Item{Source: pattern.SourceEvent, Reason: ev.Reason, Message: ev.Message, Time: ev.last})
		}
	}
	return items
}

// concerns reports whether something that was last seen then can have to do with this outage.
func (k nodeCase) concerns(last time.Time) bool {
	return k.outage.since.IsZero() || last.IsZero() || !last.Before(k.outage.since.Add(-leadTime))
}

// addError adds the newest error by its code and by each of those that refine it.
func addError(items []pattern.Item, v verdict) []pattern.Item {
	e := v.newestError
	if e == nil {
		return items
	}
	for _, code := range append([]string{e.Code}, v.refinements...) {
		items = append(items, pattern.Item{Source: pattern.SourceError, Reason: code, Message: e.Details, Time: e.Attempt.Error.Time})
	}
	return items
}

// addFacts adds the facts about a node that can have to do with this outage.
func (c *clusterView) addFacts(items []pattern.Item, k nodeCase) []pattern.Item {
	for f := range c.factsOf(k) {
		items = append(items, pattern.Item{Source: f.Source, Type: f.Type, Status: f.Status, Reason: f.Reason, Actor: f.Actor, Message: f.Message, Time: f.Time})
	}
	return items
}

// signalProof returns a signal as evidence of what its entry says.
func signalProof(s diagnosis.Signal, e *knowledge.Entry) diagnosis.Proof {
	return diagnosis.Proof{Says: e.Title, Source: s.Source, Name: s.Name, Reason: s.Reason, Message: s.Message, Time: s.Time}
}
