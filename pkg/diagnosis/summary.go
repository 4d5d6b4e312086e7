package diagnosis

import metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

// Summary counts nodes. The first four add up: Total = Ready + NotReady + Unread, where
// NotReady = Listed + Below and, when names were asked for, the other nodes that are
// NotReady. Total is -1 when the nodes could not be listed.
type Summary struct {
	Total    int `json:"total"`
	Ready    int `json:"ready"`
	NotReady int `json:"notReady"`
	// Unread were NotReady in the scan and could not be read in full.
	Unread int `json:"unread,omitempty"`
	// Listed have been NotReady for longer than the threshold and have a finding.
	Listed int `json:"listed"`
	// Perhaps are those of Listed of which it is not known whether it is longer: since when they are
	// NotReady, or what time it was, is not known well enough.
	Perhaps int `json:"perhaps,omitempty"`
	// Below have been NotReady for less.
	Below int `json:"below"`
	// Removed no longer exist and have a finding.
	Removed int `json:"removed"`
	// Recovered are the names of Ready nodes with events of a repair.
	Recovered []string `json:"recovered,omitempty"`
	// Flapping are nodes that became NotReady several times within an hour and have no finding: they are
	// Ready at this moment, or NotReady for less.
	Flapping []Flapping `json:"flapping,omitempty"`
}

// Flapping is how often a node became NotReady within an hour.
type Flapping struct {
	Node  string `json:"node"`
	Times int    `json:"times"`
}

// NotAsked is how many nodes are NotReady besides those that were asked for by name.
func (s Summary) NotAsked() int {
	if s.Total < 0 {
		return 0
	}
	return s.NotReady - s.Listed - s.Below
}

// EventWindow is what the events that were read reach over. From is nil when there are none.
type EventWindow struct {
	From   *metav1.Time `json:"from,omitempty"`
	To     *metav1.Time `json:"to,omitempty"`
	Events int          `json:"events"`
	// Unread is true when not all events that there are could be read.
	Unread bool `json:"unread,omitempty"`
	// Kept is how long AKS keeps events.
	Kept metav1.Duration `json:"kept"`
}
