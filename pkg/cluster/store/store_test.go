package store

import (
	"fmt"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot/snapshottest"
)

var noon = time.Date(2026, 5, 19, 12, 0, 0, 0, time.UTC)

// kept is a Store with a clock that the test sets.
type kept struct {
	*Store
	t    *testing.T
	now  time.Time
	made int // events
}

func newKept(t *testing.T) *kept {
	k := &kept{t: t, now: noon}
	k.Store = New(func() time.Time { return k.now })
	return k
}

func (k *kept) node(name string, ready corev1.ConditionStatus) {
	k.t.Helper()
	n := snapshottest.Node(name, ready)
	n.Status.Conditions[0].LastTransitionTime = metav1.NewTime(k.now)
	if err := (Nodes{k.Store}).Add(&n); err != nil {
		k.t.Fatal(err)
	}
}

func (k *kept) event(node, reason string) {
	k.t.Helper()
	e := &corev1.Event{
		ObjectMeta:     metav1.ObjectMeta{Namespace: "default", Name: fmt.Sprintf("%s.%d", node, k.made)},
		InvolvedObject: corev1.ObjectReference{Kind: "Node", Name: node}, Reason: reason, LastTimestamp: metav1.NewTime(k.now),
	}
	k.made++
	if err := (Events{k.Store}).Add(e); err != nil {
		k.t.Fatal(err)
	}
}

func (k *kept) fill() *snapshot.Snapshot {
	s := &snapshot.Snapshot{}
	k.Fill(s)
	return s
}

func (k *kept) has(what, nodes, events string) {
	k.t.Helper()
	s := k.fill()
	snapshottest.Equal(k.t, what+": nodes in full", snapshottest.NodeNames(s.Nodes), nodes)
	snapshottest.Equal(k.t, what+": events", snapshottest.EventNames(s.Events), events)
}

func TestEventsAreForgottenByWhatBecameOfTheirNode(t *testing.T) {
	k := newKept(t)
	k.node("down", corev1.ConditionUnknown)
	k.node("healed", corev1.ConditionUnknown)
	for _, name := range []string{"down", "healed", "gone"} {
		k.event(name, "NodeRebootStart")
	}
	k.has("at first", "down healed", "down.0 gone.2 healed.1")
	k.now = k.now.Add(30 * time.Minute)
	k.node("healed", corev1.ConditionTrue)
	k.has("within the retention", "down healed", "down.0 gone.2 healed.1")
	k.now = k.now.Add(31 * time.Minute)
	k.has("after the retention, and shortly after it healed", "down healed", "down.0")
	k.now = k.now.Add(30 * time.Minute)
	k.has("long after it healed", "down", "down.0")
	if len(k.records) != 2 {
		t.Errorf("%d names are kept, want 2", len(k.records))
	}
	k.now = noon.Add(24*time.Hour + time.Second)
	k.has("after a day", "down", "")
}

func TestANodeThatIsWellIsALineOfTheScan(t *testing.T) {
	k := newKept(t)
	k.node("down", corev1.ConditionFalse)
	k.node("restarted", corev1.ConditionTrue)
	k.node("repaired", corev1.ConditionTrue)
	k.node("aks-pool-12345678-vmss000001", corev1.ConditionTrue)
	k.node("aks-pool-12345678-vmss000002", corev1.ConditionTrue)
	k.event("restarted", "Starting")
	k.event("repaired", "NodeReimageEnd")
	s := k.fill()
	snapshottest.Equal(t, "scan", snapshottest.ScanLine(s.Scan), "aks-pool-12345678-vmss000001+ aks-pool-12345678-vmss000002+ down- repaired+ restarted+")
	snapshottest.Equal(t, "nodes in full", snapshottest.NodeNames(s.Nodes), "aks-pool-12345678-vmss000001 down repaired")
}

// A computer that sleeps wakes up hours after it has received what happened before.
func TestANodeThatHealedIsShownOnceHoweverLateThatIs(t *testing.T) {
	k := newKept(t)
	k.node("a", corev1.ConditionFalse)
	k.fill()
	k.node("a", corev1.ConditionTrue)
	k.now = k.now.Add(5 * time.Hour)
	k.has("after hours", "a", "")
	k.has("and once", "", "")
}

