package history

import (
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure/answers"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// Evidence is what is left of the past of one cluster. Nothing in it has an order.
type Evidence struct {
	// Origin is where it was read.
	Origin snapshot.Origin
	// Since and Until are the window that was asked for. What is outside of it is not looked at,
	// but for outages that reach into it.
	Since, Until time.Time
	// Nodes are the names that were asked for; empty is every node.
	Nodes []string
	// Sources are the places that keep the past here, each once, also those that have nothing.
	Sources []Source
	// Events are about nodes: repairs, NodeReady, NodeNotReady, removal.
	Events []*corev1.Event
	// Inventory is how long each node was Ready or not, as KubeNodeInventory has it. Without the spans in
	// which a node was Ready again, how an outage ended is not known.
	Inventory []Span
	// Operations are those of the activity log on VMs: facts as package answers makes them, with a node.
	Operations []snapshot.Fact
	// Changes are writes and deletes of what is above VMs, such as network, policy or scale set, as
	// answers.Answer.Changes has them.
	Changes []snapshot.Fact
	// Gaps are what could not be seen.
	Gaps []snapshot.Gap
}

// SourceName is a place that keeps the past.
type SourceName string

// The places.
const (
	// KubeEvents and NodeInventory are tables of Container Insights.
	KubeEvents    SourceName = "KubeEvents"
	NodeInventory SourceName = "KubeNodeInventory"
	// ActivityLog is Azure's: it is always on, and keeps 90 days.
	ActivityLog SourceName = "ActivityLog"
	// Events are events of Kubernetes from elsewhere: an API server, an exporter, another log.
	Events SourceName = "Events"
)

// SourceState says what became of a source.
type SourceState string

// The states of a source.
const (
	// Collected: it has rows of the window.
	Collected SourceState = "Collected"
	// Empty: it exists or was read, and has no row of the window.
	Empty SourceState = "Empty"
	// Missing: it is not collected, or the files do not have it.
	Missing SourceState = "Missing"
	// Refused: it could not be read; a Gap says why.
	Refused SourceState = "Refused"
)

// Source is a place that keeps the past, and how much of it was read.
type Source struct {
	Name  SourceName
	State SourceState
	// From and To are the time that it shows: of a table the first and the last row of the window, of a log
	// that was asked for a time and read to its end that time. Zero is not known. Of a file without a row of the
	// window they are the first and the last of all its rows.
	From, To time.Time
	// Rows is how many rows of the window there are, also those that were summarised.
	Rows int
	// Normal is how many of the rows are events of type Normal. Where there are events over days and
	// none is Normal, the collector drops them.
	Normal int
}

// Span is a time in which a node did not change between Ready and not Ready, as samples show it.
type Span struct {
	Node, Pool string
	// Ready is true where the node was Ready.
	Ready bool
	// From is when its condition changed (LastTransitionTimeReady), LastSample when it was last seen
	// like that. From can be before the window.
	From, LastSample time.Time
	// Samples is how many rows there are.
	Samples int
	// NodeCreated is when the Node was registered; zero is not known.
	NodeCreated time.Time
}

// IsOperation says whether a fact is an operation of the activity log on a VM whose node is known.
func IsOperation(f *snapshot.Fact) bool {
	return f.Source == answers.SourceLog && !f.OfSource() && f.Node != "" && f.Node != answers.Unnamed
}
