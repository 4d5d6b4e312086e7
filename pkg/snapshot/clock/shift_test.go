package clock_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot/clock"
)

// truth is when a generated cluster was read.
var truth = time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC)

// cluster is a generated cluster with one node that is down, and the clocks by which it was read.
type cluster struct {
	ready []corev1.Node
	down  corev1.Node
	// own are the events about the node that is down, others those about other objects.
	own, others []corev1.Event
	// file is the time of the dump's file, laptop that of the computer, date the Date of the server.
	file, laptop, date time.Time
}

func ago(d time.Duration) metav1.Time { return metav1.NewTime(truth.Add(-d)) }

func newNode(name string, status corev1.ConditionStatus, since, heartbeat time.Duration) corev1.Node {
	n := corev1.Node{ObjectMeta: metav1.ObjectMeta{Name: name, CreationTimestamp: ago(50 * 24 * time.Hour), Labels: map[string]string{"kubernetes.azure.com/agentpool": "a"}}}
	n.Status.Conditions = []corev1.NodeCondition{
		{Type: corev1.NodeReady, Status: status, LastTransitionTime: ago(since), LastHeartbeatTime: ago(heartbeat)},
	}
	return n
}

func newEvent(kind, about, reason string, d time.Duration) corev1.Event {
	name := fmt.Sprintf("%s.%s.%d", about, reason, d)
	return corev1.Event{
		ObjectMeta:     metav1.ObjectMeta{Namespace: "default", Name: name},
		InvolvedObject: corev1.ObjectReference{Kind: kind, Name: about}, Reason: reason,
		FirstTimestamp: ago(d), LastTimestamp: ago(d),
	}
}

// newCluster makes a cluster as it was: kubelets that live report every five minutes, the control plane
// has noticed the outage at once. How long the outage lasts is more than a minute from each threshold.
func newCluster(r *rand.Rand) *cluster {
	c := &cluster{file: truth.Add(time.Duration(r.IntN(3)) * time.Second), laptop: truth, date: truth}
	for i := range 3 + r.IntN(12) {
		c.ready = append(c.ready, newNode(fmt.Sprintf("r%d", i), corev1.ConditionTrue, 40*24*time.Hour, time.Duration(r.IntN(280))*time.Second))
	}
	for i := range 5 + r.IntN(10) { // what pods leave
		c.others = append(c.others, newEvent("Pod", fmt.Sprintf("p%d", i), "Pulled", time.Duration(2*i+r.IntN(2))*time.Second))
	}
	c.others = append(c.others, newEvent("Node", "r0", "NodeReady", 30*time.Minute))
	since := []time.Duration{2 * time.Minute, 3 * time.Minute, 7 * time.Minute, 8 * time.Minute, 13 * time.Minute, 25 * time.Minute, 45 * time.Minute, 3 * time.Hour}[r.IntN(8)]
	status, heartbeat := corev1.ConditionUnknown, since+time.Minute
	if r.IntN(2) == 0 {
		status, heartbeat = corev1.ConditionFalse, time.Duration(r.IntN(240))*time.Second
	}
	c.down = newNode("down", status, since, heartbeat)
	at := ago(since - 2*time.Second)
	c.down.Spec.Taints = []corev1.Taint{{Key: corev1.TaintNodeNotReady, Effect: corev1.TaintEffectNoExecute, TimeAdded: &at}}
	if since < time.Hour {
		c.own = append(c.own, newEvent("Node", "down", "NodeNotReady", since-time.Second))
	}
	steps := []string{"NodeRebootStart", "NodeRebootEnd", "NodeReimageStart", "NodeReimageEnd"}
	for i, d := 0, min(since, 50*time.Minute)-11*time.Minute; i < r.IntN(5) && i < len(steps) && d > 0; i, d = i+1, d-3*time.Minute {
		c.own = append(c.own, newEvent("Node", "down", steps[i], d))
	}
	return c
}

func (c *cluster) snapshot() *snapshot.Snapshot {
	s := &snapshot.Snapshot{Nodes: append([]corev1.Node{c.down}, c.ready...), NodesListed: true, EventsListed: true, Events: c.own}
	for _, e := range c.others {
		if e.InvolvedObject.Kind == "Node" {
			s.Events = append(s.Events, e)
		}
	}
	s.Scan = snapshot.Statuses(s.Nodes)
	return s
}

// dump reads the cluster as a dump.
func (c *cluster) dump() *snapshot.Snapshot {
	var w clock.Witnesses
	s := c.snapshot()
	for i := range s.Nodes {
		w.Node(&s.Nodes[i])
	}
	for _, e := range append(append([]corev1.Event{}, c.own...), c.others...) {
		w.Event(&e)
	}
	w.File("dump.json", c.file)
	w.Dump(time.Time{}).Set(s)
	return s
}

// live reads the cluster from its server, which is asked for the node that is down alone.
func (c *cluster) live() *snapshot.Snapshot {
	server := clock.NewServer(func() time.Time { return c.laptop })
	server.Ask()(c.date.UTC().Format("Mon, 02 Jan 2006 15:04:05 GMT"))
	s := c.snapshot()
	s.Nodes = s.Nodes[:1]
	_ = server.Set(s, time.Time{})
	return s
}

