package snapshot

import (
	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// Slim takes away what no diagnosis looks at and what makes nodes big. Of their
// annotations, which say what AKS is doing, only the one that repeats the whole node goes.
func Slim(n *corev1.Node) *corev1.Node {
	n.ManagedFields = nil
	n.Status.Images, n.Status.VolumesAttached, n.Status.VolumesInUse = nil, nil, nil
	delete(n.Annotations, corev1.LastAppliedConfigAnnotation)
	return n
}

// SlimEvent takes away what no diagnosis looks at and what can make events big.
func SlimEvent(e *corev1.Event) *corev1.Event {
	e.ManagedFields, e.Annotations, e.Labels = nil, nil, nil
	e.OwnerReferences, e.Finalizers, e.Related = nil, nil, nil
	return e
}

// SlimPod takes away what the impact of an outage does not look at and what can make
// pods big. Of their annotations it looks at the one of pods that a kubelet runs from files.
func SlimPod(p *metav1.ObjectMeta) {
	mirror, static := p.Annotations[corev1.MirrorPodAnnotationKey]
	p.ManagedFields, p.Annotations, p.Finalizers = nil, nil, nil
	if static {
		p.Annotations = map[string]string{corev1.MirrorPodAnnotationKey: mirror}
	}
}

// SlimBudget takes away what the impact of an outage does not look at.
func SlimBudget(b *policyv1.PodDisruptionBudget) {
	b.ManagedFields, b.Annotations, b.Labels = nil, nil, nil
	b.OwnerReferences, b.Finalizers = nil, nil
}
