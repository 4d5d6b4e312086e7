package knowledge

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// The names that other packages and the documents of Azure, Entra ID, the kubelet and the
// node problem detector use. Each must lead to an entry of its kind.
var lists = map[Kind]string{
	KindState: `CompletedStillNotReady Exhausted Failed Healthy InProgress NoCode NoOutcome NotAttempted NotVisible
		Recovered Removed Suppressed UnknownCode`,
	KindSuppression: `AllNodesNotReady BeingUpgraded NetworkWide NeverReady NotAzure NotDueYet OnlyNode
		RemovedByAutoscaler RepairedByKarpenter StoppedVM VirtualNode WindowsNoRedeploy ToBeDeletedByClusterAutoscaler
		node.cloudprovider.kubernetes.io/shutdown`,
	KindVisibility: `EventsExpired EventsUnread NodeUnread NotOnPage`,
	KindCode: `OperationNotAllowed Conflict AllocationFailed ZonalAllocationFailed OverconstrainedAllocationRequest
		OverConstrainedAllocationRequest SkuNotAvailable QuotaExceeded PublicIPCountLimitReached SubnetIsFull SubnetFull
		ReadOnlyDisabledSubscription SubscriptionNotRegistered MissingSubscriptionRegistration RequestDisallowedByPolicy
		ScopeLocked AuthorizationFailed LinkedAuthorizationFailed ResourceGroupNotFound ResourceNotFound VMNotFound
		ParentResourceNotFound InvalidResourceReference SubscriptionRequestsThrottled TooManyRequests
		TooManyRequestsReceived Throttled RetryableErrorDueToAnotherOperation RetryableError
		CanceledAndSupersededDueToAnotherOperation AKSOperationPreempted AKSOperationPreemptedByDelete
		OperationPreempted ResourceUpdateBlockedOnPlatformUpdate VMStartTimedOut VMRedeploymentTimedOut
		OSProvisioningTimedOut OSProvisioningClientError OSProvisioningInternalError VMExtensionProvisioningTimeout
		VMExtensionHandlerNonTransientError VMExtensionManagementInternalError VMArtifactRepositoryInternalError
		ArtifactNotFound ArtifactVersionNotFound VMAgentStatusCommunicationError NetworkingInternalOperationError
		InternalOperationError InternalExecutionError TransientFailure AttachDiskWhileBeingDetached ConflictingUserInput
		DataDisksForceDetached DiskProcessingError DiskPreparationError AcquireDiskLeaseFailed
		DiskEncryptionKeySecretUnwrapFailed SubscriptionNotAuthorizedForImage ImageNotFound GalleryImageNotFound
		VMExtensionProvisioningError InvalidParameter VMRedeploymentFailed TooManyVMRedeploymentRequests
		OutboundConnectivityNotEnabledOnVMSS OutboundConnectivityNotEnabledOnVM NotFound`,
	KindEntraCode: `AADSTS7000222 AADSTS7000215 AADSTS700016 AADSTS7000112 AADSTS700027 AADSTS70002 AADSTS50012
		AADSTS90002 AADSTS50034 AADSTS53003 7000222 90002`,
	KindCondition: `NodeStatusUnknown NodeStatusNeverUpdated KubeletNotReady PLEG NetworkPluginNotReady MemoryPressure
		DiskPressure PIDPressure NetworkUnavailable KubeletProblem ContainerRuntimeProblem FrequentKubeletRestart
		FrequentContainerdRestart FrequentDockerRestart FrequentUnregisterNetDevice FilesystemCorruptionProblem
		ReadonlyFilesystem KernelDeadlock VMEventScheduled GPUMissing NVLinkStatusInactive XIDErrors GPUXIDErrors
		IBLinkFlapping GPUClockThrottling UnhealthyNvidiaDevicePlugin KubeletIsDown ContainerRuntimeIsDown
		FilesystemCorruptionDetected FilesystemIsReadOnly DockerHung UnregisterNetDevice PLEGUnhealthy
		NodeHasInsufficientMemory NodeHasDiskPressure NodeHasInsufficientPID KubeletHasDiskPressure
		node.kubernetes.io/unreachable node.kubernetes.io/not-ready`,
	KindEvent: `FreezeScheduled RebootScheduled RedeployScheduled PreemptScheduled TerminateScheduled EgressBlocked
		DNSProblem OOMKilling TaskHung KernelOops CNICannotStatFS KubeletRPCDeadlineExceeded KubeletRPCNoSuchContainer
		DockerSocketCannotConnect KubeletStart ContainerdStart DockerStart CoreDNSUnreachable NodeNotReady NodeReady
		Starting Rebooted NodeHasSufficientMemory NodeHasNoDiskPressure ContainerGCFailed ImageGCFailed
		FreeDiskSpaceFailed InvalidDiskCapacity EvictionThresholdMet SystemOOM FailedNodeAllocatableEnforcement
		KubeletSetupFailed NodeNotSchedulable NodeSchedulable FailedCreatePodSandBox TaintManagerEviction DeletingNode
		RemovingNode RegisteredNode ScaleDown ScaleDownFailed NotTriggerScaleUp NodeDrainError`,
	KindExitCode: `OutboundConnFailVMExtensionError K8SAPIServerConnFailVMExtensionError
		K8SAPIServerDNSLookupFailVMExtensionError CniDownloadTimeoutVMExtensionError ERR_OUTBOUND_CONN_FAIL vmssCSE:50
		windowsCSE:5 WINDOWS_CSE_ERROR_CHECK_API_SERVER_CONNECTIVITY`,
}