func TestTheNumberOfANodeChangesWithItAndItsEventsAlone(t *testing.T) {
	k := newKept(t)
	k.node("a", corev1.ConditionFalse)
	k.node("b", corev1.ConditionFalse)
	k.event("a", "NodeNotReady")
	k.event("a", "Starting")
	last := k.fill().Changes
	for _, step := range []struct {
		what    string
		change  func()
		changed string
	}{
		{"nothing", func() {}, ""},
		{"time", func() { k.now = k.now.Add(time.Minute) }, ""},
		{"the node", func() { k.node("a", corev1.ConditionUnknown) }, "a"},
		{"an event", func() { k.event("b", "NodeRebootStart") }, "b"},
		{"an event of a name without a node", func() { k.event("c", "NodeRebootStart") }, "c"},
		{"a list without the node", func() { _ = (Nodes{k.Store}).Replace([]any{k.records["b"].node}, "") }, "a b"},
		{"the age of events of nodes that are gone", func() { k.now = k.now.Add(2 * time.Hour) }, "a c"},
	} {
		step.change()
		now := k.fill().Changes
		changed := ""
		for _, name := range []string{"a", "b", "c"} {
			if now[name] != last[name] {
				changed += " " + name
			}
		}
		snapshottest.Equal(t, "changed by "+step.what, changed, map[bool]string{true: " "}[step.changed != ""]+step.changed)
		last = now
	}
}

func TestOnlySoManyEventsAreKept(t *testing.T) {
	k := newKept(t)
	k.node("a", corev1.ConditionFalse)
	for i := range maxEvents + 1 {
		k.now = noon.Add(time.Duration(i) * time.Millisecond)
		k.event("a", "NodeRebootStart")
	}
	if n := len(k.fill().Events); n != maxEvents-maxEvents/10 || n != len(k.records["a"].events) {
		t.Errorf("%d events are kept", n)
	}
	if k.owners[eventKey{"default", "a.0"}] != nil || k.owners[eventKey{"default", fmt.Sprintf("a.%d", maxEvents)}] == nil {
		t.Error("the newest were dropped")
	}
}

// Events about nodes that are well go first. That others went is known for as long as the server could have them.
func TestEventsThatMatterGoLast(t *testing.T) {
	k := newKept(t)
	k.node("a", corev1.ConditionFalse)
	k.node("b", corev1.ConditionTrue)
	k.event("a", "NodeNotReady")
	k.now = noon.Add(time.Minute)
	for range maxEvents {
		k.event("b", "Rebooted")
	}
	if n := len(k.records["a"].events); n != 1 || len(k.owners) != maxEvents-maxEvents/10 || !k.Lost().IsZero() {
		t.Errorf("%d events of the node that is down are kept, of %d; lost: %s", n, len(k.owners), k.Lost())
	}
	for range maxEvents {
		k.event("a", "NodeRebootStart")
	}
	if !k.Lost().Equal(k.now) {
		t.Errorf("lost: %s", k.Lost())
	}
	k.now = k.now.Add(snapshot.EventRetention + time.Second)
	if !k.Lost().IsZero() {
		t.Errorf("still lost: %s", k.Lost())
	}
}

func TestSoManyEventsOfOneMomentAreNotKept(t *testing.T) {
	k := newKept(t)
	for range maxEvents + 1 {
		k.event("a", "NodeRebootStart")
	}
	if n := len(k.owners); n != maxEvents-maxEvents/10 {
		t.Errorf("%d events are kept", n)
	}
}

func TestWhatIsNoNodeAndNoEventIsAnError(t *testing.T) {
	s := New(time.Now)
	for name, err := range map[string]error{
		"node": Nodes{s}.Add(&corev1.Event{}), "node that is gone": Nodes{s}.Delete(&corev1.Event{}),
		"nodes": Nodes{s}.Replace([]any{&corev1.Event{}}, ""), "event": Events{s}.Add(&corev1.Node{}),
	} {
		if err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
