package dump

import (
	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// takeImpactDump is how a dump is made that has what is on the nodes.
const takeImpactDump = `Make the dump with "kubectl get nodes,events,pods,poddisruptionbudgets -A -o json".`

// addImpact adds what is on the nodes that are not Ready, if it was asked for. A dump
// without a single budget was made without them: a cluster brings some of its own.
func (d Dump) addImpact(s *snapshot.Snapshot, f *found) {
	if !d.Impact {
		return
	}
	s.Impact = &snapshot.Impact{BudgetsListed: true}
	down := snapshot.NotReady(snapshot.Statuses(s.Nodes))
	if f.kept.pods > 0 { // on which nodes those were that are left out is not known
		s.Impact.Unread = down
		return
	}
	if len(f.pods) == 0 {
		s.Impact.Unread = down
		s.Gaps = append(s.Gaps, snapshot.Gap{Source: snapshot.SourcePods, Subjects: []string{snapshot.AllPods}, Reason: "The dump has no Pod objects.", Action: takeImpactDump})
		return
	}
	for i := range f.pods {
		if containsSorted(down, f.pods[i].node) {
			s.Impact.Pods = append(s.Impact.Pods, f.pods[i].pod())
		}
	}
	s.Impact.BudgetsListed = f.kept.budgets == 0
	if len(s.Impact.Pods) > 0 && len(f.budgets)+f.kept.budgets == 0 {
		s.Impact.BudgetsListed = false
		s.Gaps = append(s.Gaps, snapshot.Gap{
			Source: snapshot.SourcePods, Subjects: []string{"pod disruption budgets"}, Reason: "The dump has no PodDisruptionBudget objects.", Action: takeImpactDump,
		})
	}
	s.Impact.Budgets = snapshot.BudgetsFor(s.Impact.Pods, f.budgets)
}

// foundPod is what the impact of an outage needs to know of a pod. All pods of a dump are
// kept until it is known which nodes are down, and a corev1.Pod takes a kilobyte more.
type foundPod struct {
	kind  metav1.TypeMeta
	meta  metav1.ObjectMeta
	node  string
	phase corev1.PodPhase
	ready []corev1.PodCondition
}

// addPod keeps a pod, if there is room for it.
func (f *found) addPod(p *corev1.Pod) error {
	one := foundPod{kind: p.TypeMeta, meta: p.ObjectMeta, node: p.Spec.NodeName, phase: p.Status.Phase}
	one.meta.ManagedFields = nil
	if !f.keep {
		snapshot.SlimPod(&one.meta)
	}
	for _, c := range p.Status.Conditions {
		if c.Type == corev1.PodReady {
			one.ready = []corev1.PodCondition{c}
		}
	}
	if !f.kept.take(memory(&one), 0) {
		f.kept.pods++
		return nil
	}
	f.pods = append(f.pods, one)
	return nil
}

// addBudget keeps a budget, if there is room for it.
func (f *found) addBudget(b *policyv1.PodDisruptionBudget) error {
	if !f.keep {
		snapshot.SlimBudget(b)
	}
	if !f.kept.take(memory(b), 0) {
		f.kept.budgets++
		return nil
	}
	f.budgets = append(f.budgets, *b)
	return nil
}

// pod is the pod as an object.
func (p *foundPod) pod() corev1.Pod {
	return corev1.Pod{
		TypeMeta: p.kind, ObjectMeta: p.meta, Spec: corev1.PodSpec{NodeName: p.node},
		Status: corev1.PodStatus{Phase: p.phase, Conditions: p.ready},
	}
}

// replayImpact adds what was saved to a saved impact, as far as it was kept.
func replayImpact(i *snapshot.Impact, nodes []corev1.Node, f *found) {
	i.BudgetsListed = i.BudgetsListed && f.kept.budgets == 0
	if f.kept.pods > 0 {
		i.Unread = snapshot.NotReady(snapshot.Statuses(nodes))
		return
	}
	for n := range f.pods {
		i.Pods = append(i.Pods, f.pods[n].pod())
	}
	i.Budgets = f.budgets
}
