package repair

import (
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// The table's codes for why nothing was tried or what cannot be seen.
const (
	reasonNotAKS              = "NotAKS"
	reasonStoppedVM           = "StoppedVM"
	reasonRemovedByAutoscaler = "RemovedByAutoscaler"
	reasonBeingUpgraded       = "BeingUpgraded"
	reasonVirtualNode         = "VirtualNode"
	reasonKarpenter           = "RepairedByKarpenter"
	reasonNotAzure            = "NotAzure"
	reasonNeverReady          = "NeverReady"
	reasonOnlyNode            = "OnlyNode"
	reasonAllNodesNotReady    = "AllNodesNotReady"
	reasonNetworkWide         = "NetworkWide"
	reasonNotDueYet           = "NotDueYet"
	reasonEventsUnread        = "EventsUnread"
	reasonEventsExpired       = "EventsExpired"
	reasonStartUnknown        = "StartUnknown"
	reasonLeftOutBySince      = "LeftOutBySince"
	reasonNodeUnread          = "NodeUnread"
	reasonWindowsNoRedeploy   = "WindowsNoRedeploy"
)

// Marks on a Node that say what happens to it.
// Source: https://learn.microsoft.com/azure/aks/node-auto-repair
const (
	taintShutdown    = "node.cloudprovider.kubernetes.io/shutdown"
	taintAutoscaler  = "ToBeDeletedByClusterAutoscaler"
	noScaleDown      = "cluster-autoscaler.kubernetes.io/scale-down-disabled"
	noScaleDownCause = "kubernetes.azure.com/azure-cluster-autoscaler-scale-down-disabled-reason"
	labelVirtual     = "type"
)

// suppressions are the reasons that keep AKS from acting on a node, the surest first:
// what the node itself says, then what the cluster as a whole says, then the time.
func (c *clusterView) suppressions(n *corev1.Node, o outage) []string {
	rules := []rule{
		{reasonVirtualNode, n.Labels[labelVirtual] == "virtual-kubelet"},
		{reasonNotAzure, n.Spec.ProviderID != "" && !strings.HasPrefix(n.Spec.ProviderID, "azure://")},
		{reasonNotAKS, strings.HasPrefix(n.Spec.ProviderID, "azure://") && !hasLabel(n, snapshot.LabelPrefixAKS)},
		{reasonKarpenter, n.Labels[snapshot.LabelKarpenter] != ""},
		{reasonNeverReady, o.neverReady},
		{reasonOnlyNode, c.quiet() && c.total == 1},
		{reasonAllNodesNotReady, c.quiet() && c.total > 1 && c.ready == 0},
		{reasonNetworkWide, c.networkWide(n)},
		{reasonNotDueYet, !o.atLeast && c.takenAt.Sub(o.since) < dueTime},
	}
	own := applying(rules[:3])
	return slices.Concat(own, marks(n), applying(rules[3:]))
}

// rule is a reason and whether it applies.
type rule struct {
	reason  string
	applies bool
}

// marks are the reasons that the node itself bears: who made the mark means it.
func marks(n *corev1.Node) []string {
	return applying([]rule{
		{reasonStoppedVM, hasTaint(n, taintShutdown)},
		{reasonRemovedByAutoscaler, hasTaint(n, taintAutoscaler)},
		{reasonBeingUpgraded, n.Annotations[noScaleDown] == "true" && n.Annotations[noScaleDownCause] == "upgrade"},
	})
}

func applying(rules []rule) []string {
	var reasons []string
	for _, r := range rules {
		if r.applies {
			reasons = append(reasons, r.reason)
		}
	}
	return reasons
}

// networkWide says whether the node is one of many that have stopped reporting together.
func (c *clusterView) networkWide(n *corev1.Node) bool {
	ready := snapshot.ReadyCondition(n)
	down := c.total - c.ready
	return c.quiet() && c.ready > 0 && down >= networkWideNodes && 2*down > c.total &&
		ready != nil && ready.Status == corev1.ConditionUnknown
}

func hasLabel(n *corev1.Node, prefix string) bool {
	for key := range n.Labels {
		if strings.HasPrefix(key, prefix) {
			return true
		}
	}
	return false
}

func hasTaint(n *corev1.Node, key string) bool {
	for _, taint := range n.Spec.Taints {
		if taint.Key == key {
			return true
		}
	}
	return false
}
