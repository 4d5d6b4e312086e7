package dump

import (
	"reflect"
	"testing"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot/snapshottest"
)

func TestDemoIsTheSameEveryTimeAndComplete(t *testing.T) {
	demo := NewDemo(snapshot.Selection{}, time.Time{}, false)
	first, second := snapshottest.Take(t, demo), snapshottest.Take(t, demo)
	if !reflect.DeepEqual(first, second) {
		t.Error("two snapshots of the demo differ")
	}
	snapshottest.Equal(t, "origin", first.Origin.String(), "embedded sample cluster")
	snapshottest.Equal(t, "complete", first.NodesListed && first.EventsListed && len(first.Gaps) == 0, true)
	var down, up int
	for _, n := range first.Scan {
		if n.Ready {
			up++
		} else {
			down++
		}
	}
	snapshottest.Equal(t, "shows healthy nodes, nodes that are down, and events", up > 0 && down > 0 && len(first.Events) > 0, true)
}

func TestDemoAppliesTheSelection(t *testing.T) {
	all := snapshottest.Take(t, NewDemo(snapshot.Selection{}, time.Time{}, false))
	one := snapshottest.Take(t, NewDemo(snapshot.Selection{Names: []string{all.Nodes[0].Name}}, time.Time{}, false))
	snapshottest.Equal(t, "nodes", snapshottest.NodeNames(one.Nodes), all.Nodes[0].Name)
	snapshottest.Equal(t, "scan", snapshottest.ScanLine(one.Scan), snapshottest.ScanLine(all.Scan))
}

func TestDemoCanBeLookedAtFromAnotherTime(t *testing.T) {
	snapshottest.Equal(t, "taken at", snapshottest.Take(t, NewDemo(snapshot.Selection{}, snapshottest.TestTime(), false)).TakenAt, snapshottest.TestTime())
}
