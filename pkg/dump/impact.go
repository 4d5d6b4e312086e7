package dump

import (
	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// takeImpactDump says how to make a dump that has pods and budgets.
const takeImpactDump = `Make the dump with "kubectl get nodes,events,pods,poddisruptionbudgets -A -o json".`

// addImpact adds the pods on nodes that are not Ready, and their budgets, if Dump.Impact is
// set. A dump without any budget was made without them: every cluster has some.
func (d Dump) addImpact(s *snapshot.Snapshot, c *collector) {
	if !d.Impact {
		return
	}
	s.Impact = &snapshot.Impact{BudgetsListed: true}
	down := snapshot.NotReady(snapshot.Statuses(s.Nodes))
	if c.memory.droppedPods > 0 { // the nodes of the dropped pods are not known
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

// podSummary holds what the impact of an outage needs of a pod. All pods of a dump are kept
// until it is known which nodes are down, and a corev1.Pod takes a kilobyte more.
type podSummary struct {
	kind  metav1.TypeMeta
	meta  metav1.ObjectMeta
	node  string
	phase corev1.PodPhase
	ready []corev1.PodCondition
}

// addPod keeps a pod if it fits into memory.
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

// addBudget keeps a budget if it fits into memory.
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

// asPod converts the summary to a Pod.
func (p *podSummary) asPod() corev1.Pod {
	return corev1.Pod{
		TypeMeta: p.kind, ObjectMeta: p.meta, Spec: corev1.PodSpec{NodeName: p.node},
		Status: corev1.PodStatus{Phase: p.phase, Conditions: p.ready},
	}
}

// replayImpact adds the saved pods and budgets to a saved impact, unless some did not fit into
// memory.
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
