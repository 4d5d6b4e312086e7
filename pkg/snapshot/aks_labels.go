package snapshot

// Labels that AKS and its node auto-provisioning give to nodes.
// Sources: https://learn.microsoft.com/azure/aks/use-labels and
// https://learn.microsoft.com/azure/aks/node-autoprovision
const (
	// LabelPool is the node pool.
	LabelPool = "kubernetes.azure.com/agentpool"
	// LabelPriority is "spot" on nodes of a spot pool.
	LabelPriority = "kubernetes.azure.com/scalesetpriority"
	// LabelCluster is the node resource group, the same on all nodes of a cluster.
	LabelCluster = "kubernetes.azure.com/cluster"
	// LabelKarpenter is the NodePool of a node that node auto-provisioning made.
	LabelKarpenter = "karpenter.sh/nodepool"
	// LabelPrefixAKS begins all labels of AKS.
	LabelPrefixAKS = "kubernetes.azure.com/"
)