var table = sync.OnceValue(func() *knowledge.Table {
	t, err := knowledge.Builtin()
	if err != nil {
		panic(err)
	}
	return t
})

func judge(s *snapshot.Snapshot) *diagnosis.Diagnosis {
	return repair.Examine(s, table(), repair.Options{NotReadyFor: 5 * time.Minute}).Diagnosis()
}

// verdict is what a user acts on.
func verdict(d *diagnosis.Diagnosis) string {
	text := fmt.Sprintf("listed %d, below %d", d.Summary.Listed, d.Summary.Below)
	for i := range d.Findings {
		text += fmt.Sprintf(", %s %s %s", d.Findings[i].Node, d.Findings[i].State, d.Findings[i].Reason)
	}
	return text
}

// named reports whether a gap about clocks names a witness.
func named(d *diagnosis.Diagnosis, witness string) bool {
	for _, g := range d.Gaps {
		if g.Source == snapshot.SourceClocks && strings.Contains(g.Reason+g.Action, witness) {
			return true
		}
	}
	return false
}

// move shifts the times that a kubelet writes into its Node.
func move(n *corev1.Node, by time.Duration) {
	c := &n.Status.Conditions[0]
	c.LastHeartbeatTime = metav1.NewTime(c.LastHeartbeatTime.Add(by))
	if c.Status != corev1.ConditionUnknown {
		c.LastTransitionTime = metav1.NewTime(c.LastTransitionTime.Add(by))
	}
}

func moveEvent(e *corev1.Event, by time.Duration) {
	e.FirstTimestamp, e.LastTimestamp = metav1.NewTime(e.FirstTimestamp.Add(by)), metav1.NewTime(e.LastTimestamp.Add(by))
}

// shift moves one witness and returns the words that name it; empty where the cluster has no such one.
// An event of the outage itself is only moved past the truth: when something happened is all that is
// known of it, and moved elsewhere it is another story.
func shift(c *cluster, r *rand.Rand, by time.Duration) (witness string, live bool) {
	switch r.IntN(8) {
	case 0:
		n := &c.ready[r.IntN(len(c.ready))]
		move(n, by)
		return "kubelet of " + n.Name, false
	case 1:
		move(&c.down, by)
		return "down", r.IntN(2) == 0
	case 2:
		e := &c.others[r.IntN(len(c.others))]
		if e.InvolvedObject.Kind == "Node" {
			by = by.Abs() // an older one shows how far back events reach
		}
		moveEvent(e, by)
		return "about " + e.InvolvedObject.Name, false
	case 3:
		if len(c.own) < 2 || by < time.Hour {
			return "", false
		}
		e := &c.own[1+r.IntN(len(c.own)-1)]
		moveEvent(e, by)
		return "about down", r.IntN(2) == 0
	case 4:
		c.file = c.file.Add(by)
		return "dump.json", false
	case 5:
		c.file = []time.Time{time.Unix(0, 0), time.Unix(-5, 0), time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC), c.file.Truncate(2 * time.Second)}[r.IntN(4)]
		return "dump.json", false
	case 6:
		c.laptop = c.laptop.Add(by)
		return "this machine", true
	default:
		c.date = c.date.Add(by)
		return "API server", true
	}
}

// shifts are how wrong clocks are: a little, whole hours as wrong zones make them, days.
func shifts(r *rand.Rand) time.Duration {
	by := []time.Duration{time.Minute, 2 * time.Second, 4 * time.Minute, 6 * time.Minute, 10 * time.Minute, 31 * time.Minute,
		time.Hour, 2 * time.Hour, 5 * time.Hour, 8 * time.Hour, 12 * time.Hour, 24 * time.Hour, 3 * 24 * time.Hour, 10 * 24 * time.Hour}[r.IntN(14)]
	if r.IntN(2) == 0 {
		return -by
	}
	return by
}

// A clock that is wrong changes no verdict, or a gap names it.
func TestOneWrongClockChangesNoVerdictSilently(t *testing.T) {
	const cases = 12_000
	run, kept, said := 0, 0, 0
	for seed := uint64(0); run < cases; seed++ {
		r := rand.New(rand.NewPCG(seed, 17))
		c := newCluster(r)
		before := [2]string{verdict(judge(c.dump())), verdict(judge(c.live()))}
		by := shifts(r)
		witness, live := shift(c, r, by)
		if witness == "" {
			continue
		}
		run++
		s, want := c.dump, before[0]
		if live {
			s, want = c.live, before[1]
		}
		d := judge(s())
		switch got := verdict(d); {
		case got == want:
			kept++
		case named(d, witness):
			said++
		default:
			t.Fatalf("seed %d: %s moved by %s (live: %t): %q became %q, gaps %v", seed, witness, by, live, want, got, d.Gaps)
		}
	}
	t.Logf("%d cases: %d verdicts stayed, %d times a gap names the witness", run, kept, said)
}
