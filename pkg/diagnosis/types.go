package diagnosis

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// Gap is something that could not be seen.
type Gap = snapshot.Gap

// APIVersion and Kind identify the JSON form of a Diagnosis.
const (
	APIVersion = "autorepair/v1alpha1"
	Kind       = "Diagnosis"
)

// Attempt is one action on one node: a Start and its outcome. Parts that no event
// shows are nil; an attempt of which only the Error is seen has only that.
type Attempt struct {
	Action Action `json:"action"`
	// Round counts from 1 within the outage, as far as events show it.
	Round int          `json:"round"`
	Start *metav1.Time `json:"start,omitempty"`
	End   *metav1.Time `json:"end,omitempty"`
	Error *metav1.Time `json:"error,omitempty"`
	// Earlier is true for a repair of an outage that ended before the present one.
	Earlier bool `json:"earlier,omitempty"`
	// Details is the text after the separator in the error's message, raw.
	Details string `json:"details,omitempty"`
	// Code is the code of an error: the table's spelling, or UnknownCode or NoCode.
	Code string `json:"code,omitempty"`
	// Operation is what Azure's activity log has of it; nil where it has nothing, or nobody has read it.
	Operation *Operation `json:"azureOperation,omitempty"`
}

// Operation is an attempt as Azure's activity log has it.
type Operation struct {
	// Status is as Azure writes it: Started, Accepted, Succeeded, Failed or Canceled.
	Status string       `json:"status"`
	Start  metav1.Time  `json:"start"`
	End    *metav1.Time `json:"end,omitempty"`
	// CorrelationID is what a support request names; empty where the log does not have it.
	CorrelationID string `json:"correlationID,omitempty"`
}

// Machine is a node's provider ID in its parts. Parts that the ID does not have are empty.
type Machine struct {
	// ID is .spec.providerID as it is.
	ID             string `json:"id,omitempty"`
	SubscriptionID string `json:"subscriptionID,omitempty"`
	// ResourceGroup is the node resource group.
	ResourceGroup string `json:"resourceGroup,omitempty"`
	ScaleSet      string `json:"scaleSet,omitempty"`
	InstanceID    string `json:"instanceID,omitempty"`
	// VM is the name of the virtual machine, as Azure's metrics and portal show it.
	VM string `json:"vm,omitempty"`
	// Inferred is true when there is no provider ID to read: the parts then come from the
	// node's name and from the resource group that all other nodes share.
	Inferred bool `json:"inferred,omitempty"`
}

// Condition is the node's Ready condition. A node without one has an empty Status.
type Condition struct {
	Status         string       `json:"status,omitempty"`
	Reason         string       `json:"reason,omitempty"`
	Message        string       `json:"message,omitempty"`
	LastTransition *metav1.Time `json:"lastTransitionTime,omitempty"`
}

// Moment is one line of a node's timeline.
type Moment struct {
	Time metav1.Time `json:"time"`
	// Source is what the line comes from: node, condition, taint, or the component that
	// reported the event.
	Source string `json:"source"`
	// Reason is an event's reason, a condition as Type=Status, or a taint's key.
	Reason string `json:"reason"`
	// Message is the text that belongs to it, raw.
	Message string `json:"message,omitempty"`
	// Count is how often an event was seen, Time being the last.
	Count int `json:"count,omitempty"`
	// Previous is true for an event of an earlier node of the same name.
	Previous bool `json:"previous,omitempty"`
}

// Step is a next step of the table with the values of one node put in.
type Step struct {
	Text string `json:"text"`
	// Command is one line for a POSIX shell. Variables that it still holds are set by Finding.Setup.
	Command string `json:"command,omitempty"`
	Mutates bool   `json:"mutates,omitempty"`
	Warning string `json:"warning,omitempty"`
	// AzureCLI is the lowest version of the Azure CLI that has the command, and Extensions
	// what the command needs besides; empty where every supported version has the command.
	AzureCLI   string   `json:"azureCLI,omitempty"`
	Extensions []string `json:"azureExtensions,omitempty"`
}

