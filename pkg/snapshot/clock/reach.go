package clock

import (
	"fmt"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

const (
	// firstYear is the year of Kubernetes' first commit: no cluster has an older time.
	firstYear = 2014
	// reach is how far from all that is known a diagnosis can be judged: events are kept for an hour,
	// and an outage that is a month old has left nothing else.
	reach = 30 * 24 * time.Hour
)

// Plausible returns an error for a time at which there was no Kubernetes.
func Plausible(at time.Time) error {
	if at.Year() < firstYear {
		return fmt.Errorf("there was no Kubernetes in the year %d", at.Year())
	}
	return nil
}

// Given makes a time that the user gave the time of a snapshot. It returns an error for a time of which
// the snapshot can say nothing: it is before all that was read, or far from any of it.
func Given(s *snapshot.Snapshot, at time.Time) error {
	w := witnessesOf(s)
	newest := w.Newest()
	s.TakenAt, s.Clock = at, nil
	switch {
	case w.count == 0:
		return nil
	case at.Before(w.oldest) || at.Sub(newest) > reach:
		return fmt.Errorf("--at is %s, which is out of reach: what was read is from %s to %s", stamp(at), stamp(w.oldest), stamp(newest))
	case newest.Sub(at) > reach && nearest(s, at) > reach:
		return fmt.Errorf("--at is %s, which is out of reach: nothing that was read is of that month, and the newest is of %s", stamp(at), stamp(newest))
	}
	return nil
}

// nearest returns how far the nearest time of a snapshot is from another.
func nearest(s *snapshot.Snapshot, at time.Time) time.Duration {
	near := time.Duration(1<<63 - 1)
	note := func(t time.Time) {
		if !t.IsZero() {
			near = min(near, t.Sub(at).Abs())
		}
	}
	for i := range s.Nodes {
		n := &s.Nodes[i]
		note(n.CreationTimestamp.Time)
		for j := range n.Status.Conditions {
			note(n.Status.Conditions[j].LastHeartbeatTime.Time)
			note(n.Status.Conditions[j].LastTransitionTime.Time)
		}
		for j := range n.Spec.Taints {
			if added := n.Spec.Taints[j].TimeAdded; added != nil {
				note(added.Time)
			}
		}
	}
	for i := range s.Events {
		note(snapshot.FirstSeen(&s.Events[i]))
		note(snapshot.LastSeen(&s.Events[i]))
	}
	for i := range s.Facts {
		note(s.Facts[i].Time)
	}
	return near
}
