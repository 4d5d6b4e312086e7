package diagnosis

import (
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// AzureChange is a write or a delete, in Azure, of something that nodes depend on, within the hour before nodes became
// NotReady. That it came before makes it no cause.
type AzureChange struct {
	// Time is when it began, the last time of several that are the same but for their time. Count is how many these are.
	Time  metav1.Time `json:"time"`
	Count int         `json:"count,omitempty"`
	// Operation is Write or Delete, Status as Azure writes it: Started, Accepted, Succeeded, Failed or Canceled.
	Operation string `json:"operation"`
	Status    string `json:"status,omitempty"`
	// Type is the type of the resource, Name its name within its resource group.
	Type string `json:"type"`
	Name string `json:"name,omitempty"`
	// Actor is the kind of who did it: AKS, ClusterIdentity, OtherIdentity, Person or Platform; empty is not known.
	Actor string `json:"actor,omitempty"`
	// CorrelationID is what a support request names.
	CorrelationID string `json:"correlationID,omitempty"`
	// Before is from Time to the first outage that follows it, Nodes how many nodes became NotReady within the hour.
	Before metav1.Duration `json:"before"`
	Nodes  int             `json:"nodes"`
	// Groups are the groups whose problem depends on such a resource, of those with one of these nodes.
	Groups []int `json:"relatedGroups,omitempty"`
}

// ChangeWindow is how long before an outage a change counts.
const ChangeWindow = time.Hour

// Precedes returns how long before the outage of a node a change was; false where that is more than the window, or not
// known.
func (c *AzureChange) Precedes(f *Finding) (apart time.Duration, ok bool) {
	began := f.NotReadySince
	if began == nil && f.Removal != nil {
		began = f.Removal.Since
	}
	if began == nil {
		return 0, false
	}
	apart = began.Sub(c.Time.Time)
	return apart, apart >= 0 && apart <= ChangeWindow
}
