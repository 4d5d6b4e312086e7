package snapshot

import (
	"context"
	"encoding/json"
	"time"

	corev1 "k8s.io/api/core/v1"
)

// Source is where a Snapshot comes from: a live API server or a dump.
type Source interface {
	// Snapshot reads once. It returns an error only if nothing useful could be read. What is
	// missing from a snapshot that is still worth a diagnosis is in its Gaps.
	Snapshot(ctx context.Context) (*Snapshot, error)
}

// Selection says which nodes the user asked for. Names and Selector are never both set.
type Selection struct {
	// Names of nodes; empty means every node.
	Names []string `json:"names,omitempty"`
	// Selector is a label selector in kubectl's syntax; empty means every node.
	Selector string `json:"selector,omitempty"`
}

// Snapshot is everything a diagnosis knows about a cluster, read at one moment. In JSON it
// is part of a Manifest, which has the objects beside it.
type Snapshot struct {
	// Nodes are those read in full: the named ones or, without names, from a live cluster those
	// that were not Ready in the scan, from a dump all selected ones.
	Nodes []corev1.Node `json:"-"`
	// Scan has every node of the cluster (with a label selector: every node it selects), by
	// name, as a cheap listing showed it. Nodes has the fresher word on a node in both.
	Scan []NodeStatus `json:"scan,omitempty"`
	// NodesListed is false when the nodes could not be listed to the end: then a node that is
	// missing from Scan may exist all the same.
	NodesListed bool `json:"nodesListed"`
	// Events about nodes (involved object of kind Node), of any node, in no order.
	Events []corev1.Event `json:"-"`
	// EventsListed is false when a namespace where node events can live was not read to the
	// end: then an event that is missing may exist all the same.
	EventsListed bool `json:"eventsListed"`
	// TakenAt is the moment that all durations are measured against.
	TakenAt time.Time `json:"takenAt"`
	// Clock is how sure TakenAt is; nil where it is known.
	Clock *Clock `json:"clock,omitempty"`
	// Origin is where it was read.
	Origin Origin `json:"origin"`
	// Facts are what other APIs report, in no order: the leases of nodes, from a live cluster
	// those of the named nodes, from a dump all that it has.
	Facts []Fact `json:"-"`
	// Group is the ID of the node resource group, /subscriptions/ID/resourceGroups/NAME, where an answer of
	// Azure has shown it; empty elsewhere.
	Group string `json:"group,omitempty"`
	// Impact is what is on the nodes that are NotReady; nil unless it was asked for.
	Impact *Impact `json:"impact,omitempty"`
	// Selection is what was asked for.
	Selection Selection `json:"selection"`
	// Gaps are what could not be seen. A diagnosis with gaps is not complete.
	Gaps []Gap `json:"gaps,omitempty"`
	// Changes number, for a cluster that is watched, the last change of each node and of the events about it, by the
	// name of the node: where the number is the same, so are they. Nil for other sources.
	Changes map[string]int `json:"-"`
	// Skipped counts the objects of a dump that do not describe nodes.
	Skipped int `json:"-"`
	// Settings are the options of the diagnosis that the snapshot was saved with, nil for
	// one that does not come from saved evidence.
	Settings json.RawMessage `json:"-"`
	// SavedBy is the version of the program that saved the evidence; empty for other sources.
	SavedBy string `json:"-"`
}

// Clock is between which times a snapshot was taken, where its witnesses do not agree.
type Clock struct {
	Earliest time.Time `json:"earliest"`
	Latest   time.Time `json:"latest"`
	// Doubt is which witnesses disagree, and Action what helps, in sentences.
	Doubt  string `json:"doubt"`
	Action string `json:"action"`
}
