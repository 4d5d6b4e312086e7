package snapshot

import (
	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// SlimNode removes what no diagnosis reads and what makes nodes big. Of the annotations, which
// show what AKS is doing, it removes only the one that repeats the whole node.
func SlimNode(n *corev1.Node) *corev1.Node {
	n.ManagedFields = nil
	n.Status.Images, n.Status.VolumesAttached, n.Status.VolumesInUse = nil, nil, nil
	delete(n.Annotations, corev1.LastAppliedConfigAnnotation)
	return n
}

// SlimEvent removes what no diagnosis reads and what can make events big.
func SlimEvent(e *corev1.Event) *corev1.Event {
	e.ManagedFields, e.Annotations, e.Labels = nil, nil, nil
	e.OwnerReferences, e.Finalizers, e.Related = nil, nil, nil
	return e
}

// SlimPod removes what the impact does not need and what can make pods big. Of the annotations
// it keeps the one of mirror pods.
func SlimPod(p *metav1.ObjectMeta) {
	mirror, static := p.Annotations[corev1.MirrorPodAnnotationKey]
	p.ManagedFields, p.Annotations, p.Finalizers = nil, nil, nil
	if static {
		p.Annotations = map[string]string{corev1.MirrorPodAnnotationKey: mirror}
	}
}

// SlimBudget removes what the impact does not need.
func SlimBudget(b *policyv1.PodDisruptionBudget) {
	b.ManagedFields, b.Annotations, b.Labels = nil, nil, nil
	b.OwnerReferences, b.Finalizers = nil, nil
}
