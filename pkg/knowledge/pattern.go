package knowledge

// ConditionPattern is a node condition that leads to an entry. Empty fields match
// anything; at least one is set.
type ConditionPattern struct {
	Type   string `json:"type,omitempty"`
	Status string `json:"status,omitempty"` // True, False or Unknown
	Reason string `json:"reason,omitempty"`
	// Message is a literal that the condition's message contains, in any case.
	Message string `json:"message,omitempty"`
}

// EventPattern is an event about a node that leads to an entry, as ConditionPattern is.
type EventPattern struct {
	Reason  string `json:"reason,omitempty"`
	Message string `json:"message,omitempty"`
}

// ExitCode is one exit code of the script that makes a node of a machine. The numbers of
// Linux and of Windows have nothing to do with one another.
type ExitCode struct {
	Number int      `json:"number"`
	OS     Platform `json:"os"` // Linux or Windows
}

// Role says whether a condition or an event is a cause of trouble or only shows it.
type Role string

// The roles.
const (
	RoleCause   Role = "cause"   // explains others: rank it first
	RoleSymptom Role = "symptom" // follows from something else: rank it last
)
