package knowledge

import (
	"bytes"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge/shell"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv/program"
)

// sampleValues are values for every variable of the shipped table but the listed ones.
func sampleValues(table *Table) map[string]string {
	values := map[string]string{
		"NODE": "aks-np-12345678-vmss00000a", "NODE_RG": "MC_rg_aks_uksouth", "VMSS": "aks-np-12345678-vmss",
		"INSTANCE_ID": "10", "SUBSCRIPTION": "00000000-0000-0000-0000-000000000000",
	}
	for _, v := range table.Variables() {
		if values[v.Name] == "" {
			values[v.Name] = "x-" + strings.ToLower(v.Name)
		}
	}
	return values
}

// commands returns all commands of the shipped table with whether they change something, and
// the queries of its variables.
func commands(table *Table) map[string]bool {
	all := map[string]bool{}
	for _, e := range table.Entries() {
		for _, s := range e.NextSteps {
			if s.Command != "" {
				all[s.Command] = s.Mutates
			}
		}
	}
	for _, v := range table.Variables() {
		if v.Query != "" {
			all[v.Query] = false
		}
	}
	return all
}

// traced runs a shell line in which az and kubectl only say how they were called. It
// returns what they said.
func traced(t *testing.T, line string, values map[string]string) string {
	t.Helper()
	const fakes = `say() { printf '%s' "$1" >&3; shift; for a; do printf ' <%s>' "$a" >&3; done; echo >&3; }
az() { say az "$@"; echo made-up; }
kubectl() { say kubectl "$@"; echo made-up; }
`
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = read.Close() }()
	cmd := exec.Command(program.Find(t, "sh"), "-c", fakes+line)
	cmd.Dir, cmd.Env = t.TempDir(), []string{"PATH=" + os.Getenv("PATH")} // some write files
	for name, value := range values {
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	cmd.ExtraFiles = []*os.File{write}
	_ = cmd.Run() // a made-up answer may well make a pipe fail
	_ = write.Close()
	var out bytes.Buffer
	if _, err := out.ReadFrom(read); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestEveryCommandIsWellFormedForTheShell(t *testing.T) {
	program.Find(t, "sh")
	table := builtin(t)
	for command := range commands(table) {
		for _, line := range []string{command, table.Fill(command, sampleValues(table))} {
			for _, shell := range []string{"sh", "bash"} {
				if out, err := exec.Command(shell, "-n", "-c", line).CombinedOutput(); err != nil {
					t.Errorf("%s refuses %s\n%s", shell, line, out)
				}
			}
		}
	}
}

func TestFilledCommandsCallTheSameAsCommandsWithVariablesSet(t *testing.T) {
	table := builtin(t)
	values := sampleValues(table)
	for command := range commands(table) {
		want := traced(t, command, values)
		got := traced(t, table.Fill(command, values), nil)
		if got != want || want == "" {
			t.Errorf("%s\nfilled calls\n%swith variables it calls\n%s", command, got, want)
		}
	}
}

func TestACommandDoesNothingWhileAVariableIsEmpty(t *testing.T) {
	table := builtin(t)
	for command := range commands(table) {
		line := shell.Parse(command)
		if len(line.Assigned) > 0 && !changes(command) {
			continue // a query, whose variable stays empty
		}
		for _, use := range line.Uses {
			values := sampleValues(table)
			if _, ok := values[use.Name]; !ok || line.Assigned[use.Name] {
				continue
			}
			values[use.Name] = ""
			if calls := traced(t, command, values); calls != "" {
				t.Errorf("with %s empty\n%s\ncalls\n%s", use.Name, command, calls)
			}
		}
	}
}

// mutating are the calls that change a cluster or Azure.
var mutating = regexp.MustCompile(`(?:^|\s<?)(?:delete|delete-machines|drain|cordon|uncordon|scale|start|restart|reimage|redeploy|rotate-certs|` +
	`reapply|post|put|register|operation-abort|update|update-instances|update-credentials|upgrade|reset|create|apply|patch|` +
	`annotate|taint|debug|exec)(?:>?\s|$)`)

func changes(call string) bool { return mutating.MatchString(call) }

func TestCommandsThatChangeSomethingAreMarked(t *testing.T) {
	for command, mutates := range commands(builtin(t)) {
		if changes(command) != mutates {
			t.Errorf("mutates is %t for %s", mutates, command)
		}
	}
}

func TestQuotingSurvivesFill(t *testing.T) {
	table := builtin(t)
	values := sampleValues(table)
	tests := map[string]string{
		"vmss get-instance-view": `az <vmss> <get-instance-view> <--instance-id> <10> <--subscription> <00000000-0000-0000-0000-000000000000> ` +
			`<-g> <MC_rg_aks_uksouth> <-n> <aks-np-12345678-vmss> <--query> <{states:`,
		"delete-machines": `az <aks> <nodepool> <delete-machines> <--machine-names> <aks-np-12345678-vmss00000a> ` +
			`<--subscription> <00000000-0000-0000-0000-000000000000> <-g> <x-cluster_rg> <--cluster-name> <x-cluster> <-n> <x-pool>`,
		"/redeploy?": `az <rest> <--method> <post> <--url> </subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/MC_rg_aks_uksouth` +
			`/providers/Microsoft.Compute/virtualMachineScaleSets/aks-np-12345678-vmss/virtualMachines/10/redeploy?api-version=`,
		"involvedObject": `kubectl <get> <events> <-A> <--field-selector> ` +
			`<involvedObject.kind=Node,involvedObject.name=aks-np-12345678-vmss00000a> <--sort-by=.metadata.creationTimestamp>`,
		"RunShellScript --scripts \"nc": `<--scripts> <nc -vz -w 5 mcr.microsoft.com 443; nc -vz -w 5 x-api_fqdn 443; nslookup x-api_fqdn>`,
		"log-analytics":                 `<KubeEvents | where ObjectKind == 'Node' and Name == 'aks-np-12345678-vmss00000a' | project`,
	}
	for part, want := range tests {
		found := 0
		for command := range commands(table) {
			if !strings.Contains(command, part) {
				continue
			}
			found++
			if got := traced(t, table.Fill(command, values), nil); !strings.Contains(got, want) {
				t.Errorf("%s\ncalls\n%swant\n%s", command, got, want)
			}
		}
		if found != 1 {
			t.Errorf("%d commands contain %q, want 1", found, part)
		}
	}
}
