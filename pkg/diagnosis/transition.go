package diagnosis

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// TransitionKind is the kind of the JSON form of a Transition.
const TransitionKind = "Transition"

// Change is what a Transition says of its node.
type Change string

// The changes, in the order in which they are reported for one node at one time.
const (
	// NodeRemoved: the Node object is gone, or another one has taken its name.
	NodeRemoved Change = "Removed"
	// NodeRecovered: a node that was reported as down is Ready again.
	NodeRecovered Change = "Recovered"
	// NodeDown: the node has now been NotReady for longer than the threshold, or was asked
	// for by name and is NotReady.
	NodeDown Change = "Down"
	// AttemptStarted, AttemptEnded and AttemptFailed are events of a repair.
	AttemptStarted Change = "AttemptStarted"
	AttemptEnded   Change = "AttemptEnded"
	AttemptFailed  Change = "AttemptFailed"
	// VerdictChanged: no event, but time or a change of the node gave it another state.
	VerdictChanged Change = "VerdictChanged"
)

// Transition is one thing that has happened to one node.
type Transition struct {
	metav1.TypeMeta `json:",inline"`
	// Time is when it happened, according to the cluster; where the cluster has no time, when it was seen.
	Time metav1.Time `json:"time"`
	// Seen is the time of the diagnosis that first showed it.
	Seen   metav1.Time `json:"seen"`
	Node   string      `json:"node"`
	UID    string      `json:"uid,omitempty"`
	Pool   string      `json:"pool,omitempty"`
	Change Change      `json:"change"`
	// State and Reason are the verdict on the node when this was seen; Before is the state
	// that a change of the verdict left. All are empty for a node that is not listed, as one
	// is that was down and is Ready again before anybody could see it.
	State  State  `json:"state,omitempty"`
	Reason string `json:"reason,omitempty"`
	Before State  `json:"before,omitempty"`
	// Action and Round are of the attempt, if the change is about one.
	Action Action `json:"action,omitempty"`
	Round  int    `json:"round,omitempty"`
	// Code and Details are of a failed attempt; with NodeDown and NodeRemoved, of the newest.
	Code    string `json:"code,omitempty"`
	Details string `json:"details,omitempty"`
	// NotReadyFor is how long the outage has lasted (NodeDown) or had lasted (NodeRecovered,
	// NodeRemoved), with AtLeast when it may be longer.
	NotReadyFor *metav1.Duration `json:"notReadyFor,omitempty"`
	AtLeast     bool             `json:"atLeast,omitempty"`
}
