package redact

import (
	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// redactImpact rebuilds the impact. Labels get the same tokens on pods and in selectors, so
// that the budgets select the same pods.
func (r *Redactor) redactImpact(i *snapshot.Impact) *snapshot.Impact {
	if i == nil {
		return nil
	}
	redacted := &snapshot.Impact{BudgetsListed: i.BudgetsListed}
	for _, name := range i.Unread {
		redacted.Unread = append(redacted.Unread, r.nodeName(name))
	}
	for n := range i.Pods {
		redacted.Pods = append(redacted.Pods, r.redactPod(&i.Pods[n]))
	}
	for n := range i.Budgets {
		redacted.Budgets = append(redacted.Budgets, r.redactBudget(&i.Budgets[n]))
	}
	return redacted
}

// learnImpact notes the names of pods, namespaces and budgets.
func (r *Redactor) learnImpact(i *snapshot.Impact) {
	if i == nil {
		return
	}
	for n := range i.Pods {
		r.learn(i.Pods[n].Name, r.tokenFor("pod"))
		r.learn(i.Pods[n].Namespace, r.namespaceName)
	}
	for n := range i.Budgets {
		r.learn(i.Budgets[n].Name, r.tokenFor("name"))
		r.learn(i.Budgets[n].Namespace, r.namespaceName)
	}
}

func (r *Redactor) redactPod(p *corev1.Pod) corev1.Pod {
	redacted := corev1.Pod{
		ObjectMeta: metav1.ObjectMeta{
			Name: r.token("pod", p.Name), Namespace: r.namespaceName(p.Namespace), Labels: r.redactLabels(p.Labels),
			DeletionTimestamp: p.DeletionTimestamp, CreationTimestamp: p.CreationTimestamp,
		},
		Spec:   corev1.PodSpec{NodeName: r.hostName(p.Spec.NodeName)},
		Status: corev1.PodStatus{Phase: textAs(r, p.Status.Phase)},
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
			Type: textAs(r, c.Type), Status: textAs(r, c.Status), LastTransitionTime: c.LastTransitionTime, Reason: r.Text(c.Reason),
		})
	}
	return redacted
}

func (r *Redactor) redactBudget(b *policyv1.PodDisruptionBudget) policyv1.PodDisruptionBudget {
	redacted := policyv1.PodDisruptionBudget{
		ObjectMeta: metav1.ObjectMeta{Name: r.token("name", b.Name), Namespace: r.namespaceName(b.Namespace), Generation: b.Generation},
		Spec:       policyv1.PodDisruptionBudgetSpec{Selector: r.redactSelector(b.Spec.Selector)},
		Status: policyv1.PodDisruptionBudgetStatus{
			ObservedGeneration: b.Status.ObservedGeneration, DisruptionsAllowed: b.Status.DisruptionsAllowed,
			CurrentHealthy: b.Status.CurrentHealthy, DesiredHealthy: b.Status.DesiredHealthy, ExpectedPods: b.Status.ExpectedPods,
		},
	}
	if policy := b.Spec.UnhealthyPodEvictionPolicy; policy != nil {
		shown := textAs(r, *policy)
		redacted.Spec.UnhealthyPodEvictionPolicy = &shown
	}
	for name, at := range b.Status.DisruptedPods {
		if redacted.Status.DisruptedPods == nil {
			redacted.Status.DisruptedPods = map[string]metav1.Time{}
		}
		redacted.Status.DisruptedPods[r.token("pod", name)] = at
	}
	for _, c := range b.Status.Conditions {
		c.Type, c.Status, c.Reason, c.Message = r.Text(c.Type), textAs(r, c.Status), r.Text(c.Reason), r.Text(c.Message)
		redacted.Status.Conditions = append(redacted.Status.Conditions, c)
	}
	return redacted
}

// redactLabels replaces the keys and the values of labels.
func (r *Redactor) redactLabels(labels map[string]string) map[string]string {
	if labels == nil {
		return nil
	}
	redacted := make(map[string]string, len(labels))
	for key, value := range labels {
		redacted[r.caseToken("label", key)] = r.caseToken("name", value)
	}
	return redacted
}

// redactSelector replaces the keys and the values in a selector as redactLabels does.
func (r *Redactor) redactSelector(s *metav1.LabelSelector) *metav1.LabelSelector {
	if s == nil {
		return nil
	}
	redacted := &metav1.LabelSelector{MatchLabels: r.redactLabels(s.MatchLabels)}
	for _, m := range s.MatchExpressions {
		requirement := metav1.LabelSelectorRequirement{Key: r.caseToken("label", m.Key), Operator: textAs(r, m.Operator)}
		for _, value := range m.Values {
			requirement.Values = append(requirement.Values, r.caseToken("name", value))
		}
		redacted.MatchExpressions = append(redacted.MatchExpressions, requirement)
	}
	return redacted
}
