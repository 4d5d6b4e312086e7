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

// labelsOfPlaces are the labels whose values are Azure's or Kubernetes' own and stay.
var labelsOfPlaces = []string{
	corev1.LabelTopologyRegion, corev1.LabelTopologyZone, corev1.LabelInstanceTypeStable, corev1.LabelOSStable, corev1.LabelArchStable,
	"type", "kubernetes.azure.com/mode", "kubernetes.azure.com/os-sku", "kubernetes.azure.com/role", "kubernetes.azure.com/node-image-version",
	"kubernetes.azure.com/scalesetpriority",
}

// annotationsKept say why a node is left alone, in words of AKS.
var annotationsKept = []string{
	"cluster-autoscaler.kubernetes.io/scale-down-disabled",
	"kubernetes.azure.com/azure-cluster-autoscaler-scale-down-disabled-reason",
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
			KubeletVersion: r.place(n.Status.NodeInfo.KubeletVersion), OperatingSystem: n.Status.NodeInfo.OperatingSystem,
			Architecture: n.Status.NodeInfo.Architecture, OSImage: r.Text(n.Status.NodeInfo.OSImage),
			KernelVersion: r.place(n.Status.NodeInfo.KernelVersion), ContainerRuntimeVersion: r.Text(n.Status.NodeInfo.ContainerRuntimeVersion),
		}},
	}
	if n.Spec.ProviderID != "" {
		redacted.Spec.ProviderID = r.providerID(n.Spec.ProviderID)
	}
	for _, key := range annotationsKept {
		if value, ok := n.Annotations[key]; ok {
			metav1.SetMetaDataAnnotation(&redacted.ObjectMeta, key, r.Text(value))
		}
	}
	for _, t := range n.Spec.Taints {
		redacted.Spec.Taints = append(redacted.Spec.Taints, corev1.Taint{Key: r.taintKey(t.Key), Value: r.Text(t.Value), Effect: t.Effect, TimeAdded: t.TimeAdded})
	}
	for _, c := range n.Status.Conditions {
		c.Type, c.Reason, c.Message = corev1.NodeConditionType(r.reason(string(c.Type))), r.reason(c.Reason), r.Text(c.Message)
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
		case slices.Contains(labelsOfPlaces, key):
			redacted[key] = r.place(value)
		}
	}
	return redacted
}

// taintKey is the key of a taint: those of Kubernetes, the autoscaler and AKS stay.
func (r *Redactor) taintKey(key string) string {
	domain, _, _ := strings.Cut(key, "/")
	for _, own := range []string{"kubernetes.io", "k8s.io", "azure.com", "karpenter.sh"} {
		if domain == own || strings.HasSuffix(domain, "."+own) {
			return key
		}
	}
	return r.reason(key)
}
