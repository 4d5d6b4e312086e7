package snapshot

import (
	"context"
	"slices"
	"strings"
	"time"

	coordinationv1 "k8s.io/api/coordination/v1"
	corev1 "k8s.io/api/core/v1"
)

// Fact is one thing that an API reports of a node, or of what is above it, in the form that
// the knowledge's patterns match. A fact is saved, replayed, redacted, matched, listed as
// evidence and put on the timeline by code that does not know where it comes from.
type Fact struct {
	// Node is the name of the node it is about; empty is every node of the cluster.
	Node string `json:"node,omitempty"`
	// Source is the API that reports it: "lease".
	Source string `json:"source"`
	// Type and Status are what it reports, as a condition has them.
	Type   string `json:"type"`
	Status string `json:"status,omitempty"`
	// Reason is the code that belongs to it, and Message the text, raw.
	Reason string `json:"reason,omitempty"`
	// Actor is the kind of who did it: AKS, ClusterIdentity, OtherIdentity, Person or Platform; empty
	// is not known.
	Actor   string `json:"actor,omitempty"`
	Message string `json:"message,omitempty"`
	// CorrelationID is how Azure's support finds an operation, empty for what is none.
	CorrelationID string `json:"correlationID,omitempty"`
	// Time is since when it holds, or when it happened; zero is not known. Until is when it
	// ended, the same as Time for what happened in a moment; zero is that it still holds.
	Time  time.Time `json:"time,omitzero"`
	Until time.Time `json:"until,omitzero"`
	// Count is how often it was seen, when more than once.
	Count int `json:"count,omitempty"`
}

// Heartbeat is the Type of a fact that only says that the node lived at its Time. It is no
// evidence for or against anything else.
const Heartbeat = "Heartbeat"

// ReadType is the Type of a fact by which a source reports of itself how much of it was read. With
// the Status ReadWhole it was everything, from before the outage: what it does not show did not happen.
const (
	ReadType  = "Read"
	ReadWhole = "Whole"
)

// ChangeSource is the Source of writes and deletes of what nodes depend on: Type is Write or Delete, Reason the type
// of the resource, Message its name within its resource group.
const ChangeSource = "azure-change"

// TypeBegins says whether the type of an Azure resource begins in one of several ways, which are in lower case.
func TypeBegins(kind string, prefixes ...string) bool {
	kind = strings.ToLower(kind) + "/"
	return slices.ContainsFunc(prefixes, func(prefix string) bool { return strings.HasPrefix(kind, prefix) })
}

// End is when it ended, or its Time where that is not known.
func (f *Fact) End() time.Time { return Later(f.Time, f.Until) }

// OfSource says whether a fact is about its source alone, or a change of something above, and not about a node: it
// is no signal.
func (f *Fact) OfSource() bool {
	return f.Type == Heartbeat || f.Type == ReadType || f.Source == ChangeSource
}

// LeaseSource is the Source of heartbeats that are leases.
const LeaseSource = "lease"

// LeaseFact is a node's heartbeat, as its lease has it. It is false for a lease that is of
// no node or was never renewed.
// Source: https://kubernetes.io/docs/concepts/architecture/leases/#node-heart-beats
func LeaseFact(l *coordinationv1.Lease) (Fact, bool) {
	if l.Namespace != corev1.NamespaceNodeLease || l.Spec.RenewTime == nil {
		return Fact{}, false
	}
	return Fact{Node: l.Name, Source: LeaseSource, Type: Heartbeat, Time: l.Spec.RenewTime.UTC()}, true
}

// Enricher adds facts of another source to a snapshot that was read. It does not fail: what
// it cannot see is a Gap of the snapshot. Several snapshots are enriched at once, so it has to
// be safe for concurrent use. Saved evidence is not enriched again.
type Enricher interface {
	Enrich(ctx context.Context, s *Snapshot)
}
