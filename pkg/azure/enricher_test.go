package azure_test

import (
	"context"
	"fmt"
	"io"
	"log"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure/answers"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv/arm"
)

var now = time.Date(2026, 5, 19, 22, 0, 0, 0, time.UTC)

// secret is a token that must not be seen anywhere but in a request to the server.
const secret = "zebra-token"

type credential struct{}

func (credential) GetToken(context.Context, policy.TokenRequestOptions) (azcore.AccessToken, error) {
	return azcore.AccessToken{Token: secret, ExpiresOn: time.Now().Add(time.Hour)}, nil
}

// sick returns a snapshot with nodes that have been NotReady for an hour.
func sick(instances ...int) *snapshot.Snapshot {
	s := &snapshot.Snapshot{TakenAt: now, NodesListed: true, EventsListed: true}
	for _, i := range instances {
		id := fmt.Sprintf("azure:///subscriptions/%s/resourceGroups/%s/providers/Microsoft.Compute/virtualMachineScaleSets/%s/virtualMachines/%d", arm.Subscription, arm.Group, arm.ScaleSet, i)
		s.Nodes = append(s.Nodes, corev1.Node{
			ObjectMeta: metav1.ObjectMeta{Name: answers.NodeName(arm.ScaleSet, strconv.Itoa(i)), CreationTimestamp: metav1.NewTime(now.Add(-48 * time.Hour))},
			Spec:       corev1.NodeSpec{ProviderID: id},
			Status: corev1.NodeStatus{Conditions: []corev1.NodeCondition{{
				Type: corev1.NodeReady, Status: corev1.ConditionUnknown, LastTransitionTime: metav1.NewTime(now.Add(-time.Hour)),
			}}},
		})
	}
	s.Scan = snapshot.Statuses(s.Nodes)
	return s
}

// enrich asks the server about a snapshot.
func enrich(t testing.TB, server *arm.Server, s *snapshot.Snapshot, timeout time.Duration) azure.Asked {
	t.Helper()
	return enrichWith(t, server, s, func(e *azure.Enricher) { e.Timeout = timeout })
}

// enrichWith asks with other settings than the usual ones.
func enrichWith(t testing.TB, server *arm.Server, s *snapshot.Snapshot, set func(*azure.Enricher)) azure.Asked {
	t.Helper()
	var asked azure.Asked
	settings := server.Settings(t)
	e := &azure.Enricher{Access: azure.Access{
		Timeout: time.Minute, Credential: credential{}, Transport: server.Client().Transport, Report: func(a azure.Asked) { asked = a },
		Getenv: func(name string) string { return map[string]string{"AZURE_CONFIG_DIR": settings}[name] },
	}}
	set(e)
	e.Enrich(t.Context(), s)
	for _, r := range server.Requests() {
		if r.Method != http.MethodGet && !strings.HasSuffix(r.Path, "/retrievebootdiagnosticsdata") || r.Authorization != "Bearer "+secret {
			t.Errorf("a request %s with %q", r.Method, r.Authorization)
		}
	}
	for _, text := range []string{fmt.Sprint(s.Facts), fmt.Sprint(s.Gaps)} {
		if strings.Contains(text, "zebra") {
			t.Errorf("a secret or a name: %s", text)
		}
	}
	return asked
}

// silent is a log of a server that nobody reads.
func silent() *log.Logger { return log.New(io.Discard, "", 0) }

// has says whether there is a fact; an empty node is any.
func has(s *snapshot.Snapshot, node, source, kind, status string) bool {
	return slices.ContainsFunc(s.Facts, func(f snapshot.Fact) bool {
		return (node == "" || f.Node == node) && f.Source == source && f.Type == kind && f.Status == status
	})
}

const first, second = "aks-user-15776247-vmss000000", "aks-user-15776247-vmss000001"

