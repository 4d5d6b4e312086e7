package redact

import (
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/history"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// History returns a copy of the evidence of a history without anything that identifies the cluster. What
// a resource above VMs is called always becomes a token.
func (r *Redactor) History(e *history.Evidence) *history.Evidence {
	s := &snapshot.Snapshot{Origin: e.Origin, Facts: e.Operations, Gaps: e.Gaps, Events: make([]corev1.Event, len(e.Events))}
	s.Selection.Names = e.Nodes
	for i, event := range e.Events {
		s.Events[i] = *event
	}
	for i := range e.Inventory {
		span := &e.Inventory[i]
		r.learnNode(span.Node)
		r.learn(span.Pool, r.poolName)
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
		change.Reason = r.resourceType(e.Changes[i].Reason)
		if change.Message != "" {
			change.Message = r.token("resource", e.Changes[i].Message)
		}
		out.Changes = append(out.Changes, change)
	}
	return out
}

// resourceTypes are parts of types of Azure, which are the same for everybody, beside the words that are kept in any text.
const resourceTypes = " microsoft.keyvault vaults "

// resourceType redacts the type of a resource: of one that is not known, as an ID can have it, the parts become
// tokens.
func (r *Redactor) resourceType(name string) string {
	parts := strings.Split(name, "/")
	for i, part := range parts {
		if !strings.Contains(resourceTypes, " "+strings.ToLower(part)+" ") {
			parts[i] = r.Text(part)
		}
	}
	return strings.Join(parts, "/")
}
