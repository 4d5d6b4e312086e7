package knowledge

import (
	"slices"
	"strings"
	"testing"
)

// codesOf returns the codes of entries.
func codesOf(entries []*Entry) string {
	codes := make([]string, len(entries))
	for i, e := range entries {
		codes[i] = e.Code
	}
	return strings.Join(codes, ",")
}

const describeBlock = `Name:               aks-np-12345678-vmss00000a
Conditions:
  Type    Status   LastHeartbeatTime  Reason             Message
  Ready   Unknown  Mon, 01 Jun 2026   NodeStatusUnknown  Kubelet stopped posting node status.
Events:
  Type     Reason             Age    From             Message
  ----     ------             ----   ----             -------
  Warning  NodeRebootError    20m    aks-auto-repair  Node auto-repair reboot action failed due to an operation failure: InvalidParameter
  Normal   NodeReimageStart   15m    aks-auto-repair  Node auto-repair is initiating a reimage action due to NotReady status persisting >5 minutes. Learn more: aka.ms/aks/node-auto-repair
  Warning  NodeReimageError   15m    aks-auto-repair  Node auto-repair reimage action failed due to an operation failure. See error details here: VMExtensionProvisioningError
  Warning  NodeRedeployError  10m    aks-auto-repair  Node auto-repair redeploy action failed due to an operation failure. Learn more: aka.ms/aks/node-auto-repair-errors
`

// head is how the message of a failed reboot begins.
const head = "Node auto-repair reboot action failed due to an operation failure"

func TestLookupFindsWhatIsPasted(t *testing.T) {
	const secret = "ClientSecretCredential authentication failed"
	tests := map[string]struct{ what, want string }{
		"code":                   {"NotFound", "NotFound"},
		"other case":             {"notfound", "NotFound"},
		"words unquoted":         {"managedidentitycredential   authentication failed", "ManagedIdentityCredential authentication failed"},
		"alias":                  {"OutboundConnectivityNotEnabledOnVM", "OutboundConnectivityNotEnabledOnVMSS"},
		"ARM prefix":             {"ARM ErrorCode: VMRedeploymentFailed", "VMRedeploymentFailed"},
		"other prefixes":         {"error code = 'VMRedeploymentFailed'", "VMRedeploymentFailed"},
		"quotes and full stop":   {"“x” \"NotFound\".", "NotFound"},
		"brackets":               {"(InvalidParameter)", "InvalidParameter"},
		"state":                  {"completedstillnotready", "CompletedStillNotReady"},
		"suppression":            {"StoppedVM", "StoppedVM"},
		"event line":             {"5m Warning NodeRebootError node/x " + head + ": " + secret, secret},
		"event in JSON":          {`{"reason":"NodeRebootError","message":"` + head + `: NotFound","type":"Warning"}`, "NotFound"},
		"event in YAML, folded":  {"message: 'Node auto-repair reboot action failed due to an operation\n  failure. See error details here: NotFound'", "NotFound"},
		"block of kubectl":       {describeBlock, "InvalidParameter,VMExtensionProvisioningError"},
		"Azure error alone":      {`{"error":{"code":"X","details":[{"code":"NotFound"}]}}`, "NotFound"},
		"event without a code":   {head + ". Learn more: aka.ms/aks/node-auto-repair-errors", NoCode},
		"event, two without":     {head + ".\n" + head + ". Learn more: aka.ms/aks/x", NoCode},
		"event, code not known":  {head + ": VMNotHere", UnknownCode},
		"code before a sentence": {"\n  Conflict: try again\n", "Conflict"},
		"code among other words": {"why do I see NotFound here", "NotFound"},
	}
	table := builtin(t)
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if got := codesOf(table.Lookup(test.what)); got != test.want {
				t.Errorf("Lookup(%q) = %s, want %s", test.what, got, test.want)
			}
		})
	}
}

func TestLookupAddsRefinements(t *testing.T) {
	got := codesOf(smallTable().Lookup(head + ": AlphaError exit status=50"))
	if got != "AlphaError,vmssCSE:50" {
		t.Errorf("Lookup = %s", got)
	}
	if got := codesOf(smallTable().Lookup("AADSTS7000222: expired")); got != "AADSTS7000222" {
		t.Errorf("a refinement alone: %s", got)
	}
}