func TestAllThatAzureKnowsIsRead(t *testing.T) {
	server := arm.New(t)
	server.Log = slices.Concat(arm.Operation(0, "redeploy", `{"error":{"code":"AllocationFailed","message":"none left"}}`, now.Add(-50*time.Minute), time.Minute),
		arm.Operation(2, "restart", "", now.Add(-55*time.Minute), time.Minute))
	server.PageSize = 1 // an operation is in two pages
	s := sick(0, 1)
	asked := enrich(t, server, s, time.Minute)
	for _, want := range [][4]string{
		{first, answers.SourceLog, "Redeploy", "Failed"}, {first, answers.SourceVM, "PowerState", "running"}, {second, answers.SourceVM, "Agent", "Ready"},
		{first, "azure-cluster", "PowerState", "Running"}, {first, "azure-scale-set", "ProvisioningState", "succeeded"}, {first, "azure-pool", "ProvisioningState", "Succeeded"},
		{first, answers.SourceLog, "Read", "Whole"}, {second, answers.SourceLock, "Read", "Whole"}, {second, answers.SourceVM, "Read", "Whole"},
	} {
		node := want[0]
		if want[1] == "azure-cluster" {
			node = ""
		}
		if !has(s, node, want[1], want[2], want[3]) {
			t.Errorf("there is no fact %v in %+v", want, s.Facts)
		}
	}
	if slices.ContainsFunc(s.Facts, func(f snapshot.Fact) bool { return f.Node != "" && f.Node != first && f.Node != second }) {
		t.Error("there are facts about a node that nobody asked about")
	}
	if len(s.Gaps) > 0 || asked.Requests != 14 || asked.Subscription != arm.Subscription || len(server.Requests()) != asked.Requests {
		t.Errorf("gaps %v, asked %+v in %d requests", s.Gaps, asked, len(server.Requests()))
	}
	for _, r := range server.Requests() {
		if strings.Contains(r.Filter, arm.Group) && r.Filter != "eventTimestamp ge '2026-05-19T20:00:00Z' and eventTimestamp le '2026-05-19T22:00:00Z' and resourceGroupName eq 'mc_shop_prod_uksouth'" {
			t.Errorf("the log was asked for %q", r.Filter)
		}
	}
}

// A log can lag by 15 minutes, and shows nothing where it does not reach or where the group cannot be read.
func TestAYoungLogProvesNothing(t *testing.T) {
	at := func(ago time.Duration) *snapshot.Snapshot {
		s := sick(0)
		s.Nodes[0].Status.Conditions[0].LastTransitionTime = metav1.NewTime(now.Add(-ago))
		return s
	}
	event := corev1.Event{InvolvedObject: corev1.ObjectReference{Kind: "Node", Name: first}, Reason: "NodeRebootStart", LastTimestamp: metav1.NewTime(now.Add(-5 * time.Minute))}
	recent := at(time.Hour)
	recent.Events = []corev1.Event{event}
	for name, c := range map[string]struct {
		s     *snapshot.Snapshot
		part  string
		reply arm.Reply
		whole bool
	}{
		"old":              {s: at(time.Hour), whole: true},
		"young":            {s: at(10 * time.Minute)},
		"a young attempt":  {s: recent},
		"out of its reach": {s: at(100 * 24 * time.Hour)},
		"no right":         {s: at(time.Hour), part: "/resourcegroups/mc_shop_prod_uksouth", reply: arm.Reply{Status: 403}},
		"a page missing":   {s: at(time.Hour), part: "/eventtypes/", reply: arm.Reply{Body: `{"value":[],"nextLink":"https://example.com/x"}`}},
	} {
		t.Run(name, func(t *testing.T) {
			server := arm.New(t)
			if c.part != "" {
				server.Replace(c.part, c.reply)
			}
			enrich(t, server, c.s, time.Minute)
			if got := has(c.s, first, answers.SourceLog, "Read", "Whole"); got != c.whole {
				t.Errorf("the log is whole: %t, want %t", got, c.whole)
			}
		})
	}
}

