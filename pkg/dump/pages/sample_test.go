package pages_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/dump/pages"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot/snapshottest"
)

// pasted is when the samples were pasted.
var pasted = time.Date(2026, 3, 9, 12, 0, 0, 0, time.UTC)

const describedDown = `Name:               aks-user-15776247-vmss000009
Roles:              <none>
Labels:             agentpool=user
                    kubernetes.io/os=linux
                    topology.kubernetes.io/zone=westeurope-1
Annotations:        alpha.kubernetes.io/provided-node-ip: 10.224.0.9
                    csi.volume.kubernetes.io/nodeid:
                      {"disk.csi.azure.com":"aks-user-15776247-vmss000009"}
                    volumes.kubernetes.io/controller-managed-attach-detach: true
CreationTimestamp:  Sun, 01 Mar 2026 08:00:00 +0000
Taints:             node.kubernetes.io/unreachable:NoExecute
                    node.kubernetes.io/unreachable:NoSchedule
                    sku=gpu:NoSchedule
Unschedulable:      false
Lease:
  HolderIdentity:  aks-user-15776247-vmss000009
  AcquireTime:     <unset>
  RenewTime:       Mon, 09 Mar 2026 11:20:00 +0000
Conditions:
  Type             Status    LastHeartbeatTime                 LastTransitionTime                Reason              Message
  ----             ------    -----------------                 ------------------                ------              -------
  KernelDeadlock   False     Mon, 09 Mar 2026 11:19:00 +0000   Sun, 01 Mar 2026 08:00:10 +0000   KernelHasNoDeadlock   kernel has no deadlock
  MemoryPressure   Unknown   Mon, 09 Mar 2026 11:19:00 +0000   Mon, 09 Mar 2026 11:20:40 +0000   NodeStatusUnknown   Kubelet stopped posting node status.
  Ready            Unknown   Mon, 09 Mar 2026 11:19:00 +0000   Mon, 09 Mar 2026 11:20:40 +0000   NodeStatusUnknown   Kubelet stopped posting node status.
Addresses:
  InternalIP:  10.224.0.9
  Hostname:    aks-user-15776247-vmss000009
Capacity:
  cpu:                4
Allocatable:
  cpu:                3860m
System Info:
  Machine ID:                 0123456789abcdef
  System UUID:                aa-bb
  Kernel Version:             5.15.0-1073-azure
  OS Image:                   Ubuntu 22.04.5 LTS
  Operating System:           linux
  Architecture:               amd64
  Container Runtime Version:  containerd://1.7.23-1
  Kubelet Version:            v1.30.7
PodCIDR:                      10.244.1.0/24
ProviderID:                   azure:///subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/mc_rg_c_westeurope/providers/Microsoft.Compute/virtualMachineScaleSets/aks-user-15776247-vmss/virtualMachines/9
Non-terminated Pods:          (1 in total)
  Namespace                   Name                CPU Requests  CPU Limits  Memory Requests  Memory Limits  Age
  ---------                   ----                ------------  ----------  ---------------  -------------  ---
  kube-system                 azure-ip-masq-1     100m (2%)     500m (12%)  50Mi (0%)        250Mi (1%)     8d
Allocated resources:
  (Total limits may be over 100 percent, i.e., overcommitted.)
  Resource           Requests    Limits
  --------           --------    ------
  cpu                100m (2%)   500m (12%)
Events:
  Type     Reason           Age                From             Message
  ----     ------           ----               ----             -------
  Normal   NodeNotReady     39m                node-controller  Node aks-user-15776247-vmss000009 status is now: NodeNotReady
  Normal   NodeRebootStart  25m (x2 over 30m)  aks-auto-repair  Node auto-repair is initiating a reboot
  Warning  NodeRebootError  24m                aks-auto-repair  Node auto-repair reboot action failed due to an operation failure: InvalidParameter
`

// summary is a page in short: what it was taken for, each node, each event, what was cut, the rest.
func summary(p pages.Page) string {
	var out []string
	for _, s := range p.Shown {
		out = append(out, "shown "+s.String())
	}
	for i := range p.Nodes {
		out = append(out, nodeLine(&p.Nodes[i], p.At))
	}
	for i := range p.Events {
		e := &p.Events[i]
		line := fmt.Sprintf("event %s %s %s", e.InvolvedObject.Name, e.Type, e.Reason)
		if !e.LastTimestamp.IsZero() {
			line += fmt.Sprintf(" %s..%s x%d", p.At.Sub(e.FirstTimestamp.Time), p.At.Sub(e.LastTimestamp.Time), e.Count)
		}
		out = append(out, line+" "+e.Source.Component+": "+e.Message)
	}
	for _, g := range p.Gaps {
		out = append(out, "cut "+g.Subject())
	}
	if p.Rest != "" {
		out = append(out, "rest "+p.Rest)
	}
	return strings.Join(out, "\n")
}

func nodeLine(n *corev1.Node, at time.Time) string {
	line := "node " + n.Name
	for _, c := range n.Status.Conditions {
		line += fmt.Sprintf(" %s=%s", c.Type, c.Status)
		if c.Reason != "" {
			line += "(" + c.Reason + ")"
		}
	}
	for _, t := range n.Spec.Taints {
		line += " taint " + t.ToString()
	}
	for _, key := range slices.Sorted(maps.Keys(n.Labels)) {
		line += " " + key + "=" + n.Labels[key]
	}
	for _, part := range []string{n.Spec.ProviderID, n.Status.NodeInfo.KubeletVersion, n.Status.NodeInfo.OSImage, n.Status.NodeInfo.OperatingSystem} {
		if part != "" {
			line += " " + part[strings.LastIndexByte(part, '/')+1:]
		}
	}
	if !n.CreationTimestamp.IsZero() {
		line += " age " + at.Sub(n.CreationTimestamp.Time).String()
	}
	if n.Spec.Unschedulable {
		line += " cordoned"
	}
	return line
}

// checkPages reads texts and compares what they show.
func checkPages(t *testing.T, texts map[string]pageCase) {
	t.Helper()
	for name, c := range texts {
		t.Run(name, func(t *testing.T) {
			p, ok := pages.Read(c.text, pasted)
			snapshottest.Equal(t, "page", summary(p), c.want)
			snapshottest.Equal(t, "is a page", ok, strings.HasPrefix(c.want, "shown"))
		})
	}
}

// pageCase is a text and the summary of what it shows.
type pageCase struct{ text, want string }
