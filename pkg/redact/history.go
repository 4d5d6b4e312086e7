package redact

import (
	"cmp"

	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/history"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// History returns a copy of the evidence of a history without anything that identifies the cluster. What
// a resource above VMs is called always becomes a token.
func (r *Redactor) History(e *history.Evidence) *history.Evidence {
	s := &snapshot.Snapshot{Origin: e.Origin, Facts: e.Operations, Gaps: e.Gaps}
	s.Selection.Names = e.Nodes
	for _, event := range e.Events {
		s.Events = append(s.Events, *event)
		if node := event.InvolvedObject.Name; node != "" {
			s.Scan = append(s.Scan, snapshot.NodeStatus{Name: node, Pool: snapshot.PoolOf(node)})
		}
	}
	for i := range e.Inventory {
		span := &e.Inventory[i]
		s.Scan = append(s.Scan, snapshot.NodeStatus{Name: span.Node, Pool: cmp.Or(span.Pool, snapshot.PoolOf(span.Node))})
	}
	hidden := r.Snapshot(s)
	out := &history.Evidence{
		Origin: hidden.Origin, Since: e.Since, Until: e.Until, Nodes: hidden.Selection.Names, Sources: e.Sources, Operations: hidden.Facts, Gaps: hidden.Gaps,
		Events: make([]*corev1.Event, 0, len(hidden.Events)),
	}
	for i := range hidden.Events {
		out.Events = append(out.Events, &hidden.Events[i])
	}
	for _, span := range e.Inventory {
		span.Node = r.nodeName(span.Node)
		if span.Pool != "" {
			span.Pool = r.poolName(span.Pool)
		}
		out.Inventory = append(out.Inventory, span)
	}
	for i := range e.Changes {
		change := r.redactFact(&e.Changes[i])
		if change.Message != "" {
			change.Message = r.token("resource", e.Changes[i].Message)
		}
		out.Changes = append(out.Changes, change)
	}
	return out
}