func TestLookupMissesWhatItDoesNotKnow(t *testing.T) {
	table := builtin(t)
	for _, what := range []string{
		"", " ", "...", "VMNotHere", "not found", "my node has failed", "the repair was suppressed", "failed to provision the VM",
		"authentication failed", "invalid parameter", "Redeployment", "node", "NotFound2", "code:",
		"Node auto-repair is initiating a reboot action due to NotReady status persisting >5 minutes.",
		strings.Repeat("{", 10000),
	} {
		if got := table.Lookup(what); got != nil {
			t.Errorf("Lookup(%q) = %s, want nil", what, codesOf(got))
		}
	}
}

func TestEntryTakesWholeNamesOnly(t *testing.T) {
	table := builtin(t)
	for name, want := range map[string]bool{
		"NotFound": true, " NOTFOUND ": true, "vmsscse": true, "": false, "NotFound.": false, "VMNotHere": false,
		"ClientSecretCredential\n authentication\tfailed": true,
	} {
		if got := table.Entry(name) != nil; got != want {
			t.Errorf("Entry(%q) found is %t, want %t", name, got, want)
		}
	}
}

func TestSuggestNamesWhatIsNear(t *testing.T) {
	tests := map[string][]string{
		"redeploymen":                   {"TooManyVMRedeploymentRequests", "VMRedeploymentFailed", "VMRedeploymentTimedOut"},
		"VMsNotFound":                   {"NotFound", "VMNotFound"},
		"NotFuond":                      {"NotFound"},
		"InvalidParamter":               {"InvalidParameter"},
		"\"vmextensionprovisionerror\"": {"VMExtensionProvisioningError"},
		"ERROR CODE: DiskNotFound":      {"NotFound", "DiskBlobNotFound", "VMNotFound"},
		head + ": VMRedeploymentFaild":  {"VMRedeploymentFailed", "DeploymentFailed"},
		"credential":                    {"ClientCertificateCredential authentication failed", "ClientSecretCredential authentication failed", "DefaultAzureCredential failed to acquire a token"},
		"visible":                       {"NotVisible"},
		"":                              nil,
		"vm":                            nil,
		"banana":                        nil,
		"my node is broken, help":       nil,
		"something has failed again":    nil,
		strings.Repeat("NotFuond", 99):  nil,
	}
	table := builtin(t)
	for what, want := range tests {
		if got := table.Explain(what).Suggest(); !slices.Equal(got, want) {
			t.Errorf("Suggest(%q) = %q, want %q", what, got, want)
		}
	}
}

func TestSuggestNamesAtMostThreeInAFixedOrder(t *testing.T) {
	table := builtin(t)
	want := []string{"AllNodesNotReady", "CompletedStillNotReady", "ControlPlaneAPIServerNotReady"}
	for range 20 {
		if got := table.Explain("Ready").Suggest(); !slices.Equal(got, want) {
			t.Fatalf("Suggest = %q, want %q", got, want)
		}
	}
}

func TestExplainPutsThePreciseEntryFirst(t *testing.T) {
	table := builtin(t)
	for text, want := range map[string]string{
		`Warning FailedCreatePodSandBox 2m kubelet Failed to create pod sandbox: plugin type="azure-vnet" failed (add): not enough IPs available for 10.240.0.0/24`: "PodIPProblem,FailedCreatePodSandBox",
		`Failed to create pod sandbox: rpc error: no more addresses available`:                                                                                      "PodIPProblem,FailedCreatePodSandBox",
		`Failed to create pod sandbox: rpc error`:                                                          "FailedCreatePodSandBox",
		`Memory cgroup out of memory: Killed process 4321 (java) total-vm:9999kB, anon-rss:1kB`:            "ContainerOOM",
		`Out of memory: Killed process 4321 (java) total-vm:9999kB, anon-rss:1kB`:                          "SystemOOM",
		"java invoked oom-killer: gfp_mask=0xcc0\nMemory cgroup out of memory: Killed process 4321 (java)": "ContainerOOM,SystemOOM",
		"Memory cgroup out of memory: Killed process 1 (a)\nOut of memory: Killed process 2 (b)":           "ContainerOOM,SystemOOM",
	} {
		if got := codesOf(table.Lookup(text)); got != want {
			t.Errorf("Lookup(%q) is %q, want %q", text, got, want)
		}
	}
	for message, want := range map[string]string{
		"failed (add): no more addresses available": "PodIPProblem", "rpc error": "FailedCreatePodSandBox",
	} {
		if e := table.Event("FailedCreatePodSandBox", message); e == nil || e.Code != want {
			t.Errorf("the event with %q leads to %v, want %s", message, e, want)
		}
	}
}
