package azure_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure/answers"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv/arm"
)

// wayOut asks about a snapshot as enrich does, also about the way out.
func wayOut(t *testing.T, server *arm.Server, s *snapshot.Snapshot, depends bool) azure.Asked {
	t.Helper()
	return enrichWith(t, server, s, func(e *azure.Enricher) {
		e.Depends = func(known *snapshot.Snapshot) []string {
			if !slices.ContainsFunc(known.Facts, func(f snapshot.Fact) bool { return f.Source == answers.SourceVM }) {
				t.Error("what was read is not known")
			}
			if depends {
				return []string{answers.SourceNetwork}
			}
			return []string{answers.SourceVM}
		}
	})
}

// The subnet and the outbound rules are asked about only where a problem depends on the way out.
func TestTheWayOutIsAskedAboutWhereAProblemDependsOnIt(t *testing.T) {
	for _, depends := range []bool{false, true} {
		server, s := arm.New(t), sick(0, 1)
		asked := wayOut(t, server, s, depends)
		want := 11
		if depends {
			want = 13
		}
		if asked.Requests != want || len(s.Gaps) > 0 {
			t.Errorf("depends %t: %d requests, gaps %v", depends, asked.Requests, s.Gaps)
		}
		for _, fact := range [][2]string{{"NATGateway", "Missing"}, {"RouteTable", "Missing"}, {"DefaultOutbound", "False"}, {"OutboundRule", "Missing"}} {
			if has(s, "", "azure-network", fact[0], fact[1]) != depends {
				t.Errorf("depends %t: the fact %v in %+v", depends, fact, s.Facts)
			}
		}
		if !has(s, first, "azure-network", "OutboundPool", "Present") {
			t.Error("the pool of the scale set is not known")
		}
	}
}

// A subnet that may not be read is a gap and no more; rules are asked for only of a load balancer.
func TestAWayOutThatMayNotBeRead(t *testing.T) {
	server, s := arm.New(t), sick(0)
	server.Replace("/subnets/", arm.Reply{Status: 403})
	server.Replace("/managedclusters/shop/agentpools", arm.Reply{Body: `{"value":[]}`})
	server.Replace("/managedclusters/shop", arm.Reply{Body: `{"id":"x","type":"Microsoft.ContainerService/ManagedClusters","properties":{"networkProfile":{"outboundType":"userAssignedNATGateway"},"agentPoolProfiles":[]}}`})
	wayOut(t, server, s, true)
	if has(s, "", "azure-network", "NATGateway", "Missing") || has(s, "", "azure-network", "OutboundRule", "Missing") {
		t.Errorf("the facts are %+v", s.Facts)
	}
	if len(s.Gaps) != 1 || s.Gaps[0].Subject() != "subnet nodes" {
		t.Errorf("the gaps are %+v", s.Gaps)
	}
}

// What was changed before the outage in the groups that nodes depend on is read, each group once; what is no resource that
// nodes depend on is left out.
func TestWhatWasChangedIsRead(t *testing.T) {
	server, s := arm.New(t), sick(0, 1)
	outage := now.Add(-time.Hour)
	server.Log = []string{arm.Changed(arm.Group, "Microsoft.Compute/virtualMachineScaleSets/"+arm.ScaleSet, "write", outage.Add(-time.Minute)), arm.Changed(arm.Group, "Microsoft.Storage/storageAccounts/x", "write", outage.Add(-time.Minute))}
	server.Logs = map[string][]string{
		arm.NetworkGroup: {arm.Changed(arm.NetworkGroup, "Microsoft.Network/natGateways/nat", "delete", outage.Add(-10*time.Minute))},
		"rg-shop":        {arm.Changed("rg-shop", "Microsoft.ManagedIdentity/userAssignedIdentities/kubelet", "delete", outage.Add(-20*time.Minute))},
	}
	enrich(t, server, s, time.Minute)
	var got []string
	for _, f := range s.Facts {
		if f.Source == snapshot.ChangeSource {
			got = append(got, strings.Join([]string{f.Type, f.Reason, f.Message, f.Actor}, " ")+" "+f.CorrelationID[:7])
		}
	}
	slices.Sort(got)
	want := []string{
		"Delete Microsoft.ManagedIdentity/userAssignedIdentities kubelet Person change-", "Delete Microsoft.Network/natGateways nat Person change-",
		"Write Microsoft.Compute/virtualMachineScaleSets " + arm.ScaleSet + " Person change-",
	}
	if !slices.Equal(got, want) {
		t.Errorf("the changes are %q, want %q", got, want)
	}
	logs := 0
	for _, r := range server.Requests() {
		if strings.Contains(r.Path, "/eventtypes/") {
			logs++
			if strings.Contains(r.Filter, "rg-") && !strings.Contains(r.Filter, "ge '2026-05-19T20:00:00Z' and eventTimestamp le '2026-05-19T21:00:00Z'") {
				t.Errorf("the log was asked for %q", r.Filter)
			}
		}
	}
	if logs != 3 || len(s.Gaps) > 0 {
		t.Errorf("%d logs, gaps %v", logs, s.Gaps)
	}
}

// That a group or a scale set is gone is an answer, and nothing of it is a gap.
func TestAGroupOrAScaleSetThatIsGone(t *testing.T) {
	gone := arm.Reply{Status: 404, Body: `{"error":{"code":"ResourceGroupNotFound","message":"Resource group could not be found."}}`}
	server, s := arm.New(t), sick(0)
	server.Replace("/resourcegroups/"+arm.Group, gone)
	asked := enrich(t, server, s, time.Minute)
	if !has(s, first, answers.SourceGroup, "Exists", "False") || !has(s, first, answers.SourceVM, "Exists", "False") || len(s.Gaps) > 0 || asked.Requests != 2 {
		t.Errorf("a group: %d requests, facts %+v, gaps %v", asked.Requests, s.Facts, s.Gaps)
	}
	server, s = arm.New(t), sick(0)
	server.Replace("/virtualmachinescalesets/", arm.Reply{Status: 404, Body: `{"error":{"code":"ResourceNotFound","message":"not found"}}`})
	enrich(t, server, s, time.Minute)
	if !has(s, first, answers.SourceScaleSet, "Exists", "False") || !has(s, first, answers.SourceVM, "Exists", "False") || has(s, first, answers.SourceGroup, "Exists", "False") || len(s.Gaps) > 0 {
		t.Errorf("a scale set: facts %+v, gaps %v", s.Facts, s.Gaps)
	}
}
