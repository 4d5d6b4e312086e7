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
func (d Dump) addImpact(s *snapshot.Snapshot, c *collector) {
	if !d.Impact {
		return
	}
	s.Impact = &snapshot.Impact{BudgetsListed: true}
	down := snapshot.NotReady(snapshot.Statuses(s.Nodes))
	if c.memory.droppedPods > 0 { // on which nodes those were that are left out is not known
		s.Impact.Unread = down
		return
	}
	if len(c.pods) == 0 {
		s.Impact.Unread = down
		s.Gaps = append(s.Gaps, snapshot.Gap{Source: snapshot.SourcePods, Subjects: []string{snapshot.AllPods}, Reason: "The dump has no Pod objects.", Action: takeImpactDump})
		return
	}
	for i := range c.pods {
		if containsSorted(down, c.pods[i].node) {
			s.Impact.Pods = append(s.Impact.Pods, c.pods[i].asPod())
		}
	}
	s.Impact.BudgetsListed = c.memory.droppedBudgets == 0
	if len(s.Impact.Pods) > 0 && len(c.budgets)+c.memory.droppedBudgets == 0 {
		s.Impact.BudgetsListed = false
		s.Gaps = append(s.Gaps, snapshot.Gap{
			Source: snapshot.SourcePods, Subjects: []string{"pod disruption budgets"}, Reason: "The dump has no PodDisruptionBudget objects.", Action: takeImpactDump,
		})
	}
	s.Impact.Budgets = snapshot.BudgetsFor(s.Impact.Pods, c.budgets)
}

// podSummary is what the impact of an outage needs to know of a pod. All pods of a dump are
// kept until it is known which nodes are down, and a corev1.Pod takes a kilobyte more.
type podSummary struct {
	kind  metav1.TypeMeta
	meta  metav1.ObjectMeta
	node  string
	phase corev1.PodPhase
	ready []corev1.PodCondition
}

// addPod keeps a pod, if there is room for it.
func (c *collector) addPod(p *corev1.Pod) error {
	one := podSummary{kind: p.TypeMeta, meta: p.ObjectMeta, node: p.Spec.NodeName, phase: p.Status.Phase}
	one.meta.ManagedFields = nil
	if !c.keep {
		snapshot.SlimPod(&one.meta)
	}
	for _, c := range p.Status.Conditions {
		if c.Type == corev1.PodReady {
			one.ready = []corev1.PodCondition{c}
		}
	}
	if !c.memory.reserve(sizeInMemory(&one), 0) {
		c.memory.droppedPods++
		return nil
	}
	c.pods = append(c.pods, one)
	return nil
}

// addBudget keeps a budget, if there is room for it.
func (c *collector) addBudget(b *policyv1.PodDisruptionBudget) error {
	if !c.keep {
		snapshot.SlimBudget(b)
	}
	if !c.memory.reserve(sizeInMemory(b), 0) {
		c.memory.droppedBudgets++
		return nil
	}
	c.budgets = append(c.budgets, *b)
	return nil
}

// asPod is the pod as an object.
func (p *podSummary) asPod() corev1.Pod {
	return corev1.Pod{
		TypeMeta: p.kind, ObjectMeta: p.meta, Spec: corev1.PodSpec{NodeName: p.node},
		Status: corev1.PodStatus{Phase: p.phase, Conditions: p.ready},
	}
}

// replayImpact adds what was saved to a saved impact, as far as it was kept.
func replayImpact(i *snapshot.Impact, nodes []corev1.Node, c *collector) {
	i.BudgetsListed = i.BudgetsListed && c.memory.droppedBudgets == 0
	if c.memory.droppedPods > 0 {
		i.Unread = snapshot.NotReady(snapshot.Statuses(nodes))
		return
	}
	for n := range c.pods {
		i.Pods = append(i.Pods, c.pods[n].asPod())
	}
	i.Budgets = c.budgets
}
