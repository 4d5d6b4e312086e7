package knowledge

import "strconv"

// ConditionPattern is a node condition that leads to an entry. Empty fields match
// anything; at least one is set.
type ConditionPattern struct {
	Type   string `json:"type,omitempty"`
	Status string `json:"status,omitempty"` // True, False or Unknown
	Reason string `json:"reason,omitempty"`
	// Message is a literal that the condition's message contains, in any case.
	Message string `json:"message,omitempty"`
}

// EventPattern is an event about a node that leads to an entry. Empty fields match anything;
// at least one is set.
type EventPattern struct {
	Reason  string `json:"reason,omitempty"`
	Message string `json:"message,omitempty"`
}

// ExitCode is one exit code of the bootstrap script, which makes a VM a node. The same number
// means different things on Linux and on Windows.
type ExitCode struct {
	Number int      `json:"number"`
	OS     Platform `json:"os"` // Linux or Windows
	// Name is what the script calls the number, empty when it has no name there.
	Name string `json:"name,omitempty"`
}

// Role says whether a condition or an event is a cause of trouble or only shows it.
type Role string

// The roles.
const (
	RoleCause   Role = "cause"   // explains others, ranked first
	RoleSymptom Role = "symptom" // follows from others, ranked last
)

// exitPrefix are the names of the script on each system; with ":" and a number behind
// they are names of exit codes.
var exitPrefix = map[Platform]string{Linux: "vmssCSE", Windows: "windowsCSE"}

// String returns the exit code as explain takes it: vmssCSE:50 or windowsCSE:50.
func (c ExitCode) String() string { return exitPrefix[c.OS] + ":" + strconv.Itoa(c.Number) }

// FactPattern is a report of an API other than the Kubernetes API's nodes and events, as a
// snapshot's facts have it. Empty fields match anything; Message is a literal that the
// message must contain, in any case.
type FactPattern struct {
	Source  string `json:"source,omitempty"`
	Type    string `json:"type,omitempty"`
	Status  string `json:"status,omitempty"`
	Reason  string `json:"reason,omitempty"`
	Message string `json:"message,omitempty"`
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
