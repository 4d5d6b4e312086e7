package machine

import (
	"testing"

	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

func TestParseProvider(t *testing.T) {
	for _, test := range []struct {
		name, id string
		want     diagnosis.Machine
	}{
		{"instance of a scale set", "azure:///subscriptions/s/resourceGroups/MC_a_b_c/providers/Microsoft.Compute/virtualMachineScaleSets/aks-user-1-vmss/virtualMachines/17",
			diagnosis.Machine{SubscriptionID: "s", ResourceGroup: "MC_a_b_c", ScaleSet: "aks-user-1-vmss", InstanceID: "17", VM: "aks-user-1-vmss_17"}},
		{"names of the parts in another case", "azure:///SUBSCRIPTIONS/s/resourcegroups/rg/providers/microsoft.compute/VirtualMachineScaleSets/v/VirtualMachines/0",
			diagnosis.Machine{SubscriptionID: "s", ResourceGroup: "rg", ScaleSet: "v", InstanceID: "0", VM: "v_0"}},
		{"virtual machine", "azure:///subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/aks-vms1",
			diagnosis.Machine{SubscriptionID: "s", ResourceGroup: "rg", VM: "aks-vms1"}},
		{"another cloud", "aws:///eu-west-1a/i-0", diagnosis.Machine{}},
		{"empty", "", diagnosis.Machine{}},
		{"cut", "azure:///subscriptions/s/resourceGroups", diagnosis.Machine{SubscriptionID: "s"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			test.want.ID = test.id
			if got := Parse(test.id); got != test.want {
				t.Errorf("got %+v, want %+v", got, test.want)
			}
		})
	}
}

func TestInferProviderFromTheNodesName(t *testing.T) {
	group := diagnosis.Machine{SubscriptionID: "s", ResourceGroup: "rg"}
	for name, instance := range map[string]string{
		"aks-userswft3-15776247-vmss00000h": "17", "aks-user-15776247-vmss000046": "150", "aks-user-15776247-vmss00000Z": "35",
		"akswin000002": "", "my-node": "", "aks-user-15776247-vmss00000": "",
	} {
		got := Infer(name, group)
		if got.InstanceID != instance || got.Inferred != (instance != "") {
			t.Errorf("%s: got %+v, want instance %q", name, got, instance)
		}
		if instance != "" && (got.ResourceGroup != "rg" || got.VM != got.ScaleSet+"_"+instance) {
			t.Errorf("%s: got %+v", name, got)
		}
	}
}

func TestSharedGroup(t *testing.T) {
	node := func(group string) (n corev1.Node) {
		n.Spec.ProviderID = "azure:///subscriptions/s/resourceGroups/" + group + "/providers/Microsoft.Compute/virtualMachines/x"
		return n
	}
	if got := SharedGroup([]corev1.Node{node("mc_x"), {}, node("MC_X")}); got.ResourceGroup != "MC_X" {
		t.Errorf("one group in two spellings gives %q", got.ResourceGroup)
	}
	if got := SharedGroup([]corev1.Node{node("a"), node("b")}); got != (diagnosis.Machine{}) {
		t.Errorf("two groups give %+v", got)
	}
}

func TestTheGroupComesFromTheNodesOrFromAnAnswerOfAzure(t *testing.T) {
	const id = "/subscriptions/s/resourceGroups/mc_answer"
	owned := corev1.Node{Spec: corev1.NodeSpec{ProviderID: "azure:///subscriptions/n/resourceGroups/mc_node/providers/Microsoft.Compute/virtualMachineScaleSets/v/virtualMachines/1"}}
	for name, c := range map[string]struct {
		s    snapshot.Snapshot
		want diagnosis.Machine
	}{
		"neither":         {snapshot.Snapshot{}, diagnosis.Machine{}},
		"the answer":      {snapshot.Snapshot{Group: id, Nodes: []corev1.Node{{}}}, diagnosis.Machine{SubscriptionID: "s", ResourceGroup: "mc_answer"}},
		"the node":        {snapshot.Snapshot{Group: id, Nodes: []corev1.Node{owned}}, diagnosis.Machine{SubscriptionID: "n", ResourceGroup: "mc_node"}},
		"no such address": {snapshot.Snapshot{Group: "/x"}, diagnosis.Machine{}},
	} {
		if got := GroupOf(&c.s); got != c.want {
			t.Errorf("%s: %+v, want %+v", name, got, c.want)
		}
	}
}
