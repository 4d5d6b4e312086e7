package integration

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv"
)

// onObjects are the kubectl commands of the knowledge table, by how they begin, in the order
// in which they are run on the objects of testdata/commands; and what each gets out of them.
var onObjects = []struct{ begin, want string }{
	{"SUBSCRIPTION=$(kubectl get --raw", `^00000000-0000-0000-0000-000000000000$`},
	{"NODE_RG=$(kubectl get --raw", `^mc_orchard$`},
	{"POOL=$(kubectl get node ", `^blue$`},
	{"VMSS=$(kubectl get node ", `^aks-blue-12345678-vmss$`},
	{"INSTANCE_ID=$(kubectl get node ", `^1$`},
	{"VM=$(kubectl get node ", `^aks-blue-12345678-vmss_1$`},
	{"VM_SIZE=$(kubectl get node ", `^Standard_D8ds_v5$`},
	{"LOCATION=$(kubectl get node ", `^uksouth$`},
	{"NODECLAIM=$(kubectl get nodeclaims ", `^claim-of-blue$`},
	{"kubectl autorepair alerts --check", `Prometheus`},
	{"kubectl autorepair alerts -o arm > ", `^$`}, // the line that deploys it is no part of the file
	{"kubectl autorepair diagnose --save evidence.tgz", `nodes?`},
	{"kubectl autorepair history", ``}, // nobody is signed in to Azure here
	{"kubectl auth can-i get nodes", `^yes\n$`},
	{"kubectl auth can-i list events -n default", `^yes\n$`},
	{"kubectl auth can-i list events -n kube-system", `^yes\n$`},
	{"kubectl get --raw '/readyz?verbose'", `readyz check passed`},
	{"kubectl describe node ", `(?s)Name: +aks-blue-12345678-vmss000001\n.*fruit=ripe:PreferNoSchedule.*NodeRebootStart`},
	{"kubectl get csinode ", `name: disk\.csi\.azure\.com`},
	{"kubectl get daemonset -A", `kube-system +kured`},
	{"kubectl get events -A --field-selector \"involvedObject.kind=Node,", `^NAMESPACE .*\ndefault .* NodeRebootStart +node/aks-blue-12345678-vmss000001 +Node auto-repair is initiating a reboot action\n$`},
	{"kubectl get events -A --field-selector \"reason=FailedCreatePodSandBox\"", `FailedCreatePodSandBox +pod/coredns-abcde +no network\n$`},
	{"kubectl get events -A --field-selector reason=NodeRepairBlocked", `NodeRepairBlocked +nodeclaim/claim-of-blue`},
	{"kubectl get node \"${NODE:?}\"", `^NAME .*\naks-blue-12345678-vmss000001 .*\n$`},
	{"kubectl get node \"${NODE:?}\" -w", `^NAME `},
	{"kubectl get node \"${NODE:?}\" -o jsonpath='{.metadata.deletionTimestamp}", `^ \n$`},
	{"kubectl get node \"${NODE:?}\" -o jsonpath='{.spec.providerID}", `^azure:///subscriptions/.*/virtualMachines/1\n\[\{"effect":"PreferNoSchedule","key":"fruit","value":"ripe"\}.*\]\n20\d\d-.*Z\n$`},
	{"kubectl get nodeclaims -o wide", `claim-of-another`},
	{"kubectl get nodes -L ", `(?s)AGENTPOOL +ZONE\n.*blue +uksouth-2\n`},
	{"kubectl get nodes -o wide -L ", `blue +AKSUbuntu-2204gen2containerd-202605\.05\.0`},
	{"kubectl get pdb -A", `kube-system +fence +1`},
	{"kubectl get pods -A -o wide --field-selector ", `(?s)^NAMESPACE .*kube-system +azure-cns-abcde [^\n]*\n$`},
	{"kubectl get pods,serviceaccounts -n calico-system", `serviceaccount/calico-node`},
	{"kubectl get volumeattachments ", `csi-apples +aks-blue-12345678-vmss000001 +pv-apples`},
	{"kubectl -n kube-node-lease get lease ", `^2026-05-19T21:57:00\.000000Z\n$`},
	{"kubectl -n kube-system get configmap cluster-autoscaler-status ", `^Cluster-wide: Healthy\n$`},
	{"kubectl -n kube-system get deployment,pods -l app=konnectivity-agent ", `^NAME .*\npod/konnectivity-agent-abcde .*\n$`},
	{"kubectl -n kube-system get pods -o wide", `(?s)aci-connector-linux-abcde .*\ncoredns-abcde `},
	{"kubectl get apiservices", `(?s)v1\. +Local +True .*v1\.apps`},
	{"kubectl -n kube-system get pods -o wide --field-selector ", `^NAME .*\nazure-cns-abcde .*\n$`},
	{"kubectl -n kube-system get pods -o wide -l k8s-app=kube-dns", `^NAME .*\ncoredns-abcde .*\n$`},
	{"kubectl -n kube-system get pods -o wide | grep ", `^aci-connector-linux-abcde .*\n$`},
	// There is no kubelet here to give logs, and nobody who measures.
	{"kubectl -n kube-system get pods -o name --field-selector ", `^$`},
	{"kubectl -n kube-system logs deployment/aci-connector-linux ", `^$`},
	{"kubectl top node --sort-by=memory; kubectl top pods -A ", `^$`},
	{"kubectl top pods -A ", `^$`},
	{"kubectl taint node ", `^node/aks-blue-12345678-vmss000001 tainted\n$`},
	{"kubectl uncordon ", `^node/aks-blue-12345678-vmss000001 uncordoned\n$`},
	{"kubectl drain ", `node/aks-blue-12345678-vmss000001 cordoned`},
	{"kubectl delete nodeclaim ", `nodeclaim.* "claim-of-blue" deleted`},
	{"kubectl delete node ", `node "aks-blue-12345678-vmss000001" deleted`},
}

