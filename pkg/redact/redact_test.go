package redact

import (
	"bytes"
	"encoding/json"
	"errors"
	"regexp"
	"strings"
	"testing"
	"testing/iotest"
	"time"

	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// redactor returns a Redactor with a fixed key and a small vocabulary.
func redactor(t *testing.T) *Redactor {
	t.Helper()
	r, err := New(strings.NewReader(strings.Repeat("k", keySize)), "InvalidParameter The provided instanceId is not an active instance. Message Target Code ErrorCode ARM Original Error extension vmssCSE")
	if err != nil {
		t.Fatal(err)
	}
	return r
}

const subscription = "0b1f6471-1bf0-4dda-aec3-cb9272f09590"

// secrets are the words of secretSnapshot that must be replaced.
var secrets = []string{
	"contoso", "fabrikam", "77665544", "vmss000099x", subscription, "9d9d9d9d", "10.11.12.13", "fd00:1:2::3", "payments", "ledger", "jane", "zebra", "example.net", "custom", "umbrella", "1.2.3.4",
	"20240115", "20240101", "20240131", "00:22:48:10",
}

// secretSnapshot has a secret in every field that can hold one.
func secretSnapshot() *snapshot.Snapshot {
	const name, pool = "aks-contosopool-77665544-vmss00000a", "contosopool"
	provider := "azure:///subscriptions/" + subscription + "/resourceGroups/MC_contoso-rg_fabrikam_uksouth/providers/Microsoft.Compute/virtualMachineScaleSets/aks-contosopool-77665544-vmss/virtualMachines/10"
	n := corev1.Node{
		ObjectMeta: metav1.ObjectMeta{
			Name: name, UID: "9d9d9d9d-0000-4000-8000-000000000001",
			Labels:      map[string]string{snapshot.LabelPool: pool, snapshot.LabelCluster: "MC_contoso-rg_fabrikam_uksouth", "team.contoso.com/app": "payments", "kubernetes.io/hostname": name, "topology.kubernetes.io/region": "uksouth", "kubernetes.io/os": "linux"},
			Annotations: map[string]string{"contoso.com/owner": "jane@contoso.com"},
		},
		Spec: corev1.NodeSpec{ProviderID: provider, PodCIDR: "10.11.12.13/24", Taints: []corev1.Taint{{Key: "contoso.com/payments", Value: "ledger", Effect: "NoSchedule"}, {Key: "node.kubernetes.io/not-ready", Effect: "NoExecute"}}},
		Status: corev1.NodeStatus{
			Addresses: []corev1.NodeAddress{{Address: "10.11.12.13"}}, NodeInfo: corev1.NodeSystemInfo{KubeletVersion: "v1.33.7", MachineID: "zebra", OSImage: "Ubuntu 22.04.5 LTS (contoso)"},
			Conditions: []corev1.NodeCondition{{Type: "Ready", Status: "Unknown", Reason: "NodeStatusUnknown", Message: "Kubelet stopped posting node status. Ask jane"}, {Type: "contoso.com/Ledger", Status: "True", Reason: "zebra crossing"}},
		},
	}
	message := `Node auto-repair reboot action failed due to an operation failure: Code="InvalidParameter" Message="The provided instanceId 10 of aks-contosopool-77665544-vmss is not an active instance." ` +
		"POST https://api.contoso.example.net:6443/subscriptions/" + subscription + "/resourceGroups/payments/providers/Microsoft.Network/virtualNetworks/ledger/subnets/default dial tcp 10.11.12.13:443, [fd00:1:2::3]:443 by jane" +
		" in resource group 'rg-20240115' of cluster-20240101 and pool20240131 at 00:22:48:10:20:30"
	e := corev1.Event{
		ObjectMeta: metav1.ObjectMeta{Name: name + ".17", Namespace: "default"}, InvolvedObject: corev1.ObjectReference{Kind: "Node", Name: name, UID: "9d9d9d9d-0000-4000-8000-000000000001"},
		Reason: "NodeRebootError", Message: message, Source: corev1.EventSource{Component: "aks-auto-repair", Host: "zebra"}, ReportingInstance: "umbrella-7", Type: "Warning",
	}
	pod := corev1.Pod{ObjectMeta: metav1.ObjectMeta{Name: "payments-0", Namespace: "ledger", Labels: map[string]string{"custom/app": "payments"}}, Spec: corev1.PodSpec{NodeName: name}}
	budget := policyv1.PodDisruptionBudget{ObjectMeta: metav1.ObjectMeta{Name: "payments", Namespace: "ledger"}, Spec: policyv1.PodDisruptionBudgetSpec{Selector: &metav1.LabelSelector{MatchLabels: map[string]string{"custom/app": "payments"}}}}
	return &snapshot.Snapshot{
		Nodes: []corev1.Node{n}, Scan: []snapshot.NodeStatus{{Name: name, Pool: pool, Zone: "uksouth-1", Size: "Standard_D4ds_v5", Version: "v1.33.7"}, {Name: "umbrella", Ready: true}},
		Events: []corev1.Event{e}, TakenAt: time.Unix(0, 0), Origin: snapshot.Origin{Context: "contoso-prod", Server: "https://api.contoso.example.net:6443"},
		Facts:     []snapshot.Fact{{Node: name, Source: snapshot.LeaseSource, Type: snapshot.Heartbeat}, {Source: "umbrella", Type: "umbrella", Reason: "umbrella", Message: message}},
		Impact:    &snapshot.Impact{Pods: []corev1.Pod{pod}, Budgets: []policyv1.PodDisruptionBudget{budget}, Unread: []string{"umbrella"}},
		Selection: snapshot.Selection{Names: []string{"umbrella"}, Selector: "custom/app=payments"},
		Gaps:      []snapshot.Gap{{Subjects: []string{"node umbrella"}, Reason: `nodes is forbidden: User "jane@contoso.com" cannot list resource "nodes" at 1.2.3.4`, Action: `Ask for "kubectl create clusterrole node-reader --verb=get,list --resource=nodes" of contoso-prod`}},
	}
}

// everything returns all of a snapshot as text.
func everything(t *testing.T, s *snapshot.Snapshot) string {
	t.Helper()
	var out bytes.Buffer
	if err := json.NewEncoder(&out).Encode([]any{s, s.Nodes, s.Events, s.Facts, s.Impact.Pods, s.Impact.Budgets}); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestNoneOfTheOriginalsIsLeft(t *testing.T) {
	before, after := everything(t, secretSnapshot()), everything(t, redactor(t).Snapshot(secretSnapshot()))
	for _, secret := range secrets {
		if strings.Contains(strings.ToLower(after), secret) {
			at := strings.Index(strings.ToLower(after), secret)
			t.Errorf("%q is left: …%s…", secret, after[max(0, at-60):min(len(after), at+60)])
		}
		if secret != "vmss000099x" && !strings.Contains(before, secret) {
			t.Errorf("%q was not there before: the test proves nothing of it", secret)
		}
	}
}

func TestCodesReasonsPlacesAndTheFormOfNamesStay(t *testing.T) {
	s := redactor(t).Snapshot(secretSnapshot())
	n, e := s.Nodes[0], s.Events[0]
	for what, c := range map[string]struct{ got, want string }{
		"node":      {n.Name, `^aks-pool[0-9a-f]{8}-[0-9]{8}-vmss00000a$`},
		"provider":  {n.Spec.ProviderID, `^azure:///subscriptions/00000000-0000-0000-0000-[0-9a-f]{12}/resourceGroups/MC_rg-[0-9a-f]{8}_cluster-[0-9a-f]{8}_uksouth/providers/Microsoft.Compute/virtualMachineScaleSets/` + strings.TrimSuffix(n.Name, "00000a") + `/virtualMachines/10$`},
		"pool":      {n.Labels[snapshot.LabelPool], `^` + strings.Split(n.Name, "-")[1] + `$`},
		"condition": {n.Status.Conditions[0].Message, `^Kubelet stopped posting node status. Ask text-[0-9a-f]{8}$`},
		"reason":    {n.Status.Conditions[0].Reason, `^NodeStatusUnknown$`},
		"taint":     {n.Spec.Taints[1].Key, `^node.kubernetes.io/not-ready$`},
		"event of":  {e.InvolvedObject.Name, `^` + n.Name + `$`},
		"event":     {e.Reason + " " + e.Source.Component, `^NodeRebootError aks-auto-repair$`},
		"message":   {e.Message, `^Node auto-repair reboot action failed due to an operation failure: Code="InvalidParameter" Message="The provided instanceId 10 of ` + strings.TrimSuffix(n.Name, "00000a") + ` is not an active instance." POST https://text-[0-9a-f]{8}:6443/subscriptions/00000000-0000-0000-0000-[0-9a-f]{12}/resourceGroups/[a-z]+-[0-9a-f]{8}/providers/Microsoft.Network/virtualNetworks/[a-z]+-[0-9a-f]{8}/subnets/name-[0-9a-f]{8} dial tcp ip-[0-9a-f]{8}:443, \[ip-[0-9a-f]{8}\]:443 by text-[0-9a-f]{8} in resource group 'text-[0-9a-f]{8}' of text-[0-9a-f]{8} and text-[0-9a-f]{8} at mac-[0-9a-f]{8}$`},
		"origin":    {s.Origin.String(), `^context context-[0-9a-f]{8} \(https://text-[0-9a-f]{8}:6443\)$`},
		"gap":       {s.Gaps[0].Reason, `^nodes is forbidden: User "text-[0-9a-f]{8}@text-[0-9a-f]{8}" cannot list resource "nodes" at ip-[0-9a-f]{8}$`},
		"command":   {s.Gaps[0].Action, `^Ask for "kubectl create clusterrole node-reader --verb=get,list --resource=nodes" of context-[0-9a-f]{8}$`},
		"scan":      {s.Scan[0].Name + s.Scan[0].Zone + s.Scan[0].Size, `^` + n.Name + `uksouth-1Standard_D4ds_v5$`},
		"selection": {s.Selection.Names[0], `^` + s.Scan[1].Name + `$`},
	} {
		if !regexp.MustCompile(c.want).MatchString(c.got) {
			t.Errorf("%s:\n got %s\nwant %s", what, c.got, c.want)
		}
	}
	pods, budget := s.Impact.Pods[0], s.Impact.Budgets[0]
	selector, err := metav1.LabelSelectorAsSelector(budget.Spec.Selector)
	if err != nil || !selector.Matches(labelSet(pods.Labels)) || pods.Namespace != budget.Namespace || pods.Spec.NodeName != n.Name {
		t.Errorf("the budget %v does not hold the pod %v any more (%v)", budget, pods, err)
	}
}

type labelSet map[string]string

func (l labelSet) Has(key string) bool              { _, ok := l[key]; return ok }
func (l labelSet) Get(key string) string            { return l[key] }
func (l labelSet) Lookup(key string) (string, bool) { v, ok := l[key]; return v, ok }

func TestOneRunHasOneTokenForANameAndTheNextAnother(t *testing.T) {
	one := redactor(t)
	if a, b := one.nodeName("Web-1"), one.nodeName("web-1"); a != b {
		t.Errorf("%s and %s stand for one name", a, b)
	}
	for _, token := range []string{one.nodeName("web-1"), one.nodeName("aks-web-77665544-vmss00000a"), one.poolName("web")} {
		if got := one.Text(token); got != token {
			t.Errorf("the token %s became %s in a text", token, got)
		}
	}
	other, err := New(strings.NewReader(strings.Repeat("o", keySize)))
	if err != nil {
		t.Fatal(err)
	}
	if a, b := one.nodeName("web-1"), other.nodeName("web-1"); a == b {
		t.Errorf("%s is the token of two keys", a)
	}
	failure := errors.New("no entropy")
	if _, err := New(iotest.ErrReader(failure)); !errors.Is(err, failure) {
		t.Errorf("got %v", err)
	}
}

func TestTextKeepsWhatIsKnown(t *testing.T) {
	r := redactor(t)
	r.learn("web", r.nodeName)
	for text, want := range map[string]string{
		"": "", "  ": "  ",
		"The node failed.":                              `The node failed\.`,
		"a secret plan\nof doom":                        `a secret text-[0-9a-f]{8}\nof text-[0-9a-f]{8}`,
		"two unknownwords here":                         `text-[0-9a-f]{8} here`,
		"web and web-2 and WEB":                         `node-[0-9a-f]{8} and text-[0-9a-f]{8} and node-[0-9a-f]{8}`,
		"after 5m3s, 3 times, v1.33.7":                  "after 5m3s, 3 times, v1.33.7",
		"2026-05-19T21:36:05Z":                          "2026-05-19T21:36:05Z",
		"phone 0049123456789":                           `text-[0-9a-f]{8}`,
		"4111 1111 1111 1111 and 5500-0000-0000-0004":   `number-[0-9a-f]{8} and number-[0-9a-f]{8}`,
		"+49 170 1234567 or +1 (425) 555-0100":          `number-[0-9a-f]{8} or number-[0-9a-f]{8}`,
		"0x0a0b0c0d at 0x80070005 and 168496141":        `text-[0-9a-f]{8} at 0x80070005 and text-[0-9a-f]{8}`,
		"10:30:00 +0000, 50 51 52 53":                   `10:30:00 \+0000, 50 51 52 53`,
		"kube-system, prod-network":                     `kube-system, text-[0-9a-f]{8}`,
		"jane: InvalidParameter":                        `text-[0-9a-f]{8}: InvalidParameter`,
		"InstanceNotActive NetworkContosoActive":        `InstanceNotActive text-[0-9a-f]{8}`,
		"Standard_D4ds_v5 Standard_NC24ads_A100_v4":     "Standard_D4ds_v5 Standard_NC24ads_A100_v4",
		"uksouth-1 westus2-3 contoso-1 v1 apps/v1beta1": `uksouth-1 westus2-3 text-[0-9a-f]{8} v1 apps/v1beta1`,
		"5.15.0-1084-azure AKSUbuntu-2204gen2containerd-202405.20.0 AKSUbuntu-contoso!": `5.15.0-1084-azure AKSUbuntu-2204gen2containerd-202405.20.0 text-[0-9a-f]{8}!`,
		`{"code":"BrandNewCode"}`:                                `{"code":"BrandNewCode"}`,
		"an operation failure: BrandNewCode":                     "an operation failure: BrandNewCode",
		"an operation failure: BrandNewCode for Zebras":          `an operation failure: text-[0-9a-f]{8} for text-[0-9a-f]{8}`,
		"ünïcode and çedille":                                    `text-[0-9a-f]{8} and text-[0-9a-f]{8}`,
		"eth0:00:22:48:10:20:30, 60:45:BD:AA:BB:CC. At 12:11:03": `text-[0-9a-f]{8}:mac-[0-9a-f]{8}, mac-[0-9a-f]{8}\. At 12:11:03`,
		"::1 and 1:2:3:4:5:6:7:8":                                `ip-[0-9a-f]{8} and ip-[0-9a-f]{8}`,
		"AADSTS7000222 for " + subscription:                      `AADSTS7000222 for 00000000-0000-0000-0000-[0-9a-f]{12}`,
		"/subscriptions/x/resourceGroups/default/a/node":         `/subscriptions/id-[0-9a-f]{8}/resourceGroups/rg-[0-9a-f]{8}/a/name-[0-9a-f]{8}`,
	} {
		if got := r.redactMessage(text); !regexp.MustCompile("^" + want + "$").MatchString(got) {
			t.Errorf("%q became %q, want %s", text, got, want)
		}
	}
}

// FuzzText checks that a secret word is always replaced, in any surroundings.
func FuzzText(f *testing.F) {
	for _, seed := range []string{"", " ", ".", "-", "/", "code: ", "operation failure: a ", "\"", "/subscriptions/", "::", "10.", "é"} {
		f.Add(seed, seed)
	}
	f.Fuzz(func(t *testing.T, before, after string) {
		r := redactor(t)
		r.learn("zebra7stripes", func(string) string { return "node-00000000" })
		if got := r.Text(before + " zebra7stripes " + after); strings.Contains(got, "zebra7stripes") {
			t.Errorf("left in %q", got)
		}
	})
}