func TestBuiltinAnswersEveryNameOfTheLists(t *testing.T) {
	table := builtin(t)
	for kind, names := range lists {
		for _, name := range strings.Fields(names) {
			found := table.Lookup(name)
			if len(found) != 1 || found[0].Kind != kind {
				t.Errorf("Lookup(%q) is %q, want one entry of kind %s", name, codesOf(found), kind)
			}
		}
	}
	for _, code := range nine {
		if e := table.Entry(code); e == nil || e.Kind != KindCode {
			t.Errorf("there is no code %q", code)
		}
	}
}

func TestBuiltinSaysThatExitCodesDifferByImage(t *testing.T) {
	differs := regexp.MustCompile(`may differ in other images`)
	for _, e := range builtin(t).Entries() {
		if e.Kind == KindExitCode && !differs.MatchString(e.Meaning) {
			t.Errorf("%s does not say that it may differ", e.Code)
		}
	}
}

// healthy are conditions as healthy nodes of AKS have them.
var healthy = `Ready True KubeletReady kubelet is posting ready status. AppArmor enabled
MemoryPressure False KubeletHasSufficientMemory kubelet has sufficient memory available
DiskPressure False KubeletHasNoDiskPressure kubelet has no disk pressure
PIDPressure False KubeletHasSufficientPID kubelet has sufficient PID available
NetworkUnavailable False RouteCreated RouteController created a route
KubeletProblem False KubeletIsUp kubelet service is up
ContainerRuntimeProblem False ContainerRuntimeIsUp container runtime service is up
FrequentKubeletRestart False NoFrequentKubeletRestart kubelet is functioning properly
FrequentContainerdRestart False NoFrequentContainerdRestart containerd is functioning properly
FrequentDockerRestart False NoFrequentDockerRestart docker is functioning properly
FrequentUnregisterNetDevice False NoFrequentUnregisterNetDevice node is functioning properly
FilesystemCorruptionProblem False FilesystemIsOK Filesystem is healthy
ReadonlyFilesystem False FilesystemIsNotReadOnly Filesystem is not read-only
KernelDeadlock False KernelHasNoDeadlock kernel has no deadlock
VMEventScheduled False NoVMEventScheduled VM has no scheduled event
GPUMissing False NoGPUMissing all are there`

func TestHealthyConditionsLeadNowhere(t *testing.T) {
	table := builtin(t)
	for line := range strings.SplitSeq(healthy, "\n") {
		f := strings.SplitN(line, " ", 4)
		if e := table.Condition(f[0], f[1], f[2], f[3]); e != nil {
			t.Errorf("%s leads to %s", line, e.Code)
		}
		if f[0] != "Ready" && !table.KnowsCondition(f[0]) {
			t.Errorf("%s is not known", f[0])
		}
	}
	if found := table.Lookup(healthy); found != nil {
		t.Errorf("the healthy conditions of a node, pasted, lead to %s", codesOf(found))
	}
	if table.KnowsCondition("MadeUpByAnAgent") || table.Condition("MadeUpByAnAgent", "True", "Bad", "bad") != nil {
		t.Error("a condition that nobody knows is judged")
	}
}

func TestEveryConditionAndEventSaysWhetherItIsACause(t *testing.T) {
	table := builtin(t)
	causes := []string{"ContainerRuntimeDown", "NetworkPluginNotReady", "FilesystemCorruptionProblem", "EgressBlocked", "DiskPressure"}
	symptoms := []string{"NodeStatusUnknown", "KubeletNotReady", "NodeNotReady", "PLEGNotHealthy", "TaintManagerEviction"}
	for _, e := range table.Entries() {
		if slices.Contains(causes, e.Code) && e.Role != RoleCause || slices.Contains(symptoms, e.Code) && e.Role != RoleSymptom {
			t.Errorf("%s is a %s", e.Code, e.Role)
		}
	}
}
