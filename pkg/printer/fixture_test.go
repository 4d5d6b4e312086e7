package printer

import (
	"time"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// taken is the moment every fixture is measured against.
var taken = time.Date(2026, 5, 19, 12, 58, 3, 0, time.UTC)

func before(d time.Duration) *metav1.Time {
	t := metav1.NewTime(taken.Add(-d))
	return &t
}

func lasting(d time.Duration) metav1.Duration { return metav1.Duration{Duration: d} }

// healthy returns the diagnosis of a cluster in which all nodes are Ready.
func healthy() *diagnosis.Diagnosis {
	return &diagnosis.Diagnosis{
		Origin:    snapshot.Origin{Context: "prod-weu", Server: "https://prod-weu-1a2b3c4d.hcp.westeurope.azmk8s.io:443"},
		TakenAt:   metav1.NewTime(taken),
		Threshold: lasting(5 * time.Minute),
		Summary:   diagnosis.Summary{Total: 412, Ready: 412},
		Events:    diagnosis.EventWindow{From: before(57 * time.Minute), To: before(3 * time.Second), Events: 132, Kept: metav1.Duration{Duration: time.Hour}},
	}
}

func gap() snapshot.Gap {
	return snapshot.Gap{
		Subjects: []string{"events in namespace kube-system"},
		Reason:   `events is forbidden: User "oncall" cannot list resource "events" in API group "" in the namespace "kube-system"`,
		Action:   "Ask for the permission to list events in kube-system",
	}
}

// broken returns the diagnosis of a cluster with several problems at once.
func broken() *diagnosis.Diagnosis {
	d := healthy()
	d.Summary = diagnosis.Summary{
		Total: 412, Ready: 406, NotReady: 6, Listed: 5, Below: 1, Removed: 1,
		Recovered: []string{"aks-user-15776247-vmss00000b", "aks-user-15776247-vmss00000c"},
	}
	d.Groups = groups()
	d.Findings = findings()
	d.Changes = []diagnosis.AzureChange{
		{Time: *before(55 * time.Minute), Operation: "Delete", Status: "Succeeded", Type: "Microsoft.ManagedIdentity/userAssignedIdentities", Name: "kubelet", Actor: "Person", Before: lasting(8 * time.Minute), Nodes: 4, Groups: []int{2}},
		{Time: *before(50 * time.Minute), Count: 3, Operation: "Write", Status: "Failed", Type: "Microsoft.Compute/virtualMachineScaleSets", Name: "aks-user-15776247-vmss", Before: lasting(3 * time.Minute), Nodes: 4},
	}
	return d
}

func groups() []diagnosis.Group {
	failed, credential, unknown, manual := redeployEntry(), credentialEntry(), unknownEntry(), stoppedEntry()
	list := []diagnosis.Group{
		groupOf(1, diagnosis.Failed, "", failed),
		groupOf(2, diagnosis.Failed, "", credential),
		groupOf(3, diagnosis.Failed, "", unknown),
		groupOf(4, diagnosis.Suppressed, manual.Code, manual),
		groupOf(5, diagnosis.Removed, "", failed),
	}
	list[2].Details = []string{`compute.VirtualMachineScaleSetVMsClient#Redeploy: Code="Surprise" Message="The platform is not itself today."`}
	for i, names := range [][]string{
		{"aks-user-15776247-vmss00000a", "aks-user-15776247-vmss00000d"},
		{"aks-systempool01-15776247-vmss000001"}, {"aksnpwin000002"}, {"aks-user-15776247-vmss00000e"},
		{"aks-user-15776247-vmss00000f"},
	} {
		list[i].Nodes = names
	}
	return list
}

func groupOf(id int, state diagnosis.State, reason string, e *knowledge.Entry) diagnosis.Group {
	g := diagnosis.Group{
		ID: id, State: state, Reason: reason, Entry: e.Code, Title: e.Title, Meaning: e.Meaning, Severity: e.Severity,
		DoFirst: e.DoFirst, Owner: e.Owner, Retry: e.Retry, Confidence: e.Confidence, Causes: e.Causes, Steps: e.NextSteps,
	}
	if reason == "" {
		g.Code = e.Code
	}
	return g
}

func findings() []diagnosis.Finding {
	failed := failedNode()
	second := failedNode()
	second.Node, second.AtLeast, second.NotReadyFor = "aks-user-15776247-vmss00000d", true, lasting(3*time.Hour+20*time.Minute)
	second.NotReadySince = before(3*time.Hour + 20*time.Minute)
	system := failedNode()
	system.Node, system.Pool, system.Group, system.Code = "aks-systempool01-15776247-vmss000001", "systempool01", 2, credentialEntry().Code
	unknown := unknownNode()
	stopped := stoppedNode()
	removed := removedNode()
	return []diagnosis.Finding{*failed, *second, *system, *unknown, *stopped, *removed}
}

func identity(node, pool string) diagnosis.Finding {
	return diagnosis.Finding{
		Node: node, UID: "0b6a7a0c-4bb1-4f0e-9b7b-1d6a51f6b2aa", Pool: pool, Zone: "westeurope-1", OS: "linux",
		Kubelet: "v1.33.2", Size: "Standard_D4s_v5",
		Machine: diagnosis.Machine{
			ID: "azure:///subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/MC_rg-prod_prod-weu_westeurope/" +
				"providers/Microsoft.Compute/virtualMachineScaleSets/aks-user-15776247-vmss/virtualMachines/10",
			SubscriptionID: "11111111-2222-3333-4444-555555555555", ResourceGroup: "MC_rg-prod_prod-weu_westeurope",
			ScaleSet: "aks-user-15776247-vmss", InstanceID: "10", VM: "aks-user-15776247-vmss_10",
		},
		NotReadySince: before(47 * time.Minute), NotReadyFor: lasting(47 * time.Minute),
		Condition: diagnosis.Condition{
			Status: "Unknown", Reason: "NodeStatusUnknown", Message: "Kubelet stopped posting node status.",
			LastTransition: before(46 * time.Minute),
		},
	}
}

func failedNode() *diagnosis.Finding {
	f := identity("aks-user-15776247-vmss00000a", "user")
	e := redeployEntry()
	f.State, f.Code, f.Group, f.Entries = diagnosis.Failed, e.Code, 1, []string{e.Code, "Failed"}
	f.Details = "VMRedeploymentFailed"
	f.Attempts = []diagnosis.Attempt{
		{Action: diagnosis.Reboot, Round: 1, Start: before(37 * time.Minute), End: before(37 * time.Minute)},
		{Action: diagnosis.Reimage, Round: 1, Start: before(32 * time.Minute), End: before(32 * time.Minute)},
		{
			Action: diagnosis.Redeploy, Round: 1, Start: before(27 * time.Minute), End: before(27 * time.Minute),
			Error: before(27 * time.Minute), Details: f.Details, Code: f.Code,
			Operation: &diagnosis.Operation{Status: "Failed", Start: *before(27 * time.Minute), End: before(27 * time.Minute), CorrelationID: "0a0a0a0a-1111-4222-8333-444444444444"},
		},
	}
	f.Timeline = []diagnosis.Moment{
		{Time: *before(26 * time.Hour), Source: "aks-auto-repair", Reason: "NodeRebootEnd", Message: "Reboot action from node auto-repair has completed.", Previous: true},
		{Time: *before(47 * time.Minute), Source: "node-controller", Reason: "NodeNotReady", Message: "Node aks-user-15776247-vmss00000a status is now: NodeNotReady", Count: 3},
		{Time: *before(37 * time.Minute), Source: "aks-auto-repair", Reason: "NodeRebootStart", Message: "Node auto-repair is initiating a reboot action due to NotReady status persisting >5 minutes."},
		{Time: *before(27 * time.Minute), Source: "aks-auto-repair", Reason: "NodeRedeployError", Message: "Node auto-repair redeploy action failed due to an operation failure: VMRedeploymentFailed"},
	}
	f.Steps = []diagnosis.Step{
		{Text: "See what the platform says about the VM.", Command: "az vmss get-instance-view -g MC_rg-prod_prod-weu_westeurope -n aks-user-15776247-vmss --instance-id 10"},
		{
			Text: "Drain the node and delete its VM; the pool makes a new one.", Mutates: true,
			Warning: "The pods of the node are evicted, and data on its local disks is lost.",
			Command: `az aks nodepool delete-machines -g "$RG" --cluster-name "$CLUSTER" -n user --machine-names aks-user-15776247-vmss00000a`,
		},
	}
	f.Setup = []string{"RG=...      # the resource group of the cluster", "CLUSTER=... # the name of the cluster"}
	return &f
}

func unknownNode() *diagnosis.Finding {
	f := identity("aksnpwin000002", "npwin")
	f.OS, f.Group = "windows", 3
	f.State, f.Code, f.Entries = diagnosis.Failed, knowledge.UnknownCode, []string{knowledge.UnknownCode}
	f.Details = "compute.VirtualMachineScaleSetVMsClient#Redeploy: Failure sending request:\n" +
		"\tStatusCode=409 -- Original Error: Code=\"Surprise\" Message=\"The platform is not itself today, and it says so at some length.\"\n" +
		"  {\"error\":{\"code\":\"Surprise\"}}\n"
	f.Unknown, f.Outer = []string{"Surprise"}, []string{"OperationNotAllowed", "ClientSecretCredential authentication failed"}
	f.Attempts = []diagnosis.Attempt{
		{Action: diagnosis.Reboot, Round: 1, Earlier: true, Start: before(25 * time.Hour), Error: before(25 * time.Hour), Details: "an older error", Code: knowledge.UnknownCode},
		{Action: diagnosis.Reimage, Round: 1, Error: before(30 * time.Minute), Details: f.Details, Code: knowledge.UnknownCode},
	}
	return &f
}

func stoppedNode() *diagnosis.Finding {
	f := identity("aks-user-15776247-vmss00000e", "user")
	f.State, f.Reason, f.Group, f.Entries = diagnosis.Suppressed, stoppedEntry().Code, 4, []string{stoppedEntry().Code, "Suppressed"}
	f.AtLeast = true
	f.Machine.Inferred, f.Machine.ID = true, ""
	return &f
}

func removedNode() *diagnosis.Finding {
	f := diagnosis.Finding{Node: "aks-user-15776247-vmss00000f", Group: 5, State: diagnosis.Removed, Code: redeployEntry().Code}
	f.Attempts = []diagnosis.Attempt{{Action: diagnosis.Redeploy, Round: 3, Error: before(9 * time.Minute), Code: f.Code, Details: f.Code}}
	return &f
}
