package repair

import (
	"slices"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair/attempts"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// outage is since when a node has been NotReady.
type outage struct {
	since time.Time
	// atLeast: the true start may be older. The condition's transition time alone does
	// not show it: Unknown after False, and False after Unknown, reset that time.
	atLeast bool
	// disputed: the kubelet has written an earlier time than the control plane saw the node go down.
	disputed bool
	// neverReady: no evidence that the node has ever been Ready.
	neverReady bool
}

// findOutage takes the earliest evidence after the node was last Ready: the condition's
// transition, the time of the taints, NodeNotReady events, and the repairs themselves.
func findOutage(e evidence, current []attempts.Attempt) outage {
	if neverReady(e) {
		return outage{since: e.node.CreationTimestamp.Time, neverReady: true}
	}
	ready := e.lastReady()
	witnessed := !ready.IsZero()
	var times []time.Time
	reported := notReadyEvents(e)
	for _, t := range append(outageTimes(e.node), reported...) {
		if !t.Before(ready) && !t.IsZero() {
			times = append(times, t)
		}
	}
	for _, t := range reported {
		// Only a change from True is reported as NodeNotReady: it is the true start.
		witnessed = witnessed || !t.Before(ready)
	}
	for _, a := range current {
		times = append(times, a.First)
	}
	if len(times) == 0 {
		return outage{since: fallbackSince(e.node), atLeast: true}
	}
	since := slices.MinFunc(times, time.Time.Compare)
	return outage{since: since, atLeast: !witnessed, disputed: disputed(e, reported, since, ready)}
}

// disputed reports whether only the condition that a kubelet wrote says that the node has been down for
// so long: the control plane notices such a condition within seconds. Reported are the times of its events.
func disputed(e evidence, reported []time.Time, since, ready time.Time) bool {
	c := snapshot.ReadyCondition(e.node)
	if c == nil || c.Status != corev1.ConditionFalse || !c.LastTransitionTime.Time.Equal(since) {
		return false
	}
	noticed := slices.Clone(reported)
	for _, taint := range outageTaints(e.node) {
		noticed = append(noticed, taint.TimeAdded.Time)
	}
	noticed = slices.DeleteFunc(noticed, func(t time.Time) bool { return t.Before(ready) })
	return len(noticed) > 0 && slices.MinFunc(noticed, time.Time.Compare).Sub(since) > noticeTime
}

// outageTimes returns the times that the Node object itself keeps of the outage.
func outageTimes(n *corev1.Node) []time.Time {
	var times []time.Time
	if changed := snapshot.ReadyChanged(n); !changed.IsZero() {
		times = append(times, changed)
	}
	for _, taint := range outageTaints(n) {
		times = append(times, taint.TimeAdded.Time)
	}
	return times
}

// outageTaints returns the taints of the node controller that carry a time.
func outageTaints(n *corev1.Node) []corev1.Taint {
	var taints []corev1.Taint
	for _, taint := range n.Spec.Taints {
		if (taint.Key == corev1.TaintNodeNotReady || taint.Key == corev1.TaintNodeUnreachable) && taint.TimeAdded != nil {
			taints = append(taints, taint)
		}
	}
	return taints
}

// notReadyEvents returns the times of NodeNotReady events: the first occurrence where the
// whole event is after the node was last Ready, the last one otherwise.
func notReadyEvents(e evidence) []time.Time {
	ready := e.lastReady()
	var times []time.Time
	for _, ev := range e.events {
		switch {
		case ev.Reason != "NodeNotReady":
		case ev.first.Before(ready) || ev.first.IsZero():
			times = append(times, ev.last)
		default:
			times = append(times, ev.first)
		}
	}
	return times
}

// fallbackSince is for a node that has left no time of its outage: the condition's change, then
// the creation. A condition without the time of its change is of a page, which does not show it:
// since when is not known.
func fallbackSince(n *corev1.Node) time.Time {
	if changed := snapshot.ReadyChanged(n); !changed.IsZero() || snapshot.ReadyCondition(n) != nil {
		return changed
	}
	return n.CreationTimestamp.Time
}

// neverReady reports whether the node has not been Ready since it registered: the node
// controller says so (NodeStatusNeverUpdated), or the kubelet's first status still stands.
func neverReady(e evidence) bool {
	c := snapshot.ReadyCondition(e.node)
	if !e.lastReady().IsZero() || len(notReadyEvents(e)) > 0 {
		return false
	}
	if c == nil {
		// A kubelet that has written any condition has written this one too.
		return len(e.node.Status.Conditions) == 0
	}
	if c.Reason == "NodeStatusNeverUpdated" {
		return true
	}
	return c.Status == corev1.ConditionFalse && !c.LastTransitionTime.IsZero() &&
		c.LastTransitionTime.Sub(e.node.CreationTimestamp.Time).Abs() <= registrationTime
}

// disputedOf returns the nodes of which it is disputed since when they are down.
func disputedOf(down []nodeCase) []string {
	var names []string
	for _, k := range down {
		if k.outage.disputed {
			names = append(names, k.name)
		}
	}
	return names
}
