package knowledge

import (
	"os/exec"
	"strings"
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv/program"
)

// fakeCluster answers the queries of the shipped variables like a cluster with a virtual
// node, a scale set and a single VM. Azure writes names in another case.
const fakeCluster = `
kubectl() {
  case "$*" in
  'get --raw /api/v1/nodes?limit=50')
    printf '{"items":[{"spec":{"providerID":"azure:///subscriptions/9/virtual"}},{"spec":{"providerID":"%s"}},{"spec":{"providerID":"azure:///later"}}]}' "$SCALE_SET_NODE" ;;
  'get node node-vmss -o jsonpath={.spec.providerID}') printf %s "$SCALE_SET_NODE" ;;
  'get node node-vm -o jsonpath={.spec.providerID}') printf %s "$VM_NODE" ;;
  *agentpool*) printf pool1 ;;
  *nodeclaims*) printf claim1 ;;
  *) return 1 ;;
  esac
}
az() {
  case "$*" in
  'aks list --subscription sub1 --query [].[nodeResourceGroup,name] -o tsv') printf 'MC_other\tother\nmc_RG_one\tcluster1\n' ;;
  'aks list --subscription sub1 --query [].[nodeResourceGroup,resourceGroup] -o tsv') printf 'MC_other\trg0\nmc_RG_one\trg1\n' ;;
  'aks show --subscription sub1 -g rg1 -n cluster1 --query '*) printf 'value of %s\n' "${10}" ;;
  'vmss show '*) printf '/subnet\n' ;;
  *) return 1 ;;
  esac
}
SCALE_SET_NODE=azure:///subscriptions/sub1/resourceGroups/MC_rg_one/providers/Microsoft.Compute/virtualMachineScaleSets/aks-np-1-vmss/virtualMachines/46
VM_NODE=azure:///subscriptions/sub1/resourceGroups/MC_rg_one/providers/microsoft.compute/virtualmachines/aks-vms-1
`

// setUp runs the setup lines of the shipped table for a node and returns the variables.
func setUp(t *testing.T, node string) map[string]string {
	t.Helper()
	table := builtin(t)
	var uses, show []string
	for _, v := range table.Variables() {
		uses = append(uses, `echo "$`+v.Name+`"`)
		show = append(show, `echo "`+v.Name+` $`+v.Name+`"`)
	}
	lines := table.Setup(uses, map[string]string{"NODE": node})
	script := fakeCluster + strings.Join(lines, "\n") + "\n" + strings.Join(show, "\n")
	out, err := exec.Command(program.Find(t, "sh"), "-c", script).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	values := map[string]string{}
	for _, line := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		name, value, _ := strings.Cut(line, " ")
		values[name] = value
	}
	return values
}

func TestSetupFindsTheFactsOfANode(t *testing.T) {
	tests := map[string]map[string]string{
		"node-vmss": {"VMSS": "aks-np-1-vmss", "INSTANCE_ID": "46", "VM": "aks-np-1-vmss_46"},
		"node-vm":   {"VMSS": "", "INSTANCE_ID": "", "VM": "aks-vms-1"},
	}
	always := map[string]string{
		"SUBSCRIPTION": "sub1", "NODE_RG": "MC_rg_one", "CLUSTER": "cluster1", "CLUSTER_RG": "rg1", "POOL": "pool1",
		"NODECLAIM": "claim1", "SUBNET_ID": "/subnet", "WORKSPACE": "",
	}
	for node, want := range tests {
		t.Run(node, func(t *testing.T) {
			got := setUp(t, node)
			for name, value := range always {
				want[name] = value
			}
			for name, value := range want {
				if got[name] != value {
					t.Errorf("%s is %q, want %q", name, got[name], value)
				}
			}
		})
	}
}

func TestSetupLineOfAnUnknownNodeStopsWhatWouldChangeIt(t *testing.T) {
	table := builtin(t)
	command := `kubectl delete node "${NODE:?}"`
	lines := strings.Join(table.Setup([]string{command}, nil), "\n")
	if got := traced(t, lines+"\n"+command, map[string]string{"NODE": "left-from-before"}); got != "" {
		t.Errorf("after\n%s\nthe command calls %s", lines, got)
	}
}
