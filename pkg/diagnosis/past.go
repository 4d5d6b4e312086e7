package diagnosis

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

// Repeated counts the repairs of a node that was repaired more than once within the evidence. What
// AKS did before the node was Ready again is one repair.
type Repeated struct {
	Node string `json:"node"`
	// From and To are the first and the last time of these repairs.
	From    metav1.Time `json:"from"`
	To      metav1.Time `json:"to"`
	Repairs int         `json:"repairs"`
	// Ready is after how many of them the node was reported Ready.
	Ready int `json:"readyAgain"`
	// AtLeast is true where the API server counted several times in one event: it keeps only the
	// first and the last of them.
	AtLeast bool         `json:"atLeast,omitempty"`
	Steps   []StepCount  `json:"steps"`
	Codes   []ErrorCount `json:"codes,omitempty"`
}

// StepCount counts one action of the repairs, in the order in which AKS takes them.
type StepCount struct {
	Action Action `json:"action"`
	Count  int    `json:"count"`
	Failed int    `json:"failed,omitempty"`
}

// ErrorCount counts the errors that have one code, the most frequent first.
type ErrorCount struct {
	Code  string `json:"code"`
	Count int    `json:"count"`
}

// Removal is how long a node that is gone had been NotReady.
type Removal struct {
	// Since is when it was last reported NotReady; nil where no event shows it.
	Since *metav1.Time `json:"notReadySince,omitempty"`
	// At is when it was removed, or the last that was seen of it, where AtLeast is true.
	At      metav1.Time `json:"at"`
	AtLeast bool        `json:"atLeast,omitempty"`
}

// SetAside counts the events that are older than the Node object: they are about an earlier node of
// that name. A node that was registered again looks the same.
type SetAside struct {
	Events int `json:"events"`
	// Created is when the Node object was created.
	Created metav1.Time `json:"nodeCreated"`
}
