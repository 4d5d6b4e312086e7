package knowledge

import (
	"strings"
	"testing"
)

// lookups looks texts up and names the entries and the codes that are not known.
func lookups(t *testing.T, tests map[string][2]string) {
	t.Helper()
	table := builtin(t)
	for text, want := range tests {
		if got := codesOf(table.Lookup(text)); got != want[0] {
			t.Errorf("Lookup leads to %q, want %q:\n%s", got, want[0], text)
		}
		if got := strings.Join(table.Explain(text).Unknown, ","); got != want[1] {
			t.Errorf("unknown is %q, want %q:\n%s", got, want[1], text)
		}
	}
}

func TestLookupTakesEveryFormOfTheNameOfAnExitCode(t *testing.T) {
	lookups(t, map[string][2]string{
		"VMExtensionError_K8SAPIServerDNSLookupFail":                                   {"vmssCSE:52", ""},
		"vmextensionerror_k8sdownloadtimeout":                                          {"vmssCSE:31", ""},
		"OrasPullUnauthorizedVMExtensionError":                                         {"vmssCSE:210", ""},
		"ERR_VHD_FILE_NOT_FOUND":                                                       {"vmssCSE:65", ""},
		"VMExtensionError_VHDFileNotFound.":                                            {"vmssCSE:65", ""},
		"VMExtensionError_GetContainerdVersion":                                        {"windowsCSE:13", ""},
		"see https://aka.ms/aks-error/VMExtensionError_CniDownloadTimeout for more":    {"vmssCSE:41", ""},
		`CSE failed with 'VMExtensionError_OutboundConnFail'. AKS provisioning failed`: {"vmssCSE:50", ""},
		`Code="VMExtensionProvisioningError" Message="CSE failed with 'VMExtensionError_K8SDownloadTimeout'. AKS node provisioning failed"`: {
			"VMExtensionProvisioningError,vmssCSE:31", ""},
		`{\"message\":\"\nOutboundConnFailVMExtensionError\"}`: {"vmssCSE:50", ""},
		"VMExtensionError_SomethingNew":                        {"VMExtensionProvisioningError", "VMExtensionError_SomethingNew"},
		"SubCode: SomethingNewVMExtensionError; Message: x":    {"VMExtensionProvisioningError", "SomethingNewVMExtensionError"},
		"Output: |WINDOWS_CSE_ERROR_NOT_YET_KNOWN|":            {"VMExtensionProvisioningError", "WINDOWS_CSE_ERROR_NOT_YET_KNOWN"},
		"net::ERR_CONNECTION_REFUSED":                          {"", ""},
		"vmssCSE:249":                                          {"VMExtensionProvisioningError", "vmssCSE:249"},
		"windowsCSE:249 of the VM":                             {"VMExtensionProvisioningError", "windowsCSE:249"},
	})
}

