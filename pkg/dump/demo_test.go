package dump

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot/snapshottest"
)

func TestDemoIsTheSameEveryTimeAndComplete(t *testing.T) {
	for _, which := range []Demo{DemoIncident, DemoAll} {
		demo := NewDemo(which, snapshot.Selection{}, time.Time{}, false)
		first, second := snapshottest.Take(t, demo), snapshottest.Take(t, demo)
		if !reflect.DeepEqual(first, second) {
			t.Errorf("%s: two snapshots of the demo differ", which)
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
}

// TestTheIncidentHasOneCause holds the small sample to what it is for, and its facts to what
// pasted answers of Azure give.
func TestTheIncidentHasOneCause(t *testing.T) {
	incident := snapshottest.Take(t, NewDemo(DemoIncident, snapshot.Selection{}, time.Time{}, true))
	down := 0
	for _, n := range incident.Scan {
		if !n.Ready {
			down++
		}
	}
	snapshottest.Equal(t, "nodes that are down", down, 3)
	for _, event := range incident.Events {
		if strings.HasSuffix(event.Reason, "Error") && !strings.Contains(event.Message, "OutboundConnectivityNotEnabledOnVMSS") {
			t.Errorf("there is another error: %s", event.Message)
		}
	}
	const answers = `{"id":"/subscriptions/s/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/v/subnets/user","name":"user","type":"Microsoft.Network/virtualNetworks/subnets","addressPrefix":"10.1.0.0/16","natGateway":null,"provisioningState":"Succeeded","routeTable":null}
{"id":"/subscriptions/s/resourcegroups/shop/providers/Microsoft.ContainerService/managedClusters/prod","name":"prod","type":"Microsoft.ContainerService/ManagedClusters","networkProfile":{"outboundType":"userAssignedNATGateway"}}`
	pasted := snapshottest.Take(t, &Dump{Filenames: []string{"-"}, Stdin: strings.NewReader(answers), Now: snapshottest.TestTime})
	for _, fact := range incident.Facts {
		if fact.Node = ""; !slices.Contains(pasted.Facts, fact) {
			t.Errorf("Azure's answers give no fact %+v, but %+v", fact, pasted.Facts)
		}
	}
	snapshottest.Equal(t, "facts, one about the cluster", len(incident.Facts), 4)
}

func TestOnlyTheNamesOfSamplesAreTaken(t *testing.T) {
	for name, ok := range map[string]bool{"incident": true, "all": true, "": false, "true": false, "ALL": false} {
		var demo Demo
		err := demo.Set(name)
		if ok != (err == nil) || ok && demo.String() != name {
			t.Errorf("%q gives %q, %v", name, demo, err)
		}
	}
}

func TestDemoAppliesTheSelection(t *testing.T) {
	all := snapshottest.Take(t, NewDemo(DemoAll, snapshot.Selection{}, time.Time{}, false))
	one := snapshottest.Take(t, NewDemo(DemoAll, snapshot.Selection{Names: []string{all.Nodes[0].Name}}, time.Time{}, false))
	snapshottest.Equal(t, "nodes", snapshottest.NodeNames(one.Nodes), all.Nodes[0].Name)
	snapshottest.Equal(t, "scan", snapshottest.ScanLine(one.Scan), snapshottest.ScanLine(all.Scan))
}

func TestDemoCanBeLookedAtFromAnotherTime(t *testing.T) {
	at := time.Date(2026, 5, 19, 21, 40, 0, 0, time.UTC)
	snapshottest.Equal(t, "taken at", snapshottest.Take(t, NewDemo(DemoAll, snapshot.Selection{}, at, false)).TakenAt, at)
	for _, at := range []time.Time{at.AddDate(-1, 0, 0), at.AddDate(1, 0, 0), at.AddDate(-2025, 0, 0)} {
		if _, err := NewDemo(DemoAll, snapshot.Selection{}, at, false).Snapshot(t.Context()); err == nil || !strings.Contains(err.Error(), "out of reach") {
			t.Errorf("at %s: %v", at, err)
		}
	}
}
