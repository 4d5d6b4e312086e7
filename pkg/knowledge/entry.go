package knowledge

import (
	"strconv"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge/pattern"
)

// Kind is what an entry is about.
type Kind string

// The kinds of entries. A code is what Azure answers; the others are what the diagnosis
// itself can find.
const (
	// KindCode is an error code of a failed repair: ARM, Compute or a credential failure.
	KindCode Kind = "code"
	// KindState is a state of the diagnosis, such as CompletedStillNotReady.
	KindState Kind = "state"
	// KindSuppression is a reason why AKS does not repair a node.
	KindSuppression Kind = "suppression"
	// KindVisibility is a reason why the actions of AKS cannot be seen.
	KindVisibility Kind = "visibility"
	// KindCondition is a node condition, or a reason of one.
	KindCondition Kind = "condition"
	// KindEvent is the reason of an event.
	KindEvent Kind = "event"
	// KindExitCode is an exit code of the node's bootstrap extension.
	KindExitCode Kind = "exit-code"
	// KindEntraCode is an AADSTS number inside a credential failure.
	KindEntraCode Kind = "entra-code"
	// KindMass is what many nodes that are down together have in common.
	KindMass Kind = "mass-failure"
	// KindPractice is what to have in place before a node is down.
	KindPractice Kind = "practice"
)

// Confidence is how sure a fact is.
type Confidence string

// The degrees of confidence.
const (
	// Documented facts were read in a source that the entry refers to.
	Documented Confidence = "documented"
	// Inferred facts follow from documented ones.
	Inferred Confidence = "inferred"
	// Unverified facts are general knowledge with no source read; they are printed as uncertain.
	Unverified Confidence = "unverified"
)

// Owner is who can fix a problem.
type Owner string

// The owners.
const (
	OwnerCustomer Owner = "customer" // the cluster's own team
	OwnerAzure    Owner = "azure"    // the platform
	OwnerEither   Owner = "either"   // the message or the details decide
	OwnerNone     Owner = "none"     // nothing is broken
)

// Severity is how bad an entry is for the node.
type Severity string

// The severities.
const (
	SeverityError   Severity = "error"
	SeverityWarning Severity = "warning"
	SeverityInfo    Severity = "info"
)

// Entry is one thing the table knows: an error code, a state, a reason why nothing happens.
type Entry struct {
	// Code is the entry's unique name, as events, documents and the diagnosis write it.
	Code string `json:"code"`
	Kind Kind   `json:"kind"`
	// Title is one line without a full stop, Meaning one to four sentences.
	Title   string `json:"title"`
	Meaning string `json:"meaning"`
	// DoFirst is what to do first, as one imperative line of at most 60 characters without a
	// full stop: the answer where it is known, else where to look. It is optional.
	DoFirst string `json:"doFirst,omitempty"`
	// Aliases are other names that explain accepts. They are compared whole.
	Aliases []string `json:"aliases,omitempty"`
	// Signatures are literals that identify the entry inside the details of an event,
	// compared without regard to case and only at word boundaries. {} stands for a name or a
	// number that differs from message to message.
	Signatures []string `json:"signatures,omitempty"`
	// Conditions are the node conditions, Events the events about a node, and Facts the
	// reports of other APIs that lead to the entry.
	Conditions []pattern.Condition `json:"conditions,omitempty"`
	Events     []pattern.Event     `json:"events,omitempty"`
	Facts      []pattern.Fact      `json:"facts,omitempty"`
	// Marks are what a Node object has, all of them, where the entry's suppression applies.
	// Of a suppression without marks the diagnosis knows the rule by its code. Order is the
	// place among the suppressions of a node: the first that applies decides.
	Marks []pattern.Mark `json:"marks,omitempty"`
	Order int            `json:"order,omitempty"`
	// Scope is how much of the cluster the problem concerns; empty is a node.
	Scope Scope `json:"scope,omitempty"`
	// Blocks says, as a sentence without a full stop, why this problem comes before all others: it
	// keeps AKS from repairing any node. Empty for most.
	Blocks string `json:"blocks,omitempty"`
	// Down is true for a suppression that also says why the node is down: a stopped VM.
	Down bool `json:"down,omitempty"`
	// Exits are the exit codes that the entry is about, all of one operating system.
	Exits []ExitCode `json:"exits,omitempty"`
	// Role is required for the kinds condition and event.
	Role Role `json:"role,omitempty"`
	// Source is where the entry was read from: "built-in", or the name of a file. Load sets
	// it; it is no key of a file.
	Source    string     `json:"source,omitempty" yaml:"-"`
	Severity  Severity   `json:"severity"`
	Owner     Owner      `json:"owner"`
	Retry     string     `json:"retry"` // one sentence: what AKS will do by itself; a file can give the name of a shared one
	Causes    []Cause    `json:"causes"`
	NextSteps []NextStep `json:"nextSteps"`
	// References are https addresses of public documents.
	References []string `json:"references"`
	// Confidence is how sure the entry is as a whole. Verified is the month, as YYYY-MM, in
	// which somebody last read the references and compared every statement with them that is
	// not labelled unverified.
	Confidence Confidence `json:"confidence"`
	Verified   string     `json:"verified"`
	// Examples are event messages or errors that must lead to this entry,
	// CounterExamples are such that must not. They are the tests of the entry, and missing in
	// the entries of Builtin.
	Examples        []string `json:"examples,omitempty"`
	CounterExamples []string `json:"counterExamples,omitempty"`

	saved *savedText // what was not read yet; nil for an entry that is whole
}

