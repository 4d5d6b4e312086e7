package azure_test

import (
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/azure/answers"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv/arm"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv/program"
)

// The login of a real Azure CLI is the one that Azure is asked with, and printed commands that only read run against the same
// server.
func TestTheLoginOfARealAzureCLI(t *testing.T) {
	az := program.Find(t, "az")
	server := arm.New(t)
	server.Config.ErrorLog = silent()
	env := server.SignIn(t, az)
	for _, pair := range env {
		name, value, _ := strings.Cut(pair, "=")
		t.Setenv(name, value)
	}
	server.Log = arm.Operation(0, "redeploy", `{"error":{"code":"AllocationFailed","message":"none left"}}`, now.Add(-50*time.Minute), time.Minute)
	s := sick(0)
	var asked azure.Asked
	e := &azure.Enricher{Access: azure.Access{Timeout: 5 * time.Minute, Transport: server.Client().Transport, Getenv: os.Getenv, Report: func(a azure.Asked) { asked = a }}}
	e.Enrich(t.Context(), s)
	if len(s.Gaps) > 0 || asked.Credential != "Azure CLI" || !has(s, first, answers.SourceLog, "Redeploy", "Failed") || !has(s, first, answers.SourceVM, "PowerState", "running") {
		t.Fatalf("asked as %q, gaps %+v, facts %+v", asked.Credential, s.Gaps, s.Facts)
	}
	runPrinted(t, server, env)
}

// printed is what the test knows of printed commands that have a text in them: what they print, or why they cannot be run here.
type printed struct{ part, want, not string }

// noAnswer is for what the server has no answer to.
const noAnswer = "the server has no answer to it"

// printedCommands are about all commands of the table that only read: the longest part that a command has counts.
var printedCommands = []printed{
	{part: "az vmss get-instance-view", want: "PowerState/running"},
	{part: "az vm get-instance-view", want: "PowerState/running"},
	{part: "outbound:networkProfile.outboundType", want: `"outbound": "loadBalancer"`},
	{part: "--query servicePrincipalProfile.clientId", want: "msi"},
	{part: "{cluster:identity,kubelet:identityProfile.kubeletidentity}", want: `"clientId": "k1"`},
	{part: "version:kubernetesVersion", want: `"version": "1.33.2"`},
	{part: "--query oidcIssuerProfile.issuerUrl", want: "https://oidc.example/shop"},
	{part: "az vmss identity show", want: `"clientId": "k1"`},
	{part: "?status.value=='Failed'", want: "AllocationFailed"},
	{part: "Microsoft.Network/') ||", want: "Microsoft.Network/routeTables/write"},
	{part: "'delete') ||", want: "virtualmachines/delete"},
	{part: "Microsoft.Compute/') ||", want: "virtualmachines/redeploy"},
	{part: "'deallocate') ||", want: "virtualmachines/deallocate"},
	{part: "az vmss list-instances", want: "aks-user-15776247-vmss000002"},
	{part: "az aks nodepool show", want: `"count": 3`},
	{part: "{kubelet:kubeletConfig,linux:linuxOsConfig}", want: `"kubelet": null`},
	{part: "az aks nodepool list", want: "user"},
	{part: "az vmss show", want: `"capacity": 3`},
	{part: "az group show", want: "Succeeded"},
	{part: "{nat:natGateway.id", want: "networkSecurityGroups/nsg-nodes"},
	{part: "delegations:delegations[].serviceName", want: "networkSecurityGroups/nsg-nodes"},
	{part: "az network lb outbound-rule list", want: "aksOutboundRule"},
	{part: "az lock list", want: "[]"},
	{part: "az account show", want: arm.Tenant},
	{part: "{name:name,state:state}", want: "Enabled"},
	{part: "az vm list-usage", want: "Total Regional vCPUs"},
	{part: "az vm list-skus", want: "NotAvailableForSubscription"},
	{part: "run-command invoke", not: "it runs a script in a VM, and the server has none that run one"},
	{part: "az ad ", not: "it asks Microsoft Graph, which the server is not"},
	{part: "az aks machine list", not: "it needs a newer Azure CLI than Debian has"},
	{part: "az aks operation show-latest", not: "it needs a newer Azure CLI than Debian has, and an extension"},
	{part: "az monitor log-analytics query", not: "it needs an extension"},
	{part: "bootstrapProfile", not: "the API that Debian's Azure CLI asks has no such property"},
	{part: "az identity show", not: noAnswer},
	{part: "az policy assignment list", not: noAnswer},
	{part: "az role assignment list", not: noAnswer},
	{part: "az provider list", not: noAnswer},
	{part: "az network list-usages", not: noAnswer},
	{part: "az monitor metrics list", not: noAnswer},
	{part: "az aks get-upgrades", not: noAnswer},
	{part: "az aks nodepool get-upgrades", not: noAnswer},
}

// runPrinted runs each command of the table that only reads, and compares what it prints with what its step is for.
func runPrinted(t *testing.T, server *arm.Server, env []string) {
	t.Helper()
	table, err := knowledge.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	server.Replace("/loadbalancers/kubernetes", arm.Reply{Body: `{"id":"/x/kubernetes","name":"kubernetes","properties":{"outboundRules":[{"id":"/x/aksOutboundRule","name":"aksOutboundRule","properties":{"protocol":"All"}}]}}`})
	recent := time.Now().Add(-time.Hour)
	for _, verb := range []string{"deallocate", "delete"} {
		server.Log = append(server.Log, arm.Operation(1, verb, "", recent, time.Minute)...)
	}
	server.Log = append(server.Log, arm.Changed(arm.Group, "Microsoft.Network/routeTables/rt", "write", recent))
	env = slices.Concat(env, []string{
		"SUBSCRIPTION=" + arm.Subscription, "NODE_RG=" + arm.Group, "VMSS=" + arm.ScaleSet, "INSTANCE_ID=0", "VM=" + arm.Alone, "CLUSTER=shop", "CLUSTER_RG=rg-shop", "POOL=user",
		"LOCATION=uksouth", "VM_SIZE=" + arm.Size, "SUBNET_ID=" + arm.SubnetID,
	})
	known, ran := map[string]bool{}, map[string]bool{}
	for _, e := range table.Entries() {
		for _, step := range e.NextSteps {
			if step.Mutates || !strings.HasPrefix(step.Command, "az ") || ran[step.Command] {
				continue
			}
			ran[step.Command] = true
			c := printedCommand(step.Command)
			known[c.part] = true
			if c.part == "" {
				t.Errorf("nothing is known of what this prints: %s", step.Command)
			}
			if c.want != "" {
				runOne(t, env, step.Command, c.want)
			}
		}
	}
	for _, c := range printedCommands {
		if !known[c.part] {
			t.Errorf("no command has %q", c.part)
		}
	}
}

// printedCommand returns what is known of a command.
func printedCommand(command string) (found printed) {
	for _, c := range printedCommands {
		if strings.Contains(command, c.part) && len(c.part) > len(found.part) {
			found = c
		}
	}
	return found
}

// runOne runs a command, which has to print something.
func runOne(t *testing.T, env []string, command, want string) {
	t.Helper()
	run := exec.CommandContext(t.Context(), "sh", "-c", command)
	run.Env = env
	if text, err := run.CombinedOutput(); err != nil || !strings.Contains(string(text), want) {
		t.Errorf("%s: %v, without %q\n%s", command, err, want, text)
	}
}
