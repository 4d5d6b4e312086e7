package pattern

// Condition is a node condition that leads to an entry or settles a check. Empty fields match
// anything; at least one is set.
type Condition struct {
	Type   string `json:"type,omitempty"`
	Status string `json:"status,omitempty"` // True, False or Unknown
	Reason string `json:"reason,omitempty"`
	// Message is a literal that the condition's message contains, in any case.
	Message string `json:"message,omitempty"`
}

// Event is an event about a node that leads to an entry or settles a check. Empty fields match
// anything; at least one is set.
type Event struct {
	Reason  string `json:"reason,omitempty"`
	Message string `json:"message,omitempty"`
}

// Fact is a report of an API other than the Kubernetes API's nodes and events, as a snapshot's
// facts have it, or something that the diagnosis itself has counted. Empty fields match
// anything; Message is a literal that the message must contain, in any case.
type Fact struct {
	Source  string `json:"source,omitempty"`
	Type    string `json:"type,omitempty"`
	Status  string `json:"status,omitempty"`
	Reason  string `json:"reason,omitempty"`
	Message string `json:"message,omitempty"`
	// Actor is the kind of who did it: AKS, ClusterIdentity, OtherIdentity, Person, Platform.
	Actor string `json:"actor,omitempty"`
}

// Mark is a taint, a label, an annotation or a provider ID of a Node object. One of the
// first four is set.
type Mark struct {
	// Taint and Annotation are keys. Label is a key or, with a / at its end, the beginning of one.
	Taint      string `json:"taint,omitempty"`
	Label      string `json:"label,omitempty"`
	Annotation string `json:"annotation,omitempty"`
	// ProviderID is how a provider ID begins. A node without one has no such mark, with Not too.
	ProviderID string `json:"providerID,omitempty"`
	// Value is that of the label or annotation; empty is any.
	Value string `json:"value,omitempty"`
	// Not is true for a node that does not have the mark.
	Not bool `json:"not,omitempty"`
}

// Temporary reports whether somebody put the mark on the node for what happens to it now. A
// label or a provider ID says what the node is.
func (m Mark) Temporary() bool { return m.Taint != "" || m.Annotation != "" }

// Error is an error of a failed repair. At least one field is set.
type Error struct {
	// Code is the innermost code or what refines it, such as vmssCSE:50; Message a literal that the
	// error's text contains, in any case.
	Code    string `json:"code,omitempty"`
	Message string `json:"message,omitempty"`
}

// Evidence is a set of patterns, of which a check or an example has one or more.
type Evidence struct {
	Conditions []Condition `json:"conditions,omitempty"`
	Events     []Event     `json:"events,omitempty"`
	Facts      []Fact      `json:"facts,omitempty"`
	Marks      []Mark      `json:"marks,omitempty"`
	Errors     []Error     `json:"errors,omitempty"`
}