// Scope is how much of the cluster a problem concerns.
type Scope string

// The scopes, the widest first.
const (
	ScopeCluster Scope = "cluster" // every node, as a credential of the cluster does
	ScopeNetwork Scope = "network" // the nodes of a subnet or of a way out
	ScopePool    Scope = "pool"    // the nodes of a pool or of a scale set
	ScopeZone    Scope = "zone"
	ScopeNode    Scope = "node"
)

// Cause is one possible cause, most likely first.
type Cause struct {
	// ID names the cause within its entry, in lower case with hyphens.
	ID         string     `json:"id,omitempty"`
	Text       string     `json:"text"`
	Confidence Confidence `json:"confidence"`
	// Reference is the one of the entry's references that says so, or that it follows from.
	// It is optional, and an unverified cause has none.
	Reference string `json:"reference,omitempty"`
	// ConfirmedBy and RuledOutBy are names of checks. One that holds confirms the cause or rules
	// it out; where both kinds hold the evidence is contradictory and settles nothing.
	ConfirmedBy []string `json:"confirmedBy,omitempty"`
	RuledOutBy  []string `json:"ruledOutBy,omitempty"`
}

// Platform narrows a step to nodes of one kind; a step without any fits every node.
type Platform string

// The platforms a step can be for.
const (
	ScaleSet Platform = "vmss"    // nodes that are instances of a scale set
	VM       Platform = "vm"      // nodes that are single VMs
	Linux    Platform = "linux"   // Linux nodes
	Windows  Platform = "windows" // Windows nodes
)

// NextStep is one thing to do. Commands that only read come before those that change something.
type NextStep struct {
	Text string `json:"text"`
	// Command is one line for a POSIX shell. What differs from node to node is a variable of
	// the table ("$NODE", "$NODE_RG"); a diagnosis puts the values in.
	Command string `json:"command,omitempty"`
	// Mutates is true when the step changes something, with its command or, where it has none,
	// by what its text asks for; then Warning says what.
	Mutates bool   `json:"mutates,omitempty"`
	Warning string `json:"warning,omitempty"`
	// AzureCLI is the lowest version of the Azure CLI that has the command, as "2.85";
	// empty for commands that versions since 2.45 have. Extensions are what the command
	// needs besides.
	AzureCLI   string   `json:"azureCLI,omitempty"`
	Extensions []string `json:"azureExtensions,omitempty"`
	// For are the platforms the step fits. Several are alternatives of one dimension or
	// limits of two: [vmss, linux] is Linux nodes of scale sets.
	For []Platform `json:"for,omitempty"`
	// Needs are checks of which none may be known to fail, or the step makes no sense: what is
	// gone is not drained. SettledBy are checks of which one being known, either way, makes the
	// step pointless: what was read need not be read again.
	Needs     []string `json:"needs,omitempty"`
	SettledBy []string `json:"settledBy,omitempty"`
}

// Variable is a name that commands may use, and how to find its value.
type Variable struct {
	Name    string `json:"name"`
	Meaning string `json:"meaning"`
	// Query is one shell line that sets the variable from others that are set before it;
	// empty for what the user has to know ("$NODE").
	Query string `json:"query,omitempty"`
}

// ExitCode is one exit code of the bootstrap script, which makes a VM a node. The same number
// means different things on Linux and on Windows.
type ExitCode struct {
	Number int      `json:"number"`
	OS     Platform `json:"os"` // Linux or Windows
	// Name is what the script calls the number, empty when it has no name there.
	Name string `json:"name,omitempty"`
}

// exitPrefix are the names of the script on each system; with ":" and a number behind
// they are names of exit codes.
var exitPrefix = map[Platform]string{Linux: "vmssCSE", Windows: "windowsCSE"}

// String returns the exit code as explain takes it: vmssCSE:50 or windowsCSE:50.
func (c ExitCode) String() string { return exitPrefix[c.OS] + ":" + strconv.Itoa(c.Number) }

// Role says whether a condition or an event is a cause of trouble or only shows it.
type Role string

// The roles.
const (
	RoleCause   Role = "cause"   // explains others, ranked first
	RoleSymptom Role = "symptom" // follows from others, ranked last
)
