package cluster

import (
	"reflect"
	"testing"
	"time"
)

func TestDemoIsTheSameEveryTimeAndComplete(t *testing.T) {
	demo := NewDemo(Selection{}, time.Time{}, false)
	first, second := snapshot(t, demo), snapshot(t, demo)
	if !reflect.DeepEqual(first, second) {
		t.Error("two snapshots of the demo differ")
	}
	equal(t, "origin", first.Origin.String(), "embedded sample cluster")
	equal(t, "complete", first.NodesListed && first.EventsListed && len(first.Gaps) == 0, true)
	var down, up int
	for _, n := range first.Scan {
		if n.Ready {
			up++
		} else {
			down++
		}
	}
	equal(t, "shows healthy nodes, nodes that are down, and events", up > 0 && down > 0 && len(first.Events) > 0, true)
}

func TestDemoAppliesTheSelection(t *testing.T) {
	all := snapshot(t, NewDemo(Selection{}, time.Time{}, false))
	one := snapshot(t, NewDemo(Selection{Names: []string{all.Nodes[0].Name}}, time.Time{}, false))
	equal(t, "nodes", nodeNames(one.Nodes), all.Nodes[0].Name)
	equal(t, "scan", scanLine(one.Scan), scanLine(all.Scan))
}

func TestDemoCanBeLookedAtFromAnotherTime(t *testing.T) {
	equal(t, "taken at", snapshot(t, NewDemo(Selection{}, testTime(), false)).TakenAt, testTime())
}
