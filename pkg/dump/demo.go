package dump

import (
	"bytes"
	"context"
	_ "embed"
	"fmt"
	"slices"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// Demo names a sample cluster; empty is none. It reads itself from a flag.
type Demo string

// The sample clusters.
const (
	// DemoIncident has one problem, as a person on call meets it.
	DemoIncident Demo = "incident"
	// DemoAll shows each of the nine codes, and more than one cluster ever has at once.
	DemoAll Demo = "all"
)

//go:embed demo.yaml
var incidentYAML []byte

//go:embed demo_impact.yaml
var incidentImpactYAML []byte

//go:embed demo_all.yaml
var allYAML []byte

//go:embed demo_all_impact.yaml
var allImpactYAML []byte

// String returns the name.
func (d Demo) String() string { return string(d) }

// Type stands for a name in the help of a flag.
func (d Demo) Type() string { return "sample" }

// Set takes a name. It returns an error for one that no sample has.
func (d *Demo) Set(name string) error {
	switch named := Demo(name); named {
	case DemoIncident, DemoAll:
		*d = named
		return nil
	}
	return fmt.Errorf("the samples are %s and %s", DemoIncident, DemoAll)
}

// objects returns the sample as a dump. With impact it has the pods on the nodes that are down,
// and their budgets.
func (d Demo) objects(impact bool) []byte {
	data, more := incidentYAML, incidentImpactYAML
	if d == DemoAll {
		data, more = allYAML, allImpactYAML
	}
	if impact {
		data = slices.Concat(data, []byte("\n---\n"), more)
	}
	return data
}

// demo is the source of a sample cluster.
type demo struct {
	which     Demo
	selection snapshot.Selection
	at        time.Time
	impact    bool
}

// NewDemo returns a source that needs no cluster: a dump embedded in the program. Its TakenAt
// is at or, if that is zero, the newest time in the dump, so that the output is always the
// same. With impact it also has the pods on the nodes that are down.
func NewDemo(which Demo, selection snapshot.Selection, at time.Time, impact bool) snapshot.Source {
	return demo{which: which, selection: selection, at: at, impact: impact}
}

// Snapshot reads the sample cluster. It returns an error for a bad label selector and
// when the context has ended.
func (d demo) Snapshot(ctx context.Context) (*snapshot.Snapshot, error) {
	dump := Dump{Filenames: []string{"-"}, Stdin: bytes.NewReader(d.which.objects(d.impact)), Selection: d.selection, At: d.at, Impact: d.impact, Keep: true}
	s, err := dump.Snapshot(ctx)
	if err != nil {
		return nil, err
	}
	s.Origin = snapshot.Origin{Demo: true}
	return s, nil
}

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