func TestLookupKnowsTheExtensionBehindAnExitCode(t *testing.T) {
	const linux, windows = "Enable failed: failed to execute command: command terminated with exit status=", "Command execution finished, but failed because it returned a non-zero exit code of: "
	lookups(t, map[string][2]string{
		"VM has reported a failure when processing extension 'vmssCSE'. Error message: '" + linux + "51'": {"VMExtensionProvisioningError,vmssCSE:51", ""},
		"VM has reported a failure when processing\n  extension 'vmssCSE'. Error message: 'Enable failed: failed\n  to execute command: command\n  terminated with exit\n  status=41'": {
			"VMExtensionProvisioningError,vmssCSE:41", ""},
		"VM has reported a failure when processing extension 'cse-agent-3'. Error message: '" + linux + "52'":  {"VMExtensionProvisioningError,vmssCSE:52", ""},
		"VM has reported a failure when processing extension 'cse-master-0'. Error message: '" + linux + "30'": {"VMExtensionProvisioningError,vmssCSE:30", ""},
		"VM has reported a failure when processing extension 'OmsAgentForLinux'. Error message: '" + linux + "1'": {
			"OtherVMExtensionFailed", ""},
		"VM has reported a failure when processing extension 'AzureMonitorLinuxAgent' (publisher 'Microsoft.Azure.Monitor'). Error: Install failed, exit code 52": {
			"OtherVMExtensionFailed", ""},
		"ARM ErrorCode: VMExtensionProvisioningError; VM has reported a failure when processing extension 'MDE.Linux'.": {"OtherVMExtensionFailed", ""},
		"Provisioning of VM extension OmsAgentForLinux has timed out. Extension provisioning has taken too long.":       {"OtherVMExtensionFailed", ""},
		"Provisioning of VM extension 'OmsAgentForLinux' has timed out.":                                                {"OtherVMExtensionFailed", ""},
		"Provisioning of VM extension vmssCSE has timed out. Extension provisioning has taken too long.":                {"VMExtensionProvisioningTimeout", ""},
		`Code="VMExtensionProvisioningError" Message="Multiple VM extensions failed to be provisioned on the VM."`:      {"VMExtensionProvisioningError", ""},
		`{"extensions":[{"name":"AKSLinuxExtension","statuses":[{"message":"x exit status=51"}]},{"name":"vmssCSE","statuses":[{"message":"` + linux + `53"}]}]}`: {
			"VMExtensionProvisioningError,vmssCSE:53", ""},
		`{"extensions":[{"name":"vmssCSE","statuses":[{"message":"ok"}],"type":"x"},{"name":"MDE.Linux","type":"y","statuses":[{"message":"exit status=51"}]}]}`: {
			"", ""},
		"VM has reported a failure when processing extension 'vmssCSE' (publisher 'Microsoft.Compute' and type 'CustomScriptExtension'). Error message: '" + windows + "'9'": {
			"VMExtensionProvisioningError,windowsCSE:9", ""},
		"VM has reported a failure when processing extension 'vmssCSE'. Error message: \"" + linux + "126\"": {
			"VMExtensionProvisioningError", "vmssCSE:126"},
		windows + "'200'.": {"VMExtensionProvisioningError", "windowsCSE:200"},
		`"containerStatuses": [{"name": "app", "state": {"terminated": {"exitCode": 51}}}]`: {"", ""},
		"the container ended with exit code 137":                                            {"", ""},
	})
}

func TestLookupDistinguishesResultsFromOtherNumbers(t *testing.T) {
	const linux = "Enable failed: failed to execute command: command terminated with exit status="
	const windows = "Command execution finished, but failed because it returned a non-zero exit code of: '1'. The command had an error output of: '"
	lookups(t, map[string][2]string{
		windows + "ExitCode: |34|, Output: |WINDOWS_CSE_ERROR_DOWNLOAD_KUBERNETES_PACKAGE|": {"VMExtensionProvisioningError,windowsCSE:2", ""},
		windows + "ExitCode: |5|, Output: |x|'":                                             {"VMExtensionProvisioningError,windowsCSE:5", ""},
		windows + "At line:1 char:1'":                                                       {"VMExtensionProvisioningError,windowsCSE:1", ""},
		linux + `1\n[stdout]\n{ \"ExitCode\": \"50\", \"Output\": \"x\" }`:                  {"VMExtensionProvisioningError,vmssCSE:50", ""},
		linux + "51\n[stdout]\n+ ERR_OUTBOUND_CONN_FAIL=50\n+ ERR_K8S_API_SERVER_CONN_FAIL=51\n+ exitStatus=7\n+ local exitcode=9": {
			"VMExtensionProvisioningError,vmssCSE:51", ""},
		`/var/log/azure/x\n+ ERR_APT_INSTALL_TIMEOUT=9\n+ nc -vz mcr.microsoft.com 443\n+ exit 50\n`: {"vmssCSE:50", ""},
		"++ ERR_KUBELET_START_FAIL=34":                             {"", ""},
		"ERR_KUBELET_START_FAIL=34 # kubelet could not be started": {"", ""},
		linux + "0": {"VMExtensionProvisioningError", ""},
		linux + `50 curl: (35) SSL_ERROR_SYSCALL Command exited with non-zero status 35`: {"VMExtensionProvisioningError,vmssCSE:50", ""},
	})
}

