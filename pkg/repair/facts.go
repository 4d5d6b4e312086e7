package repair

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// factSignals returns the facts about a node that have an entry, and those of a source and type
// that the table does not know. A fact that it knows and has no entry for is healthy. Of the
// time well before the outage a fact explains nothing.
func (c *clusterView) factSignals(k nodeCase, t *knowledge.Table) []diagnosis.Signal {
	var all []diagnosis.Signal
	for i := range c.facts {
		f := &c.facts[i]
		if f.Type == snapshot.Heartbeat || !f.About(k.name) {
			continue
		}
		ended := f.Until
		if ended.IsZero() {
			ended = f.Time
		}
		if !k.outage.since.IsZero() && !ended.IsZero() && ended.Before(k.outage.since.Add(-leadTime)) {
			continue
		}
		entry := t.Fact(f.Source, f.Type, f.Status, f.Reason, f.Message)
		if entry == nil && t.KnowsFact(f.Source, f.Type) {
			continue
		}
		all = append(all, factSignal(f, entry))
	}
	return all
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
