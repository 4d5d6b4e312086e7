package store

import (
	"fmt"
	"testing"

	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot/snapshottest"
)

// Nodes that were listed leave room for as many again, and for those of a large cluster. What is there is changed and
// removed as before.
func TestThereIsRoomForSoManyNodes(t *testing.T) {
	k := newKept(t)
	var listed []any
	for i := range 100 {
		n := snapshottest.Node(fmt.Sprint("listed-", i), corev1.ConditionTrue)
		listed = append(listed, &n)
	}
	replace := func() {
		if err := (Nodes{k.Store}).Replace(listed, ""); err != nil {
			t.Fatal(err)
		}
	}
	replace()
	refused := 0
	for i := range 10_000 {
		n := snapshottest.Node(fmt.Sprint("more-", i), corev1.ConditionTrue)
		if k.CheckRoom(&n) != nil {
			refused++
		}
		if err := (Nodes{k.Store}).Update(&n); (err != nil) != (refused > 0) {
			t.Fatalf("node %d, of which %d were refused: %v", i, refused, err)
		}
	}
	if n := len(k.fill().Scan); n != 5200 || refused != 10_000-5100 {
		t.Errorf("%d nodes are kept, and %d were refused", n, refused)
	}
	k.node("listed-0", corev1.ConditionFalse)
	snapshottest.Equal(t, "nodes in full", k.fill().Nodes[0].Name, "listed-0")
	one := snapshottest.Node("one", corev1.ConditionTrue)
	snapshottest.Contains(t, k.CheckRoom(&one).Error(), "more than 5200 objects")
	if err := (Nodes{k.Store}).Delete(listed[0]); err != nil || k.CheckRoom(&one) != nil {
		t.Errorf("there is no room in place of one that is gone: %v", err)
	}
	replace()
	if k.CheckRoom(&one) != nil || len(k.fill().Scan) != 100 {
		t.Errorf("after a list there are %d nodes", len(k.fill().Scan))
	}
}

// Names come and go between two snapshots, however many there are: as nodes, as what an event is about, and as what so
// many events are about that there is no room for all.
func TestNamesOfWhichNothingIsKnownAreNotKept(t *testing.T) {
	k := newKept(t)
	for i := range 1000 {
		n := snapshottest.Node(fmt.Sprint("gone-", i), corev1.ConditionTrue)
		if err := (Nodes{k.Store}).Add(&n); err != nil {
			t.Fatal(err)
		}
		if err := (Nodes{k.Store}).Delete(&n); err != nil {
			t.Fatal(err)
		}
	}
	snapshottest.Equal(t, "records after nodes", len(k.records), 0)
	for i := range 1000 {
		e := &corev1.Event{InvolvedObject: corev1.ObjectReference{Name: fmt.Sprint("node-", i)}, Reason: "NodeNotReady"}
		e.Namespace, e.Name, e.LastTimestamp.Time = "default", "one", k.now
		if err := (Events{k.Store}).Update(e); err != nil {
			t.Fatal(err)
		}
	}
	snapshottest.Equal(t, "records after one event about many", len(k.records), 1)
	for i := range maxEvents + 10_000 {
		k.event(fmt.Sprint("node-", i), "NodeNotReady")
	}
	if n := len(k.records); n > maxEvents || n > len(k.owners) || k.Lost().IsZero() {
		t.Errorf("%d names are kept with %d events, lost %s", n, len(k.owners), k.Lost())
	}
}
