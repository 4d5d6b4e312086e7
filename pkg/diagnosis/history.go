package diagnosis

import (
	"encoding/json"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// HistoryKind identifies the JSON form of a History.
const HistoryKind = "History"

// History is what happened to the nodes of a cluster over weeks, as far as something kept it.
type History struct {
	metav1.TypeMeta `json:",inline"`
	// Origin is where it was read.
	Origin snapshot.Origin `json:"origin"`
	// Since and Until are the window that was asked for.
	Since metav1.Time `json:"since"`
	Until metav1.Time `json:"until"`
	// Sources are the places that keep the past, and what each of them has.
	Sources []PastSource `json:"sources"`
	// Visible says what these sources show: silence of one that does not collect is no evidence.
	Visible Visibility `json:"visible"`
	// Outages are the times in which nodes were NotReady, and Repairs what AKS tried on them, the oldest first.
	Outages []Outage `json:"outages"`
	Repairs []Repair `json:"repairs"`
	// Nodes and Pools have the counts, those with an outage that is not over first, then
	// those with the most.
	Nodes []PastCount `json:"nodes"`
	Pools []PastCount `json:"pools"`
	// Codes are the errors of repairs by pool and code, the most frequent first.
	Codes []PastCode `json:"codes"`
	Gaps  []Gap      `json:"gaps"`
}

// PastSource is a place that keeps the past, and how much of it was read.
type PastSource struct {
	// Name is KubeEvents, KubeNodeInventory, ActivityLog or Events.
	Name string `json:"name"`
	// State is Collected, Empty, Missing or Refused.
	State string `json:"state"`
	// From and To are the time that it shows; they are left out where that is not known. Where it is Empty they
	// can lie outside of the window.
	From *metav1.Time `json:"from,omitempty"`
	To   *metav1.Time `json:"to,omitempty"`
	Rows int          `json:"rows"`
	// NormalDropped is true where it has events and none of type Normal: the collector drops them, so that a
	// repair that succeeded is not in it.
	NormalDropped bool `json:"normalDropped,omitempty"`
}

// Sight says how much of what happened can be seen.
type Sight string

// The sights.
const (
	// SeesAll: each one within the time of the sources is listed.
	SeesAll Sight = "All"
	// SeesSome: what is listed happened; others can be missing, so a count is at least.
	SeesSome Sight = "Some"
	// SeesNone: no source shows any. Nothing listed means nothing.
	SeesNone Sight = "None"
)

// Visibility says what the sources show.
type Visibility struct {
	// Outages are times in which a node was NotReady.
	Outages Sight `json:"outages"`
	// FailedRepairs are repairs of which a step had an error, Repairs all of them.
	FailedRepairs Sight `json:"failedRepairs"`
	Repairs       Sight `json:"repairs"`
	// Changes are writes and deletes of what is above VMs.
	Changes Sight `json:"changes"`
}

// Ending says how an outage ended.
type Ending string

// The endings of an outage.
const (
	// EndReady: the node was Ready again.
	EndReady Ending = "Ready"
	// EndRemoved: the Node object was deleted, or another one took its name.
	EndRemoved Ending = "Removed"
	// EndNone: it was still NotReady at the end of the evidence.
	EndNone Ending = "StillNotReady"
	// EndUnknown: nothing shows how it ended.
	EndUnknown Ending = "Unknown"
)

// Back says what brought a node back.
type Back string

// What brought a node back.
const (
	// BackAfterRepair: it was Ready after a step of AKS that has no error.
	BackAfterRepair Back = "AfterRepair"
	// BackAfterOperation: no step of AKS succeeded, but somebody else restarted, reimaged, redeployed or
	// started the VM.
	BackAfterOperation Back = "AfterOperation"
	// BackWithoutRepair: it was Ready though no step of AKS succeeded, where all steps can be seen. What people
	// did to the VM shows only in the activity log.
	BackWithoutRepair Back = "WithoutRepair"
)

// Outage is a time in which a node was NotReady.
type Outage struct {
	Node string `json:"node"`
	Pool string `json:"pool,omitempty"`
	// Start is when it began; left out where that is not known. With AtLeast it may have begun before.
	Start   *metav1.Time `json:"start,omitempty"`
	AtLeast bool         `json:"atLeast,omitempty"`
	// BeforeWindow is true where it began before the window.
	BeforeWindow bool `json:"beforeWindow,omitempty"`
	// LastSeen is the last time at which evidence has the node NotReady.
	LastSeen metav1.Time `json:"lastSeen"`
	Ending   Ending      `json:"ending"`
	// End is when it ended; left out where it is not known. With EndLatest it may have ended before.
	End       *metav1.Time `json:"end,omitempty"`
	EndLatest bool         `json:"endLatest,omitempty"`
	// DurationSeconds is from Start to End, for an outage that lasts to LastSeen; left out where one of
	// them is not known.
	DurationSeconds *int64 `json:"durationSeconds,omitempty"`
	// Back says what brought the node back; left out where that is not known.
	Back Back `json:"back,omitempty"`
	// Steps is how many steps of repairs are known of it.
	Steps int `json:"steps"`
	// Sources are the places that show it.
	Sources []string `json:"sources"`
}

// Repair is what AKS did to a node in one outage, in one or more steps.
type Repair struct {
	Node string `json:"node"`
	Pool string `json:"pool,omitempty"`
	// Action and Round are of the last step.
	Action Action `json:"action"`
	Round  int    `json:"round"`
	// Code is the code of its last error that says most: what refines it, such as an exit code, or the raw code
	// that the table does not know; NoCode, or left out without an error. The steps have it so too.
	Code string `json:"code,omitempty"`
	// Start is when the first step was seen, ReadyAgain when the node was Ready after it.
	Start      metav1.Time  `json:"start"`
	ReadyAgain *metav1.Time `json:"readyAgain,omitempty"`
	// DurationSeconds is from Start to ReadyAgain.
	DurationSeconds *int64 `json:"durationSeconds,omitempty"`
	// ByItself is true where the node came back though no step succeeded, false where one did before; left
	// out where that is not known.
	ByItself *bool `json:"byItself,omitempty"`
	// Steps are all steps, the oldest first.
	Steps []Attempt `json:"steps"`
	// Sources are the places that show it.
	Sources []string `json:"sources"`
}

// PastCount counts what happened to a node, or to the nodes of a pool.
type PastCount struct {
	// Node is empty for a pool.
	Node string `json:"node,omitempty"`
	Pool string `json:"pool,omitempty"`
	// Nodes is how many nodes had an outage.
	Nodes   int `json:"nodes"`
	Outages int `json:"outages"`
	Repairs int `json:"repairs"`
	// Failed is how many repairs had an error.
	Failed int `json:"failedRepairs"`
	// WithoutRepair is how many outages ended though no step of AKS succeeded.
	WithoutRepair int `json:"withoutRepair"`
	// Days is on how many days (UTC) an outage began.
	Days int `json:"days"`
	// First and Last are when the first and the last outage was first seen.
	First metav1.Time `json:"first"`
	Last  metav1.Time `json:"last"`
	// NotReady is true where an outage is not over.
	NotReady bool `json:"notReady,omitempty"`
	// DownSeconds is the sum of the outages whose length is known.
	DownSeconds int64 `json:"downSeconds"`
	// Recurring is true for a node that had outages on three days or more.
	Recurring bool     `json:"recurring,omitempty"`
	Codes     []string `json:"codes,omitempty"`
}

// PastCode counts the repairs in a pool that had one error.
type PastCode struct {
	Code string `json:"code"`
	// Title is what the table calls it; left out for a code that it does not know.
	Title string `json:"title,omitempty"`
	Pool  string `json:"pool,omitempty"`
	// Repairs is how many repairs had it, Nodes how many nodes; of NodesRepaired nodes of the pool some step is known.
	Repairs       int         `json:"repairs"`
	Nodes         int         `json:"nodes"`
	NodesRepaired int         `json:"nodesRepaired"`
	First         metav1.Time `json:"first"`
	Last          metav1.Time `json:"last"`
	// FirstOutage is when the outage of the first repair began; left out where that is not known exactly.
	FirstOutage *metav1.Time `json:"firstOutage,omitempty"`
	// Before are changes above VMs in the hour before FirstOutage, or before First where that is not known.
	// That they came before is no proof that they are the cause.
	Before []PastChange `json:"changesBefore,omitempty"`
}

// PastChange is a write or a delete of something above VMs, as the activity log has it.
type PastChange struct {
	Time metav1.Time `json:"time"`
	// What is Write or Delete, Type the type of the resource, Name its name in its resource group.
	What string `json:"what"`
	Type string `json:"type"`
	Name string `json:"name,omitempty"`
	// Status is Started, Accepted, Succeeded, Failed or Canceled.
	Status string `json:"status,omitempty"`
	// Actor is the kind of who did it: AKS, ClusterIdentity, OtherIdentity, Person or Platform; left out
	// where it is not known.
	Actor string `json:"actor,omitempty"`
}

// GetObjectKind makes a History a runtime.Object, which kubectl's printers take.
func (h *History) GetObjectKind() schema.ObjectKind { return &h.TypeMeta }

// DeepCopyObject copies through the JSON form, which holds all of a History.
func (h *History) DeepCopyObject() runtime.Object {
	data, err := json.Marshal(h)
	if err != nil {
		return nil
	}
	c := &History{}
	if json.Unmarshal(data, c) != nil {
		return nil
	}
	return c
}
