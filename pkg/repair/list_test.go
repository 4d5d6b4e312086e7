package repair_test

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// settled returns a list of the diagnoses of the snapshots that has settled what they say
// of names.
func settled(t *testing.T, snapshots ...*snapshot.Snapshot) *diagnosis.List {
	t.Helper()
	table, err := knowledge.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	var examined []*repair.Examination
	for _, s := range snapshots {
		examined = append(examined, repair.Examine(s, table, repair.Options{NotReadyFor: 5 * time.Minute}))
	}
	l := diagnosis.NewList()
	for _, d := range repair.Settle(examined) {
		l.Add("", d)
	}
	return l
}

func TestANodeThatCouldNotBeReadStaysAGapOfItsCluster(t *testing.T) {
	refused := snapshot.Gap{Subjects: []string{"node a"}, Reason: "The server answered 500.", Action: "Try again."}
	unread := func(names ...string) *snapshot.Snapshot {
		return &snapshot.Snapshot{
			Scan: []snapshot.NodeStatus{{Name: "a"}, {Name: "b", Ready: true}}, NodesListed: true, EventsListed: true,
			Selection: snapshot.Selection{Names: names}, Gaps: []snapshot.Gap{refused},
		}
	}
	for name, snapshots := range map[string][]*snapshot.Snapshot{
		"alone": {unread()}, "asked for": {unread("a")}, "another has one of that name": {unread("a"), downWith(t, nil)},
	} {
		l := settled(t, snapshots...)
		if !slices.ContainsFunc(l.Items[0].Gaps, func(g snapshot.Gap) bool { return reflect.DeepEqual(g, refused) }) || l.Complete() {
			t.Errorf("%s: the gaps are %v, complete %t", name, l.Items[0].Gaps, l.Complete())
		}
	}
}

func TestWhatOneClusterHasIsNoGapOfAnother(t *testing.T) {
	unlisted := snapshot.Gap{Subjects: []string{"nodes"}, Reason: "The server answered 500."}
	blind := &snapshot.Snapshot{EventsListed: true, Selection: snapshot.Selection{Names: []string{"a", "x"}}, Gaps: []snapshot.Gap{unlisted}}
	empty := &snapshot.Snapshot{NodesListed: true, EventsListed: true, Selection: snapshot.Selection{Names: []string{"a", "x"}}}
	l := settled(t, blind, empty, downWith(t, nil))
	if gaps := l.Items[0].Gaps; len(gaps) != 2 || !reflect.DeepEqual(gaps[0], unlisted) || gaps[1].Subject() != "node x" {
		t.Errorf("the gaps are %v, want those of the nodes and of x", gaps)
	}
	if got := l.Items[1].NotFound; !slices.Equal(got, []string{"x"}) {
		t.Errorf("not found are %q, want x alone", got)
	}
}