func TestLookupReadsAnInstanceView(t *testing.T) {
	lookups(t, map[string][2]string{
		`"code": "ProvisioningState/failed/OSProvisioningTimedOut"`:                               {"OSProvisioningTimedOut", ""},
		`{"statuses":[{"code":"ProvisioningState/failed/AllocationFailed","level":"Error"}]}`:     {"AllocationFailed", ""},
		`{\"code\":\"ProvisioningState/failed/VMStartTimedOut\"}`:                                 {"VMStartTimedOut", ""},
		`"states": ["ProvisioningState/succeeded", "PowerState/deallocated"]`:                     {"StoppedVM", ""},
		`{"code": "PowerState/stopped", "displayStatus": "VM stopped", "level": "Info"}`:          {"StoppedVM", ""},
		`{"code": "PowerState/running"},{"code":"ProvisioningState/succeeded"}`:                   {"", ""},
		`{"code":"ProvisioningState/failed/BrandNewError"}`:                                       {"", "BrandNewError"},
		`{"DocumentIncarnation":1,"Events":[{"EventId":"A","EventType":"Reboot"}]}`:               {"RebootScheduled", ""},
		`{"EventType": "Preempt", "ResourceType": "VirtualMachine", "EventStatus": "Scheduled"}`:  {"PreemptScheduled", ""},
		`[{\"EventType\":\"Redeploy\"},{\"EventType\":\"Freeze\"},{\"EventType\":\"Terminate\"}]`: {"RedeployScheduled,FreezeScheduled,TerminateScheduled", ""},
		`{"EventType": "Sale", "EventStatus": "Scheduled"}`:                                       {"", ""},
	})
}

func TestMatchLeavesArmsEnvelopesOut(t *testing.T) {
	lookups(t, map[string][2]string{
		`{"error":{"code":"ResourceOperationFailure","details":[{"code":"AllocationFailed"}]}}`:   {"AllocationFailed", ""},
		`{"code":"DeploymentFailed","details":[{"code":"Conflict","message":"x"}]}`:               {"Conflict", ""},
		`{"code":"ResourceDeploymentFailure","message":"x","details":[{"code":"BrandNewError"}]}`: {"", "BrandNewError"},
		`Code="DeploymentFailed" Message="At least one resource deployment operation failed."`:    {"DeploymentFailed", ""},
		`"{\"code\":\"ResourceDeploymentFailure\",\"message\":\"terminal provisioning state\"}"`:  {"DeploymentFailed", ""},
		"ResourceOperationFailure": {"DeploymentFailed", ""},
	})
}

func TestExitCodesOfContainersAreNotThoseOfTheBootstrap(t *testing.T) {
	table := builtin(t)
	for _, text := range []string{
		"Back-off restarting failed container; Exit Code: 1",
		"container exit code 50",
		"the process ended with exit status 51 in container app",
		"    State:          Terminated\n      Reason:       Error\n      Exit Code:    50\n",
		"    Last State:     Terminated\n      Reason:       Error\n      Exit Code:    31\n",
		`"lastState":{"terminated":{"exitCode":50,"reason":"Error"}}`,
		`{"terminated":{"containerID":"containerd://x","exitCode":51}}`,
	} {
		for _, e := range table.Lookup(text) {
			if e.Kind == KindExitCode {
				t.Errorf("Lookup(%q) leads to %s", text, e.Code)
			}
		}
	}
	for text, want := range map[string]string{
		"VM has reported a failure when processing extension 'vmssCSE'. Error: no container in /opt/azure/, exit status=50": "vmssCSE:50",
		"Enable failed: failed to execute command: command terminated with exit status=51: container x":                     "vmssCSE:51",
		"Bootstrap Container Registry is not reachable, exit status=211":                                                    "vmssCSE:45",
		"containerd did not start, exit status=124":                                                                         "vmssCSE:124",
	} {
		if got := codesOf(table.Match(text).Refinements); got != want {
			t.Errorf("Match(%q) refines to %q, want %q", text, got, want)
		}
	}
}
