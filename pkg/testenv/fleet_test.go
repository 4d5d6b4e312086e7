package testenv

import (
	"encoding/json"
	"reflect"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
)

func TestFleetHasTheNumbersItSays(t *testing.T) {
	f := Fleet{Nodes: 70, Down: 9, Events: 500, DownSince: time.Unix(1_800_000_000, 0)}
	nodes, events := f.Objects()
	down, pods, names := 0, 0, map[string]bool{}
	for i := range nodes {
		if c := nodes[i].Status.Conditions; c[len(c)-1].Status != corev1.ConditionTrue {
			down++
		}
	}
	for i := range events {
		names[events[i].Namespace+"/"+events[i].Name] = true
		if events[i].InvolvedObject.Kind == "Pod" {
			pods++
		}
	}
	if len(nodes) != 70 || down != 9 || len(events) != 500 || len(names) != 500 {
		t.Errorf("%d nodes, %d down, %d events, %d names of events", len(nodes), down, len(events), len(names))
	}
	if want := 500 - 61 - 9*7; pods != want {
		t.Errorf("%d events about pods, want %d", pods, want)
	}
	again, sameEvents := f.Objects()
	if !reflect.DeepEqual(nodes, again) || !reflect.DeepEqual(events, sameEvents) {
		t.Error("the same fleet gave other objects")
	}
}

func TestFleetNodesAreAsBigAsBusyOnes(t *testing.T) {
	nodes, _ := Fleet{Nodes: 1}.Objects()
	text, err := json.Marshal(nodes[0])
	if err != nil {
		t.Fatal(err)
	}
	if len(text) < 18_000 || len(text) > 22_000 {
		t.Errorf("a node has %d bytes of JSON, want about 20,000", len(text))
	}
}
