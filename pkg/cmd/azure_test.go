package cmd

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure/answers"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/dump"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv/arm"
)

// signedIn is a credential that works.
type signedIn struct{}

func (signedIn) GetToken(context.Context, policy.TokenRequestOptions) (azcore.AccessToken, error) {
	return azcore.AccessToken{Token: "zebra-token", ExpiresOn: time.Now().Add(time.Hour)}, nil
}

// sickNode is a node of the fake Azure, on which a redeploy has failed without a code.
const sickNode = `{"apiVersion":"v1","kind":"List","items":[
{"apiVersion":"v1","kind":"Node","metadata":{"name":"%[1]s","creationTimestamp":"2026-05-01T00:00:00Z","labels":{"kubernetes.azure.com/agentpool":"user","topology.kubernetes.io/region":"uksouth","topology.kubernetes.io/zone":"uksouth-2","node.kubernetes.io/instance-type":"Standard_D8ds_v5"}},
 "spec":{"providerID":"azure:///subscriptions/%[2]s/resourceGroups/%[3]s/providers/Microsoft.Compute/virtualMachineScaleSets/%[4]s/virtualMachines/0"},
 "status":{"conditions":[{"type":"Ready","status":"Unknown","reason":"NodeStatusUnknown","lastHeartbeatTime":"2026-05-19T20:59:00Z","lastTransitionTime":"2026-05-19T21:00:00Z"}],"capacity":{"cpu":"8"},"nodeInfo":{"operatingSystem":"linux","systemUUID":"u"}}},
{"apiVersion":"v1","kind":"Event","metadata":{"name":"a","namespace":"default"},"involvedObject":{"kind":"Node","name":"%[1]s"},"reason":"NodeRedeployStart","lastTimestamp":"2026-05-19T21:10:00Z"},
{"apiVersion":"v1","kind":"Event","metadata":{"name":"b","namespace":"default"},"involvedObject":{"kind":"Node","name":"%[1]s"},"reason":"NodeRedeployError","lastTimestamp":"2026-05-19T21:12:00Z",
 "message":"Node auto-repair redeploy action failed due to an operation failure. Learn more: aka.ms/aks/node-auto-repair-errors"}]}`

// asking returns the questions to a fake Azure whose log has the failed redeploy, and a dump of the node.
func asking(t *testing.T) (server *arm.Server, ask []snapshot.Enricher, file string) {
	t.Helper()
	server = arm.New(t)
	at := time.Date(2026, 5, 19, 21, 10, 0, 0, time.UTC)
	server.Log = slices.Concat(arm.Operation(0, "redeploy", `{"error":{"code":"ResourceOperationFailure","details":[{"code":"AllocationFailed","message":"none left for zebra@contoso.example"}]}}`, at, 2*time.Minute),
		[]string{arm.Changed(arm.NetworkGroup, "Microsoft.Network/natGateways/nat-egress7", "delete", at.Add(-20*time.Minute))})
	server.NewStorage(t, "[ 1.0] Out of memory: Killed process 7 (orchard9)\r\n[ 2.0] Kernel panic - not syncing: at 203.0.113.7 of zebra@contoso.example\r\n")
	settings := server.Settings(t)
	file = filepath.Join(t.TempDir(), "dump.json")
	text := fmt.Sprintf(sickNode, arm.ScaleSet+"000000", arm.Subscription, arm.Group, arm.ScaleSet)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return server, []snapshot.Enricher{&azure.Enricher{Access: azure.Access{
		Credential: signedIn{}, Transport: server.Client().Transport, Timeout: time.Minute,
		Getenv: func(name string) string { return map[string]string{"AZURE_CONFIG_DIR": settings}[name] },
	}, Depends: func(*snapshot.Snapshot) []string {
		return []string{answers.SourceNetwork, answers.SourceQuota, answers.SourceSize}
	}, Console: true}}, file
}

// The code that the event of a repair has not is that of its operation; that nothing locks the group rules causes out.
func TestAzureHasTheCodeThatTheEventHasNot(t *testing.T) {
	_, ask, file := asking(t)
	args := []string{"-f", file, "--at", "2026-05-19T22:00:00Z"}
	if plain := diagnosed(t, nil, args...); !strings.Contains(plain, "(NoCode)") {
		t.Errorf("without Azure:\n%s", plain)
	}
	for _, more := range [][]string{nil, {"--details"}, {"--details", arm.ScaleSet + "000000"}, {"-o", "json"}, {"-o", "markdown"}, {"-o", "html"}} {
		out := diagnosed(t, ask, slices.Concat(args, more)...)
		if !strings.Contains(out, "AllocationFailed") || strings.Contains(out, "NoCode)") || strings.Contains(out, "Read=Whole") || strings.Contains(out, "zebra") {
			t.Errorf("with Azure and %v:\n%s", more, out)
		}
		if len(more) == 2 && !strings.Contains(strings.Join(strings.Fields(out), " "), "in zone 2") {
			t.Errorf("with %v it does not say how the size is restricted:\n%s", more, out)
		}
		// The overview has no attempts.
		if strings.Contains(out, "redeploy-0-") != (len(more) > 1) {
			t.Errorf("the correlation ID with %v:\n%s", more, out)
		}
	}
}

