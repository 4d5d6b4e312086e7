package common_test

import (
	"testing"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair/common"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// What nodes have in common is explained by a problem only where that has all of them, and is confirmed on all it has.
func TestWhatExplainsACommonCause(t *testing.T) {
	table, err := knowledge.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	names := []string{"a", "b", "c"}
	scan := []snapshot.NodeStatus{{Name: "other", Pool: "system"}}
	var outages []common.Outage
	for _, name := range names {
		scan = append(scan, snapshot.NodeStatus{Name: name, Pool: "user"})
		outages = append(outages, common.Outage{Node: name, Since: time.Unix(1, 0)})
	}
	judged := func(confirmed int) []diagnosis.GroupCause { return []diagnosis.GroupCause{{Confirmed: confirmed}} }
	for name, test := range map[string]struct {
		problems []diagnosis.Group
		want     int
	}{
		"a problem of all":             {[]diagnosis.Group{{ID: 1, Nodes: []string{"x"}, Judged: judged(1)}, {ID: 2, Nodes: names, Judged: judged(3)}}, 2},
		"of more than these":           {[]diagnosis.Group{{ID: 1, Nodes: []string{"a", "b", "bb", "c"}, Judged: judged(4)}}, 1},
		"confirmed on some":            {[]diagnosis.Group{{ID: 1, Nodes: names, Judged: judged(2)}}, 0},
		"without a verdict":            {[]diagnosis.Group{{ID: 1, Nodes: names}}, 0},
		"two problems":                 {[]diagnosis.Group{{ID: 1, Nodes: []string{"a", "b"}, Judged: judged(2)}, {ID: 2, Nodes: []string{"c"}, Judged: judged(1)}}, 0},
		"a problem that lacks a node":  {[]diagnosis.Group{{ID: 1, Nodes: []string{"a", "c"}, Judged: judged(2)}}, 0},
		"nothing is known of any node": {nil, 0},
	} {
		t.Run(name, func(t *testing.T) {
			causes := common.Causes(scan, outages, test.problems, table)
			if len(causes) != 2 { // of the cluster and of the pool
				t.Fatalf("%d common causes", len(causes))
			}
			for _, c := range causes {
				if c.ExplainedBy != test.want {
					t.Errorf("of %s: explained by %d, want %d", c.Dimension, c.ExplainedBy, test.want)
				}
			}
		})
	}
}
