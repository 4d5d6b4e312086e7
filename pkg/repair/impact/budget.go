package impact

import (
	"cmp"
	"fmt"
	"slices"

	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
)

// budget is a budget with its selector, ready to match.
type budget struct {
	*policyv1.PodDisruptionBudget
	selector labels.Selector
}

// budgets are the budgets by namespace, each in the order of names.
type budgets map[string][]budget

// budgetsOf leaves out a budget whose selector is not valid, as the server does: it
// matches no pod.
func budgetsOf(list []policyv1.PodDisruptionBudget) budgets {
	all := budgets{}
	for i := range list {
		b := &list[i]
		if selector, err := metav1.LabelSelectorAsSelector(b.Spec.Selector); err == nil {
			all[b.Namespace] = append(all[b.Namespace], budget{b, selector})
		}
	}
	return all
}

// blocking returns the budgets that hold some of the pods, by namespace and name.
func (all budgets) blocking(pods []*corev1.Pod) []diagnosis.BlockingBudget {
	held := map[*policyv1.PodDisruptionBudget]*diagnosis.BlockingBudget{}
	// The first pod gives the reason: their order must not depend on the source.
	slices.SortFunc(pods, func(a, b *corev1.Pod) int { return cmp.Compare(a.Name, b.Name) })
	for _, pod := range pods {
		matching := all.matching(pod)
		for _, b := range matching {
			why := b.holds(pod)
			if len(matching) > 1 {
				why = "another budget selects the same pods, and the server evicts no pod with more than one"
			}
			if why == "" {
				continue
			}
			if held[b.PodDisruptionBudget] == nil {
				held[b.PodDisruptionBudget] = &diagnosis.BlockingBudget{
					Namespace: b.Namespace, Name: b.Name, DisruptionsAllowed: int(b.Status.DisruptionsAllowed), Why: why,
				}
			}
			held[b.PodDisruptionBudget].Pods++
		}
	}
	out := []diagnosis.BlockingBudget{}
	for _, b := range held {
		out = append(out, *b)
	}
	slices.SortFunc(out, func(a, b diagnosis.BlockingBudget) int {
		return cmp.Or(cmp.Compare(a.Namespace, b.Namespace), cmp.Compare(a.Name, b.Name))
	})
	return out
}

// matching returns the budgets that have a say in the eviction of a pod. Pods that are pending
// or being deleted go without being asked for.
// Source: canIgnorePDB in k8s.io/kubernetes/pkg/registry/core/pod/storage/eviction.go.
func (all budgets) matching(pod *corev1.Pod) []budget {
	if pod.Status.Phase == corev1.PodPending || pod.DeletionTimestamp != nil {
		return nil
	}
	var matching []budget
	for _, b := range all[pod.Namespace] {
		if b.selector.Matches(labels.Set(pod.Labels)) {
			matching = append(matching, b)
		}
	}
	return matching
}

// holds says why the budget does not let the pod go, which is empty when it does. A pod
// that is not Ready, as pods on a node that is NotReady soon are, goes without a
// disruption being counted when the budget has its healthy pods elsewhere.
// Source: EvictionREST.Create in k8s.io/kubernetes/pkg/registry/core/pod/storage/eviction.go.
func (b budget) holds(pod *corev1.Pod) string {
	s, policy := b.Status, b.Spec.UnhealthyPodEvictionPolicy
	if !podReady(pod) {
		if policy != nil && *policy == policyv1.AlwaysAllow {
			return ""
		}
		if s.CurrentHealthy >= s.DesiredHealthy && s.DesiredHealthy > 0 {
			return ""
		}
	}
	failed := meta.FindStatusCondition(s.Conditions, policyv1.DisruptionAllowedCondition)
	switch {
	case s.ObservedGeneration < b.Generation:
		return "its newest form has not been processed yet"
	case s.DisruptionsAllowed > 0:
		return ""
	case failed != nil && failed.Status == metav1.ConditionFalse && failed.Reason == policyv1.SyncFailedReason:
		return "its pods could not be counted: " + failed.Message
	default:
		return fmt.Sprintf("it allows no disruption (healthy pods: %d, needed: %d)", s.CurrentHealthy, s.DesiredHealthy)
	}
}

func podReady(pod *corev1.Pod) bool {
	return slices.ContainsFunc(pod.Status.Conditions, func(c corev1.PodCondition) bool {
		return c.Type == corev1.PodReady && c.Status == corev1.ConditionTrue
	})
}
