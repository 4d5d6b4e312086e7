package repair_test

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cluster"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair"
)

// settled is a list of the diagnoses of the snapshots that has settled what they say of names.
func settled(t *testing.T, snapshots ...*cluster.Snapshot) *repair.DiagnosisList {
	t.Helper()
	table, err := knowledge.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	l := repair.NewList()
	for _, s := range snapshots {
		l.Add("", repair.Diagnose(s, table, repair.Options{NotReadyFor: 5 * time.Minute}))
	}
	l.Settle()
	return l
}

func TestANodeThatCouldNotBeReadStaysAGapOfItsCluster(t *testing.T) {
	refused := cluster.Gap{Subjects: []string{"node a"}, Reason: "The server answered 500.", Action: "Try again."}
	unread := func(names ...string) *cluster.Snapshot {
		return &cluster.Snapshot{
			Scan: []cluster.NodeStatus{{Name: "a"}, {Name: "b", Ready: true}}, NodesListed: true, EventsListed: true,
			Selection: cluster.Selection{Names: names}, Gaps: []cluster.Gap{refused},
		}
	}
	for name, snapshots := range map[string][]*cluster.Snapshot{
		"alone": {unread()}, "asked for": {unread("a")}, "another has one of that name": {unread("a"), downWith(t, nil)},
	} {
		l := settled(t, snapshots...)
		if !slices.ContainsFunc(l.Items[0].Gaps, func(g cluster.Gap) bool { return reflect.DeepEqual(g, refused) }) || l.Complete() {
			t.Errorf("%s: the gaps are %v, complete %t", name, l.Items[0].Gaps, l.Complete())
		}
	}
}

func TestWhatOneClusterHasIsNoGapOfAnother(t *testing.T) {
	unlisted := cluster.Gap{Subjects: []string{"nodes"}, Reason: "The server answered 500."}
	blind := &cluster.Snapshot{EventsListed: true, Selection: cluster.Selection{Names: []string{"a", "x"}}, Gaps: []cluster.Gap{unlisted}}
	empty := &cluster.Snapshot{NodesListed: true, EventsListed: true, Selection: cluster.Selection{Names: []string{"a", "x"}}}
	l := settled(t, blind, empty, downWith(t, nil))
	if gaps := l.Items[0].Gaps; len(gaps) != 2 || !reflect.DeepEqual(gaps[0], unlisted) || gaps[1].Subject() != "node x" {
		t.Errorf("the gaps are %v, want those of the nodes and of x", gaps)
	}
	if got := l.Items[1].NotFound; !slices.Equal(got, []string{"x"}) {
		t.Errorf("not found are %q, want x alone", got)
	}
}