// refused is what the commands say that need a kubelet or measurements.
var refused = map[string]string{
	"kubectl -n kube-system get pods -o name --field-selector ":   `azure-cns-abcde|no preferred addresses`,
	"kubectl -n kube-system logs deployment/aci-connector-linux ": `Error from server|error: timed out`,
	"kubectl top node --sort-by=memory; kubectl top pods -A ":     `Metrics API not available`,
	"kubectl top pods -A ": `Metrics API not available`,
}

func TestCommandsOfTheKnowledgeGetFromRealObjectsWhatTheyPromise(t *testing.T) {
	c := testenv.Start(t, testenv.WithoutNodeTaints())
	k := newKubectl(t, c.Kubeconfig(t), plugin(t))
	k.must(t, "create", "-f", "testdata/commands/claims.yaml")
	k.must(t, "wait", "--for=condition=Established", "crd/nodeclaims.karpenter.sh")
	k.must(t, "create", "-f", "testdata/commands/objects.yaml")
	left := kubectlCommands(t)
	for _, test := range onObjects {
		command, ok := beginning(left, test.begin)
		if !ok {
			t.Errorf("the table has no command that begins with %s", test.begin)
			continue
		}
		delete(left, command)
		stdout, stderr := k.shell(t, command)
		if !regexp.MustCompile(test.want).MatchString(stdout) || refused[test.begin] != "" && !regexp.MustCompile(refused[test.begin]).MatchString(stderr) {
			t.Errorf("%s\nprints %q, want %s\nand says %q, want %s", command, stdout, test.want, stderr, refused[test.begin])
		}
	}
	for command := range left {
		t.Errorf("the command was not run: %s", command)
	}
}

// kubectlCommands returns the lines of the table that call kubectl; those that set a variable
// print it.
func kubectlCommands(t *testing.T) map[string]bool {
	t.Helper()
	table, err := knowledge.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]bool{}
	for _, e := range table.Entries() {
		for _, s := range e.NextSteps {
			if strings.HasPrefix(s.Command, "kubectl ") {
				all[s.Command] = true
			}
		}
	}
	for _, v := range table.Variables() {
		if strings.HasPrefix(v.Query, v.Name+"=$(kubectl ") {
			all[v.Query+`; printf %s "$`+v.Name+`"`] = true
		}
	}
	return all
}

// beginning returns the command that begins like this, the shortest where there are
// several: the others have a longer beginning of their own.
func beginning(commands map[string]bool, begin string) (string, bool) {
	found := ""
	for command := range commands {
		if strings.HasPrefix(command, begin) && (found == "" || len(command) < len(found)) {
			found = command
		}
	}
	return found, found != ""
}

// shell runs a line with this kubectl as a user would, and ends one that goes on when it has
// printed its first line.
func (k kubectl) shell(t *testing.T, line string) (stdout, stderr string) {
	t.Helper()
	var messages strings.Builder
	cmd := exec.CommandContext(t.Context(), "sh", "-c", line)
	cmd.Dir = k.home // some write files
	cmd.Env = []string{"PATH=" + filepath.Dir(k.binary) + ":" + k.path + ":" + os.Getenv("PATH"), "HOME=" + k.home, "KUBECONFIG=" + k.kubeconfig,
		"NODE=aks-blue-12345678-vmss000001", "NODECLAIM=claim-of-blue"}
	cmd.Stderr = &messages
	if strings.HasSuffix(line, " -w") {
		cmd.Args[2] = "exec " + line // so that ending it ends kubectl
		pipe, err := cmd.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		first, _ := bufio.NewReader(pipe).ReadString('\n')
		_ = cmd.Process.Kill()
		_ = cmd.Wait()
		return first, messages.String()
	}
	out, _ := cmd.Output() // some are refused, see there
	return string(out), messages.String()
}
