package dump

import (
	"context"
	"fmt"
	"slices"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

const (
	// PlaySpeed is how many seconds of the incident pass in one second.
	PlaySpeed = 60
	// PlayLength is how much of the incident a Play shows, up to the time of the sample.
	PlayLength = 20 * time.Minute
	// lastPicture is how long the end of the incident stays in view, in real time.
	lastPicture = 5 * time.Second
)

// Play is the incident of the demo in fast motion, as a cluster that is watched: what the sample
// shows, as of a time that moves on.
type Play struct {
	selection snapshot.Selection
	now       func() time.Time
	begun     time.Time
	whole     *snapshot.Snapshot
}

// NewPlay returns the incident for the nodes that were asked for; now is the clock that moves it on.
func NewPlay(selection snapshot.Selection, now func() time.Time) *Play {
	return &Play{selection: selection, now: now}
}

// Start reads the sample and begins at PlayLength before its time. It returns an error for a bad label
// selector and when the context has ended.
func (p *Play) Start(ctx context.Context) error {
	whole, err := NewDemo(DemoIncident, snapshot.Selection{Selector: p.selection.Selector}, time.Time{}, false).Snapshot(ctx)
	if err != nil {
		return fmt.Errorf("reading the sample: %w", err)
	}
	p.whole, p.begun = whole, p.now()
	return nil
}

// Snapshot is the cluster of the sample as of the time that the incident has reached.
func (p *Play) Snapshot() *snapshot.Snapshot {
	passed := min(PlaySpeed*p.now().Sub(p.begun), PlayLength)
	return asOf(p.whole, p.selection, p.whole.TakenAt.Add(passed-PlayLength).Truncate(time.Second))
}

// Ended reports whether the whole incident was shown, and its end for a while.
func (p *Play) Ended() bool { return p.now().Sub(p.begun) >= PlayLength/PlaySpeed+lastPicture }

// asOf returns a snapshot of all nodes as it was at an earlier time, for a selection: what was made,
// happened or was reported later is left out. It is for the sample alone, whose nodes were Ready
// until their Ready condition changed; of a cluster nobody knows that.
func asOf(s *snapshot.Snapshot, selection snapshot.Selection, at time.Time) *snapshot.Snapshot {
	then := *s
	then.TakenAt, then.Selection = at, selection
	var nodes []corev1.Node
	for i := range s.Nodes {
		if !s.Nodes[i].CreationTimestamp.After(at) {
			nodes = append(nodes, nodeAsOf(&s.Nodes[i], at))
		}
	}
	selectAmong(&then, nodes)
	then.Events = slices.DeleteFunc(slices.Clone(s.Events), func(e corev1.Event) bool { return snapshot.LastSeen(&e).After(at) })
	then.Facts = slices.DeleteFunc(slices.Clone(s.Facts), func(f snapshot.Fact) bool { return f.Time.After(at) })
	for i := range then.Facts {
		if f := &then.Facts[i]; f.Until.After(at) {
			f.Until = time.Time{}
		}
	}
	return &then
}

// nodeAsOf returns a node without the taints and conditions of a later time. A Ready condition that
// changed later was True since the node was made.
func nodeAsOf(n *corev1.Node, at time.Time) corev1.Node {
	then := *n.DeepCopy()
	then.Spec.Taints = slices.DeleteFunc(then.Spec.Taints, func(t corev1.Taint) bool { return t.TimeAdded != nil && t.TimeAdded.After(at) })
	if c := snapshot.ReadyCondition(&then); c != nil && c.LastTransitionTime.After(at) {
		c.Status, c.Reason, c.Message = corev1.ConditionTrue, "KubeletReady", "kubelet is posting ready status"
		c.LastTransitionTime = then.CreationTimestamp
	}
	then.Status.Conditions = slices.DeleteFunc(then.Status.Conditions, func(c corev1.NodeCondition) bool { return c.LastTransitionTime.After(at) })
	for i := range then.Status.Conditions {
		if c := &then.Status.Conditions[i]; c.LastHeartbeatTime.After(at) {
			c.LastHeartbeatTime.Time = at
		}
	}
	return then
}
