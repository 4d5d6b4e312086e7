package redact

import (
	"maps"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
)

// The labels of a node whose values are names.
// Source: https://learn.microsoft.com/azure/aks/use-labels
const (
	labelPool    = "kubernetes.azure.com/agentpool"
	labelCluster = "kubernetes.azure.com/cluster"
	labelNodes   = "karpenter.sh/nodepool"
)

// labelsOfAKS is what the labels of AKS begin with; one of them tells that a node is of AKS.
const labelsOfAKS = "kubernetes.azure.com/"

// labelsKept are further labels that a diagnosis needs.
var labelsKept = []string{
	corev1.LabelTopologyRegion, corev1.LabelTopologyZone, corev1.LabelInstanceTypeStable, corev1.LabelOSStable, corev1.LabelArchStable, "type",
}

// nodeObject is a node made anew with what a diagnosis needs of it.
func (r *Redactor) nodeObject(n *corev1.Node) corev1.Node {
	redacted := corev1.Node{
		ObjectMeta: metav1.ObjectMeta{
			Name: r.node(n.Name), UID: types.UID(r.id(string(n.UID))), CreationTimestamp: n.CreationTimestamp,
			DeletionTimestamp: n.DeletionTimestamp, Labels: r.nodeLabels(n.Labels),
		},
		Spec: corev1.NodeSpec{Unschedulable: n.Spec.Unschedulable},
		Status: corev1.NodeStatus{NodeInfo: corev1.NodeSystemInfo{
			KubeletVersion: r.Text(n.Status.NodeInfo.KubeletVersion), OperatingSystem: r.Text(n.Status.NodeInfo.OperatingSystem),
			Architecture: r.Text(n.Status.NodeInfo.Architecture), OSImage: r.Text(n.Status.NodeInfo.OSImage),
			KernelVersion: r.Text(n.Status.NodeInfo.KernelVersion), ContainerRuntimeVersion: r.Text(n.Status.NodeInfo.ContainerRuntimeVersion),
		}},
	}
	if n.Spec.ProviderID != "" {
		redacted.Spec.ProviderID = r.providerID(n.Spec.ProviderID)
	}
	for key, value := range n.Annotations {
		if r.Text(key) == key { // one that the table knows
			metav1.SetMetaDataAnnotation(&redacted.ObjectMeta, key, r.Text(value))
		}
	}
	for _, t := range n.Spec.Taints {
		redacted.Spec.Taints = append(redacted.Spec.Taints, corev1.Taint{Key: r.Text(t.Key), Value: r.Text(t.Value), Effect: text(r, t.Effect), TimeAdded: t.TimeAdded})
	}
	for _, c := range n.Status.Conditions {
		c.Type, c.Status, c.Reason, c.Message = text(r, c.Type), text(r, c.Status), r.Text(c.Reason), r.message(c.Message)
		redacted.Status.Conditions = append(redacted.Status.Conditions, c)
	}
	return redacted
}

// nodeLabels are the labels that a diagnosis needs.
func (r *Redactor) nodeLabels(labels map[string]string) map[string]string {
	redacted := map[string]string{}
	for _, key := range slices.Sorted(maps.Keys(labels)) {
		value := labels[key]
		switch {
		case key == labelPool:
			redacted[key] = r.pool(value)
		case key == labelCluster:
			redacted[key] = r.group(value)
		case key == corev1.LabelHostname:
			redacted[key] = r.node(value)
		case key == labelNodes:
			redacted[key] = r.token("name", value)
		case slices.Contains(labelsKept, key), strings.HasPrefix(key, labelsOfAKS):
			redacted[r.Text(key)] = r.Text(value)
		}
	}
	return redacted
}
