package pages

import (
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// hidden names what the page does not show.
func (n *describedNode) hidden() []string {
	hidden := []string{HiddenOthers}
	if n.node.Name == UnnamedNode {
		hidden = append(hidden, "the name of the node")
	}
	if len(n.node.Status.Conditions) == 0 {
		hidden = append(hidden, "its conditions")
	}
	if !n.seen("Taints") || !n.seen("Labels") || !n.seen("Annotations") {
		hidden = append(hidden, snapshot.HiddenMarks)
	}
	if !n.eventsShown {
		hidden = append(hidden, snapshot.HiddenEvents)
	}
	return hidden
}

// ownTime returns when the page was printed, as far as it shows it: a kubelet that lives writes its
// status at least every five minutes. Where all are silent, the newest event of an outage is not
// younger than the condition that changed with it, so that the page is not younger than that age
// after the change. It is zero where nothing shows it.
func (r *reader) ownTime() time.Time {
	var alive, latest time.Time
	for _, n := range r.described {
		c := snapshot.ReadyCondition(&n.node)
		switch {
		case c == nil:
		case c.Status != corev1.ConditionUnknown:
			alive = snapshot.Later(alive, snapshot.Later(c.LastHeartbeatTime.Time, snapshot.Later(c.LastTransitionTime.Time, n.renewed)))
		case !c.LastTransitionTime.IsZero():
			for _, e := range n.events {
				if at := c.LastTransitionTime.Add(e.last); e.reason == "NodeNotReady" && e.timed && (latest.IsZero() || at.Before(latest)) {
					latest = at
				}
			}
		}
	}
	if !alive.IsZero() {
		return alive
	}
	return latest
}
