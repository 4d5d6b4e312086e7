package redact

import (
	"maps"
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// labelsKept are other labels that a diagnosis needs.
var labelsKept = []string{
	corev1.LabelTopologyRegion, corev1.LabelTopologyZone, corev1.LabelInstanceTypeStable, corev1.LabelOSStable, corev1.LabelArchStable, "type",
}

// redactNode rebuilds a node with what a diagnosis needs of it.
func (r *Redactor) redactNode(n *corev1.Node) corev1.Node {
	redacted := corev1.Node{
		ObjectMeta: metav1.ObjectMeta{
			Name: r.nodeName(n.Name), UID: types.UID(r.idToken(string(n.UID))), CreationTimestamp: n.CreationTimestamp,
			DeletionTimestamp: n.DeletionTimestamp, Labels: r.redactNodeLabels(n.Labels),
		},
		Spec: corev1.NodeSpec{Unschedulable: n.Spec.Unschedulable},
		Status: corev1.NodeStatus{NodeInfo: corev1.NodeSystemInfo{
			KubeletVersion: r.Text(n.Status.NodeInfo.KubeletVersion), OperatingSystem: r.Text(n.Status.NodeInfo.OperatingSystem),
			Architecture: r.Text(n.Status.NodeInfo.Architecture), OSImage: r.Text(n.Status.NodeInfo.OSImage),
			KernelVersion: r.Text(n.Status.NodeInfo.KernelVersion), ContainerRuntimeVersion: r.Text(n.Status.NodeInfo.ContainerRuntimeVersion),
		}},
	}
	for _, finalizer := range n.Finalizers {
		redacted.Finalizers = append(redacted.Finalizers, r.Text(finalizer))
	}
	if n.Spec.ProviderID != "" {
		redacted.Spec.ProviderID = r.redactProviderID(n.Spec.ProviderID)
	}
	for key, value := range n.Annotations {
		if r.Text(key) == key { // the table knows it
			metav1.SetMetaDataAnnotation(&redacted.ObjectMeta, key, r.Text(value))
		}
	}
	for _, t := range n.Spec.Taints {
		redacted.Spec.Taints = append(redacted.Spec.Taints, corev1.Taint{Key: r.Text(t.Key), Value: r.Text(t.Value), Effect: textAs(r, t.Effect), TimeAdded: t.TimeAdded})
	}
	for _, c := range n.Status.Conditions {
		c.Type, c.Status, c.Reason, c.Message = textAs(r, c.Type), textAs(r, c.Status), r.Text(c.Reason), r.redactMessage(c.Message)
		redacted.Status.Conditions = append(redacted.Status.Conditions, c)
	}
	return redacted
}

// redactNodeLabels keeps the labels that a diagnosis needs.
func (r *Redactor) redactNodeLabels(labels map[string]string) map[string]string {
	redacted := map[string]string{}
	for _, key := range slices.Sorted(maps.Keys(labels)) {
		value := labels[key]
		switch {
		case key == snapshot.LabelPool:
			redacted[key] = r.poolName(value)
		case key == snapshot.LabelCluster:
			redacted[key] = r.groupName(value)
		case key == corev1.LabelHostname:
			redacted[key] = r.nodeName(value)
		case key == snapshot.LabelKarpenter:
			redacted[key] = r.token("name", value)
		case slices.Contains(labelsKept, key), strings.HasPrefix(key, snapshot.LabelPrefixAKS):
			redacted[r.Text(key)] = r.Text(value)
		}
	}
	return redacted
}
