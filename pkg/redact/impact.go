package redact

import (
	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// impact is the impact made anew. Labels become tokens on pods and in selectors alike, so
// that the same budgets hold the same pods.
func (r *Redactor) impact(i *snapshot.Impact) *snapshot.Impact {
	if i == nil {
		return nil
	}
	redacted := &snapshot.Impact{BudgetsListed: i.BudgetsListed}
	for _, name := range i.Unread {
		redacted.Unread = append(redacted.Unread, r.node(name))
	}
	for n := range i.Pods {
		redacted.Pods = append(redacted.Pods, r.pod(&i.Pods[n]))
	}
	for n := range i.Budgets {
		redacted.Budgets = append(redacted.Budgets, r.budget(&i.Budgets[n]))
	}
	return redacted
}

// learnImpact notes the names of pods, namespaces and budgets.
func (r *Redactor) learnImpact(i *snapshot.Impact) {
	if i == nil {
		return
	}
	for n := range i.Pods {
		r.learn(i.Pods[n].Name, r.token("pod", i.Pods[n].Name))
		r.learn(i.Pods[n].Namespace, r.namespace(i.Pods[n].Namespace))
	}
	for n := range i.Budgets {
		r.learn(i.Budgets[n].Name, r.token("name", i.Budgets[n].Name))
		r.learn(i.Budgets[n].Namespace, r.namespace(i.Budgets[n].Namespace))
	}
}

func (r *Redactor) pod(p *corev1.Pod) corev1.Pod {
	redacted := corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{
			Name: r.token("pod", p.Name), Namespace: r.namespace(p.Namespace), Labels: r.labels(p.Labels),
			DeletionTimestamp: p.DeletionTimestamp, CreationTimestamp: p.CreationTimestamp,
		},
		Spec:   corev1.PodSpec{NodeName: r.host(p.Spec.NodeName)},
		Status: corev1.PodStatus{Phase: text(r, p.Status.Phase)},
	}
	if _, ok := p.Annotations[corev1.MirrorPodAnnotationKey]; ok {
		redacted.Annotations = map[string]string{corev1.MirrorPodAnnotationKey: "redacted"}
	}
	for _, owner := range p.OwnerReferences {
		redacted.OwnerReferences = append(redacted.OwnerReferences, metav1.OwnerReference{
			APIVersion: r.Text(owner.APIVersion), Kind: r.Text(owner.Kind), Name: r.token("name", owner.Name), Controller: owner.Controller,
		})
	}
	for _, c := range p.Status.Conditions {
		redacted.Status.Conditions = append(redacted.Status.Conditions, corev1.PodCondition{
			Type: text(r, c.Type), Status: text(r, c.Status), LastTransitionTime: c.LastTransitionTime, Reason: r.Text(c.Reason),
		})
	}
	return redacted
}

func (r *Redactor) budget(b *policyv1.PodDisruptionBudget) policyv1.PodDisruptionBudget {
	redacted := policyv1.PodDisruptionBudget{
		ObjectMeta: metav1.ObjectMeta{Name: r.token("name", b.Name), Namespace: r.namespace(b.Namespace), Generation: b.Generation},
		Spec:       policyv1.PodDisruptionBudgetSpec{Selector: r.selector(b.Spec.Selector)},
		Status: policyv1.PodDisruptionBudgetStatus{
			ObservedGeneration: b.Status.ObservedGeneration, DisruptionsAllowed: b.Status.DisruptionsAllowed,
			CurrentHealthy: b.Status.CurrentHealthy, DesiredHealthy: b.Status.DesiredHealthy, ExpectedPods: b.Status.ExpectedPods,
		},
	}
	if policy := b.Spec.UnhealthyPodEvictionPolicy; policy != nil {
		shown := text(r, *policy)
		redacted.Spec.UnhealthyPodEvictionPolicy = &shown
	}
	for name, at := range b.Status.DisruptedPods {
		if redacted.Status.DisruptedPods == nil {
			redacted.Status.DisruptedPods = map[string]metav1.Time{}
		}
		redacted.Status.DisruptedPods[r.token("pod", name)] = at
	}
	for _, c := range b.Status.Conditions {
		c.Type, c.Status, c.Reason, c.Message = r.Text(c.Type), text(r, c.Status), r.Text(c.Reason), r.Text(c.Message)
		redacted.Status.Conditions = append(redacted.Status.Conditions, c)
	}
	return redacted
}

// labels are labels whose keys and values are tokens.
func (r *Redactor) labels(labels map[string]string) map[string]string {
	if labels == nil {
		return nil
	}
	redacted := make(map[string]string, len(labels))
	for key, value := range labels {
		redacted[r.exact("label", key)] = r.exact("name", value)
	}
	return redacted
}

// selector is a selector for labels as labels writes them.
func (r *Redactor) selector(s *metav1.LabelSelector) *metav1.LabelSelector {
	if s == nil {
		return nil
	}
	redacted := &metav1.LabelSelector{MatchLabels: r.labels(s.MatchLabels)}
	for _, m := range s.MatchExpressions {
		requirement := metav1.LabelSelectorRequirement{Key: r.exact("label", m.Key), Operator: text(r, m.Operator)}
		for _, value := range m.Values {
			requirement.Values = append(requirement.Values, r.exact("name", value))
		}
		redacted.MatchExpressions = append(redacted.MatchExpressions, requirement)
	}
	return redacted
}