func TestWhatIsNotThereIsAnAnswer(t *testing.T) {
	for name, r := range map[string]arm.Reply{
		"404":        {Status: 404, Body: `{"error":{"code":"NotFound","message":"The entity was not found."}}`},
		"not active": {Status: 400, Body: `{"error":{"code":"InvalidParameter","message":"The provided instanceId 0 is not an active Virtual Machine Scale Set VM instanceId."}}`},
	} {
		server := arm.New(t)
		server.Replace("/virtualmachines/0", r)
		s := sick(0, 1)
		enrich(t, server, s, time.Minute)
		if !has(s, first, answers.SourceVM, "Exists", "False") || has(s, second, answers.SourceVM, "Exists", "False") || len(s.Gaps) > 0 {
			t.Errorf("%s: facts %+v, gaps %v", name, s.Facts, s.Gaps)
		}
	}
}

// What does not answer costs no more than the limit, and what answered is there.
func TestOneLimitForAll(t *testing.T) {
	server := arm.New(t)
	server.Replace("/eventtypes/", arm.Reply{Hang: true})
	server.Replace("/locks", arm.Reply{Hang: true})
	s := sick(0)
	begin := time.Now()
	enrich(t, server, s, 500*time.Millisecond)
	if took := time.Since(begin); took > 5*time.Second {
		t.Errorf("it took %s", took)
	}
	if len(s.Gaps) != 1 || s.Gaps[0].Reason != "Azure did not answer within 500ms." || len(s.Gaps[0].Subjects) != 4 {
		t.Errorf("the gaps are %+v", s.Gaps)
	}
	if !has(s, first, answers.SourceVM, "PowerState", "running") {
		t.Error("what answered is lost")
	}
}

func TestManyNodesOfOneSetAreOneList(t *testing.T) {
	server := arm.New(t)
	server.VMs = 600
	var instances []int
	for i := range 50 {
		instances = append(instances, i*3)
	}
	instances = append(instances, 700)
	s := sick(instances...)
	asked := enrich(t, server, s, time.Minute)
	if asked.Requests > 12 || len(s.Gaps) > 0 {
		t.Errorf("%d requests, gaps %v", asked.Requests, s.Gaps)
	}
	gone := answers.NodeName(arm.ScaleSet, "700")
	if !has(s, gone, answers.SourceVM, "Exists", "False") || !has(s, answers.NodeName(arm.ScaleSet, "147"), answers.SourceVM, "PowerState", "running") || has(s, second, answers.SourceVM, "PowerState", "running") {
		t.Error("the list is not read as it should be")
	}
}

func TestNothingIsAskedWithoutNeed(t *testing.T) {
	server := arm.New(t)
	ready := sick(0)
	ready.Nodes[0].Status.Conditions[0].Status = corev1.ConditionTrue
	elsewhere := sick(0)
	elsewhere.Nodes[0].Spec.ProviderID = "aws:///eu-west-1a/i-0"
	for name, s := range map[string]*snapshot.Snapshot{"all is well": ready, "no VM of Azure": elsewhere, "no node": {TakenAt: now}} {
		enrich(t, server, s, time.Minute)
		if len(server.Requests()) > 0 || len(s.Gaps) > 0 {
			t.Errorf("%s: %v, %v", name, server.Requests(), s.Gaps)
		}
	}
}

// A node that AKS removed is asked about as the others are.
func TestRemovedNodesAreAskedAbout(t *testing.T) {
	server := arm.New(t)
	s := sick(0)
	removed := answers.NodeName(arm.ScaleSet, "9")
	s.Events = []corev1.Event{{InvolvedObject: corev1.ObjectReference{Kind: "Node", Name: removed}, Reason: "NodeRedeployStart", LastTimestamp: metav1.NewTime(now.Add(-3 * time.Hour))}}
	enrich(t, server, s, time.Minute)
	if !has(s, removed, answers.SourceVM, "Exists", "False") || !has(s, removed, answers.SourceLog, "Read", "Whole") {
		t.Errorf("the facts are %+v", s.Facts)
	}
}
