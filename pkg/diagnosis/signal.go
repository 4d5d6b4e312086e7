package diagnosis

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
)

// Signal is a condition or annotation of a node, or an event about it, that says more than the code of
// the error: a cause of the outage, a symptom, or something the table does not know.
type Signal struct {
	// Source is condition, event, annotation, or the source of a fact such as lease.
	Source string `json:"source"`
	// Name is a condition as Type=Status, the reason of an event, or an annotation's key.
	Name    string `json:"name"`
	Reason  string `json:"reason,omitempty"`
	Message string `json:"message,omitempty"`
	// Time is the condition's transition, or when the event was last seen.
	Time *metav1.Time `json:"time,omitempty"`
	// Count is how often the event was seen, when more than once.
	Count int `json:"count,omitempty"`
	// Entry is the table's code for it; empty for a condition of a type that the table
	// does not know, which is listed and not judged.
	Entry string `json:"entry,omitempty"`
	// Role says whether it explains others or follows from them.
	Role knowledge.Role `json:"role,omitempty"`
}

// Expectation is what AKS is expected to do next, when its rules and the spacing of its
// steps in public samples allow a guess.
type Expectation struct {
	Action Action `json:"action"`
	Round  int    `json:"round"`
	// About is when, give or take some minutes. It can lie in the past.
	About metav1.Time `json:"about"`
	// Confidence is how sure the time is; never more than inferred.
	Confidence knowledge.Confidence `json:"confidence"`
}

// Heartbeat compares the two signs of life of a kubelet: the lease, renewed every ten
// seconds, and the node's status, written on change or every five minutes.
type Heartbeat struct {
	// Lease is when the lease was last renewed; nil when there is no lease or it was not read.
	Lease *metav1.Time `json:"lease,omitempty"`
	// Status is the newest heartbeat of the node's conditions; nil when there is none.
	Status *metav1.Time `json:"status,omitempty"`
}

// CommonCause is something that most nodes which are down together have in common.
type CommonCause struct {
	// Dimension is cluster, pool, zone, instanceType or kubeletVersion.
	Dimension string `json:"dimension"`
	// Value is the pool's name, the zone and so on; empty for the cluster.
	Value string `json:"value,omitempty"`
	// Down of Total nodes with this value became NotReady at about the same time.
	Down  int `json:"down"`
	Total int `json:"total"`
	// Entry is the table's code; the texts come from there.
	Entry   string `json:"entry"`
	Title   string `json:"title"`
	Meaning string `json:"meaning"`
	// Severity and Owner say how bad it is and who can fix it.
	Severity   knowledge.Severity   `json:"severity"`
	Owner      knowledge.Owner      `json:"owner"`
	Confidence knowledge.Confidence `json:"confidence"`
	// ExplainedBy is the ID of the problem that all these nodes have, if its cause is confirmed on each of them.
	ExplainedBy int                  `json:"explainedBy,omitempty"`
	Causes      []knowledge.Cause    `json:"causes"`
	Steps       []knowledge.NextStep `json:"steps"`
}
