package store

import (
	"errors"
	"fmt"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot/clock"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot/snapshottest"
)

func TestASnapshotStaysAsItWasWhenEventsComeAndGo(t *testing.T) {
	k := newKept(t)
	k.node("a", corev1.ConditionUnknown)
	k.event("a", "NodeNotReady")
	k.fill() // from now on events are added to what snapshots share
	k.event("a", "NodeRebootStart")
	first := k.fill()
	for range 100 {
		k.event("a", "NodeRebootEnd")
	}
	second := k.fill()
	again := first.Events[1]
	again.Message, again.LastTimestamp = "another time", metav1.NewTime(k.now.Add(time.Minute))
	if err := (Events{k.Store}).Add(&again); err != nil {
		t.Fatal(err)
	}
	third := k.fill()
	k.now = k.now.Add(25 * time.Hour)
	last := k.fill()
	for i, s := range []*snapshot.Snapshot{first, second, third, last} {
		if n := len(s.Events); n != []int{2, 102, 102, 0}[i] {
			t.Errorf("snapshot %d has %d events", i, n)
		}
	}
	if e := first.Events[1]; e.Message != "" || second.Events[1].Message != "" || &first.Events[1] != &second.Events[1] && cap(first.Events) > 2 {
		t.Errorf("an event of a snapshot has become %v", e)
	}
	snapshottest.Equal(t, "events of the third", snapshottest.EventNames(third.Events), snapshottest.EventNames(second.Events))
}

// Events that are listed again are no other clocks, also behind a list of nodes: two that are an hour ahead are not
// enough to say what time it is.
func TestAnEventIsOneWitnessHoweverOftenItIsListed(t *testing.T) {
	k := newKept(t)
	var nodes, events []any
	for i := range 10 {
		n := snapshottest.Node(fmt.Sprint("n", i), corev1.ConditionTrue)
		n.CreationTimestamp = metav1.NewTime(noon.Add(-time.Hour))
		nodes = append(nodes, &n)
	}
	for _, name := range []string{"a", "b"} {
		e := snapshottest.Event("default", name, "Node", "n1")
		e.UID, e.LastTimestamp = types.UID(name), metav1.NewTime(noon.Add(time.Hour))
		events = append(events, &e)
	}
	for range 2 {
		if err := errors.Join(Nodes{k.Store}.Replace(nodes, ""), Events{k.Store}.Replace(events, "")); err != nil {
			t.Fatal(err)
		}
		snapshottest.Equal(t, "now", clock.NewServer(func() time.Time { return noon }).By(k.Witnesses).At, noon)
	}
}