// What was read is saved as facts, and gives the same diagnosis; redacted it has no name.
func TestAnswersOfAzureAreSavedAndRedacted(t *testing.T) {
	server, ask, file := asking(t)
	server.Replace("/locks", arm.Reply{Status: 403, Body: fmt.Sprintf(`{"error":{"code":"AuthorizationFailed","message":"The client 'zebra@contoso.example' does not have authorization to perform action 'Microsoft.Authorization/locks/read' over scope '/subscriptions/%s/resourceGroups/%s' or the scope is invalid."}}`, arm.Subscription, arm.Group)})
	server.Replace("/subnets/", arm.Reply{Body: arm.Subnet(arm.WithRouteTable())})
	server.Replace("/networksecuritygroups/", arm.Reply{Body: strings.ReplaceAll(arm.SecurityGroup(arm.Rule("orchard9", 200, "Deny", "443", "203.0.113.7")), "nsg-nodes", "plum-tree")})
	server.Replace("/routetables/", arm.Reply{Body: `{"id":"x","name":"pear-tree","type":"Microsoft.Network/routeTables","properties":{"routes":[{"properties":{"addressPrefix":"0.0.0.0/0","nextHopType":"None"}}]}}`})
	kept := filepath.Join(t.TempDir(), "evidence.tgz")
	args := []string{"-f", file, "--at", "2026-05-19T22:00:00Z", "-o", "json"}
	before := diagnosed(t, ask, slices.Concat(args, []string{"--save", kept})...)
	asked := len(server.Requests())
	if after := diagnosed(t, ask, "-f", dump.IncompleteName(kept), "-o", "json"); after != before || len(server.Requests()) != asked {
		t.Errorf("the saved facts give another diagnosis, or Azure was asked again:\n%s\nwant\n%s", after, before)
	}
	facts := memberOf(t, dump.IncompleteName(kept), "facts.json")
	for _, never := range []string{"zebra", "claims", "appid", "7319c514", "caller\"", "203.0.113"} {
		if strings.Contains(facts, never) {
			t.Errorf("the saved facts have %s: %s", never, facts)
		}
	}
	for _, name := range []string{"orchard9", "plum-tree", "pear-tree"} {
		if !strings.Contains(facts, name) {
			t.Errorf("the saved facts do not have %s: %s", name, facts)
		}
	}
	hidden := diagnosed(t, ask, slices.Concat(args, []string{"--redact", "--save", kept, "--force"})...)
	for _, text := range []string{hidden, memberOf(t, dump.IncompleteName(kept), "facts.json"), memberOf(t, dump.IncompleteName(kept), "manifest.json")} {
		for _, never := range []string{"zebra", arm.Subscription, arm.ScaleSet, arm.Group, "contoso", "redeploy-0-", "orchard9", "plum", "pear"} {
			if strings.Contains(strings.ToLower(text), never) {
				t.Errorf("redacted it has %s: %s", never, text)
			}
		}
	}
	if !strings.Contains(hidden, "Microsoft.Network/natGateways") || strings.Contains(hidden, "nat-egress7") {
		t.Errorf("redacted it has lost what was changed, or shows its name: %s", hidden)
	}
	for _, kept := range []string{"AllocationFailed", "NotAvailableForSubscription", "size-not-offered-here"} {
		if !strings.Contains(hidden, kept) {
			t.Errorf("redacted it has lost %s: %s", kept, hidden)
		}
	}
}

// The serial log of a node that is named is shown, saved without addresses, and gives the same diagnosis; redacted it has no name.
func TestASerialLogIsShownSavedAndRedacted(t *testing.T) {
	server, ask, file := asking(t)
	kept := filepath.Join(t.TempDir(), "evidence.tgz")
	args := []string{"-f", file, "--at", "2026-05-19T22:00:00Z", arm.ScaleSet + "000000"}
	for _, more := range [][]string{{"--details"}, {"-o", "json"}, {"-o", "html"}} {
		out := diagnosed(t, ask, slices.Concat(args, more)...)
		for _, want := range []string{"Kernel panic", "Out of memory: Killed process 7", "2 of 2 lines show a fault"} {
			if !strings.Contains(strings.Join(strings.Fields(out), " "), want) {
				t.Errorf("with %v there is no %q:\n%s", more, want, out)
			}
		}
		if strings.Contains(out, "203.0.113") || strings.Contains(out, "zebra") {
			t.Errorf("with %v it has an address or a secret:\n%s", more, out)
		}
	}
	args = append(args, "-o", "json", "--save", kept, "--force")
	before := diagnosed(t, ask, args...)
	asked := len(server.Requests())
	if after := diagnosed(t, ask, "-f", kept, "-o", "json"); after != before || len(server.Requests()) != asked {
		t.Errorf("the saved facts give another diagnosis, or Azure was asked again:\n%s\nwant\n%s", after, before)
	}
	hidden := diagnosed(t, ask, slices.Concat(args, []string{"--redact"})...) + memberOf(t, kept, "facts.json")
	if !strings.Contains(hidden, "Kernel panic - not syncing") || strings.Contains(hidden, "orchard9") || strings.Contains(hidden, "zebra") {
		t.Errorf("redacted it is %s", hidden)
	}
}
