package cluster

import corev1 "k8s.io/api/core/v1"

// takeImpactDump is how a dump is made that has what is on the nodes.
const takeImpactDump = `Make the dump with "kubectl get nodes,events,pods,poddisruptionbudgets -A -o json".`

// addImpact adds what is on the nodes that are not Ready, if it was asked for. A dump
// without a single budget was made without them: a cluster brings some of its own.
func (d Dump) addImpact(s *Snapshot, f *found) {
	if !d.Impact {
		return
	}
	s.Impact = &Impact{BudgetsListed: true}
	down := notReady(statuses(s.Nodes))
	if len(f.pods) == 0 {
		s.Impact.Unread = down
		s.Gaps = append(s.Gaps, Gap{Subject: allPods, Reason: "The dump has no Pod objects.", Action: takeImpactDump})
		return
	}
	for i := range f.pods {
		if containsSorted(down, f.pods[i].Spec.NodeName) {
			s.Impact.Pods = append(s.Impact.Pods, f.pods[i])
		}
	}
	if len(s.Impact.Pods) > 0 && len(f.budgets) == 0 {
		s.Impact.BudgetsListed = false
		s.Gaps = append(s.Gaps, Gap{
			Subject: "pod disruption budgets", Reason: "The dump has no PodDisruptionBudget objects.", Action: takeImpactDump,
		})
	}
	s.Impact.Budgets = budgetsFor(s.Impact.Pods, f.budgets)
}

// slimPod is a pod with what the impact of an outage needs to know of it.
func slimPod(p *corev1.Pod) corev1.Pod {
	slim := corev1.Pod{TypeMeta: p.TypeMeta, ObjectMeta: p.ObjectMeta}
	slim.ManagedFields = nil
	slim.Spec.NodeName, slim.Status.Phase = p.Spec.NodeName, p.Status.Phase
	for _, c := range p.Status.Conditions {
		if c.Type == corev1.PodReady {
			slim.Status.Conditions = []corev1.PodCondition{c}
		}
	}
	return slim
}
