package repair

import (
	"slices"
	"strconv"
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

func TestFactsOfANodeAndOfEveryNodeKeepTheirOrder(t *testing.T) {
	var facts []snapshot.Fact
	for i, node := range []string{"", "a", "b", "a", "", "", "b"} {
		facts = append(facts, snapshot.Fact{Node: node, Type: strconv.Itoa(i)})
	}
	facts = append(facts, snapshot.Fact{Node: "a", Type: snapshot.Heartbeat})
	c := &clusterView{facts: facts, about: factsByNode(facts)}
	for node, want := range map[string][]string{"a": {"0", "1", "3", "4", "5"}, "b": {"0", "2", "4", "5", "6"}, "c": {"0", "4", "5"}} {
		var got []string
		for f := range c.factsOf(nodeCase{evidence: evidence{name: node}}) {
			got = append(got, f.Type)
		}
		if !slices.Equal(got, want) {
			t.Errorf("facts of %s: %v, want %v", node, got, want)
		}
	}
}