// Finding is all there is to say about one node.
type Finding struct {
	Node    string `json:"node"`
	UID     string `json:"uid,omitempty"`
	Pool    string `json:"pool,omitempty"`
	Zone    string `json:"zone,omitempty"`
	OS      string `json:"os,omitempty"`
	Kubelet string `json:"kubeletVersion,omitempty"`
	// Runtime is the container runtime with its version, as the kubelet reports it.
	Runtime string  `json:"containerRuntimeVersion,omitempty"`
	Size    string  `json:"instanceType,omitempty"`
	Machine Machine `json:"provider"`
	// NotReadySince is the earliest evidence of the outage; nil for a node that is Ready
	// and for one whose outage has left no time.
	NotReadySince *metav1.Time `json:"notReadySince,omitempty"`
	// NotReadyFor is TakenAt less NotReadySince, never negative.
	NotReadyFor metav1.Duration `json:"notReadyFor"`
	// AtLeast is true when the outage may be older than NotReadySince.
	AtLeast   bool      `json:"atLeast,omitempty"`
	Condition Condition `json:"condition"`
	// Taints are the node's taints as key=value:effect.
	Taints []string `json:"taints,omitempty"`
	State  State    `json:"state"`
	// Reason is the table's code for why nothing was tried or nothing can be seen;
	// empty in the other states.
	Reason   string    `json:"reason,omitempty"`
	Attempts []Attempt `json:"attempts,omitempty"`
	// Code is the code of the newest error, of this outage or, when it has none, of the one
	// before: the table's spelling, or UnknownCode or NoCode.
	Code string `json:"code,omitempty"`
	// Details is the raw text that Code was read from.
	Details string `json:"details,omitempty"`
	// Unknown and Outer are further codes in Details; see knowledge.Match.
	Unknown []string `json:"unknownCodes,omitempty"`
	Outer   []string `json:"outerCodes,omitempty"`
	// Entries are the codes of the table's entries that apply, the most specific first.
	Entries []string `json:"entries"`
	// Setup are shell lines that set the variables which Steps use and the cluster does
	// not have, in order.
	Setup    []string `json:"setup,omitempty"`
	Steps    []Step   `json:"steps"`
	Timeline []Moment `json:"timeline,omitempty"`
	// Signals are what the node's conditions and events show besides the code.
	Signals []Signal `json:"signals,omitempty"`
	// Next is what AKS is expected to do next; nil where that is not known.
	Next *Expectation `json:"next,omitempty"`
	// Heartbeat has the node's last signs of life; nil when there are none.
	Heartbeat *Heartbeat `json:"heartbeat,omitempty"`
	// Cause is the entry that explains more than the code or the state does, if any: what
	// refines the code, or the first of the signals that is a cause.
	Cause string `json:"cause,omitempty"`
	// Down says why the node is down, and Repair why AKS did not bring it back; nil for a node that
	// is Ready. What keeps AKS from acting is no reason for the outage.
	Down   *Answer `json:"down,omitempty"`
	Repair *Answer `json:"repair,omitempty"`
	// Settled are the causes of all entries that apply about which there is evidence.
	Settled []JudgedCause `json:"settledCauses,omitempty"`
	// Removal is how long a node that is gone had been NotReady; nil for one that exists or may exist.
	Removal *Removal `json:"removal,omitempty"`
	// SetAside counts events of an earlier node of that name; nil where there are none.
	SetAside *SetAside `json:"setAside,omitempty"`
	// Mode is the mode of the node's pool, System or User, where a label says it.
	Mode string `json:"poolMode,omitempty"`
	// Impact is what is on the node; nil unless it was asked for and could be read.
	Impact *FindingImpact `json:"impact,omitempty"`
	// Group is the ID of the group that the finding belongs to.
	Group int `json:"group"`
}

// Group is a problem that several nodes share: the same state, reason, code and cause.
type Group struct {
	// ID counts from 1 in the order of the groups.
	ID     int    `json:"id"`
	State  State  `json:"state"`
	Reason string `json:"reason,omitempty"`
	Code   string `json:"code,omitempty"`
	Cause  string `json:"cause,omitempty"`
	// Unknown is the code that the table does not know, where Code is UnknownCode and the
	// details name one.
	Unknown string `json:"unknownCode,omitempty"`
	// Nodes are the names, in order.
	Nodes []string `json:"nodes"`
	// Entry is the table's code of the entry that the texts below come from.
	Entry    string             `json:"entry"`
	Title    string             `json:"title"`
	Meaning  string             `json:"meaning"`
	Severity knowledge.Severity `json:"severity"`
	// DoFirst is what to do first, in one line; empty where the entry does not say it.
	DoFirst    string               `json:"doFirst,omitempty"`
	Owner      knowledge.Owner      `json:"owner"`
	Retry      string               `json:"retry"`
	Confidence knowledge.Confidence `json:"confidence"`
	Causes     []knowledge.Cause    `json:"causes"`
	// Judged counts the verdicts on the causes, confirmed ones first; Down and Repair the answers.
	Judged []GroupCause  `json:"judged,omitempty"`
	Down   []GroupAnswer `json:"down,omitempty"`
	Repair []GroupAnswer `json:"repair,omitempty"`
	// Scope is how much of the cluster the problem concerns.
	Scope knowledge.Scope `json:"scope"`
	// Steps hold the variables of the table; a Finding has them with its own values.
	Steps []knowledge.NextStep `json:"steps"`
	// Details are the distinct raw texts of the errors, for a code that is not known.
	Details []string `json:"details,omitempty"`
}

// Diagnosis is the whole result, and the JSON contract of this tool.
type Diagnosis struct {
	metav1.TypeMeta `json:",inline"`
	// Context is the kubeconfig's context, in a DiagnosisList.
	Context string `json:"context,omitempty"`
	// Origin names where the data came from; Selector is the label selector, if any.
	Origin   snapshot.Origin `json:"origin"`
	Selector string          `json:"selector,omitempty"`
	TakenAt  metav1.Time     `json:"takenAt"`
	// Threshold is how long a node must be NotReady to be listed.
	Threshold metav1.Duration `json:"notReadyFor"`
	Summary   Summary         `json:"summary"`
	Events    EventWindow     `json:"eventWindow"`
	// CommonCauses is what the nodes that are down together have in common, the most specific first.
	CommonCauses []CommonCause `json:"massFailures,omitempty"`
	Groups       []Group       `json:"groups"`
	// FixFirst is the group to begin with; nil where no rule says so.
	FixFirst *FixFirst `json:"fixFirst,omitempty"`
	Findings []Finding `json:"findings"`
	// Repeated counts the repairs of the nodes that were repaired more than once.
	Repeated []Repeated `json:"repeatedRepairs,omitempty"`
	// Reports are what other APIs report of the cluster or its pools, where no node is shown that it is
	// evidence on: an answer of Azure that was pasted alone.
	Reports []Signal `json:"reports,omitempty"`
	// Changes are what was changed in Azure before nodes became NotReady: first what a problem depends on and what is nearest.
	Changes []AzureChange  `json:"azureChanges,omitempty"`
	Gaps    []snapshot.Gap `json:"gaps"`
	// NotFound are names that were asked for and of which there is no node and no event.
	NotFound []string `json:"notFound,omitempty"`
}
