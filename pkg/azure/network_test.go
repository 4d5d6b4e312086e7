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
			want = 14
		}
		if asked.Requests != want || len(s.Gaps) > 0 {
			t.Errorf("depends %t: %d requests, gaps %v", depends, asked.Requests, s.Gaps)
		}
		if has(s, second, answers.SourceSecurityGroup, "Rules", "Allow") != depends || has(s, second, answers.SourceSecurityGroup, "Read", "Whole") != depends {
			t.Errorf("depends %t: the network security group in %+v", depends, s.Facts)
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

// alone returns a snapshot with a VM of its own.
func alone() *snapshot.Snapshot {
	s := sick(0)
	s.Nodes[0].Name = arm.Alone
	s.Nodes[0].Spec.ProviderID = "azure:///subscriptions/" + arm.Subscription + "/resourceGroups/" + arm.Group + "/providers/Microsoft.Compute/virtualMachines/" + arm.Alone
	s.Scan = snapshot.Statuses(s.Nodes)
	return s
}

// Of a VM of its own only the network interface names the subnet: what was changed in its group and the way out are known as of
// any other, and so are the operations on it.
func TestAVMOfItsOwn(t *testing.T) {
	server, s := arm.New(t), alone()
	outage := now.Add(-time.Hour)
	server.Logs = map[string][]string{arm.NetworkGroup: {arm.Changed(arm.NetworkGroup, "Microsoft.Network/natGateways/nat", "delete", outage.Add(-10*time.Minute))}}
	for _, verb := range []string{"restart", "reimage", "redeploy"} {
		server.Log = append(server.Log, arm.OperationOn("virtualMachines/"+arm.Alone, verb, `{"error":{"code":"AllocationFailed","message":"none left"}}`, outage.Add(10*time.Minute), time.Minute)...)
	}
	wayOut(t, server, s, true)
	for _, want := range [][3]string{
		{answers.SourceVM, "PowerState", "running"}, {answers.SourceLog, "Restart", "Failed"}, {answers.SourceLog, "Reimage", "Failed"}, {answers.SourceLog, "Redeploy", "Failed"},
		{answers.SourceNetwork, "NATGateway", "Missing"}, {answers.SourceSecurityGroup, "Rules", "Allow"}, {answers.SourceSecurityGroup, "Read", "Whole"},
	} {
		if !has(s, arm.Alone, want[0], want[1], want[2]) {
			t.Errorf("there is no fact %v in %+v", want, s.Facts)
		}
	}
	if !slices.ContainsFunc(s.Facts, func(f snapshot.Fact) bool { return f.Source == snapshot.ChangeSource && f.Message == "nat" }) || len(s.Gaps) > 0 {
		t.Errorf("gaps %+v, facts %+v", s.Gaps, s.Facts)
	}
	server, s = arm.New(t), alone()
	server.Replace("/networkinterfaces/", arm.Reply{Status: 403})
	wayOut(t, server, s, true)
	if len(s.Gaps) != 1 || s.Gaps[0].Subject() != "network interface aks-alone-nic of aks-alone" || has(s, arm.Alone, answers.SourceSecurityGroup, "Read", "Whole") {
		t.Errorf("gaps %+v, facts %+v", s.Gaps, s.Facts)
	}
}

// That nothing denies the way out is known only where every network security group of the node was read and understood.
func TestWhatStandsOnTheWayOut(t *testing.T) {
	deny := arm.Rule("lock-down", 200, "Deny", "443", "Internet")
	for name, c := range map[string]struct {
		subnet, rules  string
		refused        string
		status, route  string
		whole, unclear bool
	}{
		"the usual rules":  {subnet: `"x":1`, status: "Allow", whole: true},
		"a rule denies":    {subnet: `"x":1`, rules: deny, status: "Deny", whole: true},
		"a route table":    {subnet: arm.WithRouteTable(), status: "Allow", whole: true, route: "VirtualAppliance"},
		"a part is denied": {subnet: `"x":1`, rules: arm.Rule("sql", 200, "Deny", "*", "Sql"), unclear: true},
		"no right":         {subnet: `"x":1`, refused: "/networksecuritygroups/"},
		"no right to it":   {subnet: arm.WithRouteTable(), refused: "/subnets/"},
	} {
		server, s := arm.New(t), sick(0, 1)
		server.Replace("/subnets/", arm.Reply{Body: arm.Subnet(c.subnet)})
		server.Replace("/networksecuritygroups/", arm.Reply{Body: arm.SecurityGroup(c.rules)})
		if c.refused != "" {
			server.Replace(c.refused, arm.Reply{Status: 403})
		}
		wayOut(t, server, s, true)
		for _, status := range []string{"Allow", "Deny"} {
			if has(s, second, answers.SourceSecurityGroup, "Rules", status) != (status == c.status) {
				t.Errorf("%s: %s in %+v", name, status, s.Facts)
			}
		}
		if has(s, first, answers.SourceSecurityGroup, "Read", "Whole") != c.whole || has(s, first, answers.SourceSecurityGroup, answers.UnclearRules, "Unclear") != c.unclear || has(s, first, answers.SourceNetwork, "DefaultRoute", c.route) != (c.route != "") || (len(s.Gaps) > 0) != (c.refused != "") {
			t.Errorf("%s: gaps %+v, facts %+v", name, s.Gaps, s.Facts)
		}
	}
}
