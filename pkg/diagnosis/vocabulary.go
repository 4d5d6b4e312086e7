package diagnosis

// Action is one of the things AKS does to a node that stays NotReady.
type Action string

// The actions, in the order AKS takes them. Windows nodes are never redeployed.
const (
	Reboot   Action = "Reboot"
	Reimage  Action = "Reimage"
	Redeploy Action = "Redeploy"
)

// Phase is what an auto-repair event says of its action.
type Phase string

// The phases. End means that the API call returned, not that the node is healthy.
const (
	Start Phase = "Start"
	End   Phase = "End"
	Error Phase = "Error"
)

// State is the verdict on one node. Each state has an entry of the same name in the table.
type State string

// The states of a node.
const (
	// NotAttempted: the events reach back to before the outage and none is of a repair.
	NotAttempted State = "NotAttempted"
	// Suppressed: nothing was tried, and Finding.Reason says which rule keeps AKS from acting.
	Suppressed State = "Suppressed"
	// InProgress: the newest step has no error and is younger than the time a step is given.
	InProgress State = "InProgress"
	// Failed: the newest step ended in an error.
	Failed State = "Failed"
	// Exhausted: the last step of the third round is over and the node is still NotReady.
	Exhausted State = "Exhausted"
	// CompletedStillNotReady: the newest step ended without an error, the time a step is
	// given has passed, and the node is still NotReady.
	CompletedStillNotReady State = "CompletedStillNotReady"
	// NoOutcome: the newest step has a Start, neither an End nor an Error, and the time a
	// step is given has passed.
	NoOutcome State = "NoOutcome"
	// NotVisible: what AKS tried cannot be seen; Finding.Reason says why.
	NotVisible State = "NotVisible"
	// Recovered: the node is Ready and has events of a repair.
	Recovered State = "Recovered"
	// Healthy: the node is Ready and has no event of a repair. Only a node that was asked
	// for by name is reported as such.
	Healthy State = "Healthy"
	// Removed: the Node object is gone, the events of its repair are not.
	Removed State = "Removed"
)
