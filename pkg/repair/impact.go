package repair

import (
	"cmp"
	"maps"
	"slices"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/sets"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// namespacesShown is how many namespaces an impact names.
const namespacesShown = 10

// FindingImpact is what is on a node that is NotReady and what will keep it from being
// drained. Pods that have finished are not counted.
type FindingImpact struct {
	// Pods are those that a drain moves: not the ones of DaemonSets and not static ones.
	Pods int `json:"pods"`
	// Terminating of these are being deleted, which does not end while the kubelet is
	// silent and the Node object is there.
	Terminating int `json:"terminating"`
	// Unmanaged of these have no controller: nothing makes them anew elsewhere.
	Unmanaged int `json:"unmanaged"`
	// DaemonSetPods and StaticPods stay on the node.
	DaemonSetPods int `json:"daemonSetPods"`
	StaticPods    int `json:"staticPods"`
	// Namespaces are those of Pods, the one with the most pods first, at most ten of them;
	// MoreNamespaces counts the others.
	Namespaces     []string `json:"namespaces"`
	MoreNamespaces int      `json:"moreNamespaces,omitempty"`
	// Budgets are those that block a drain now, by namespace and name.
	Budgets []BlockingBudget `json:"blockingBudgets"`
	// BudgetsUnread is true when not all budgets could be read: then others may block too.
	BudgetsUnread bool `json:"budgetsUnread,omitempty"`
}

// addImpact says of each node that is NotReady what is on it, if that was read.
func (d *Diagnosis) addImpact(s *snapshot.Snapshot) {
	if s.Impact == nil {
		return
	}
	unread := sets.New(s.Impact.Unread...)
	impacts := map[string]*FindingImpact{}
	for i := range s.Nodes {
		if n := &s.Nodes[i]; !snapshot.Ready(n) && !unread.Has(n.Name) {
			impacts[n.Name] = &FindingImpact{BudgetsUnread: !s.Impact.BudgetsListed}
		}
	}
	moving := map[string][]*corev1.Pod{}
	for i := range s.Impact.Pods {
		pod := &s.Impact.Pods[i]
		if impact := impacts[pod.Spec.NodeName]; impact != nil && impact.count(pod) {
			moving[pod.Spec.NodeName] = append(moving[pod.Spec.NodeName], pod)
		}
	}
	budgets := budgetsOf(s.Impact.Budgets)
	for i := range d.Findings {
		f := &d.Findings[i]
		if impact := impacts[f.Node]; impact != nil {
			impact.setNamespaces(moving[f.Node])
			impact.Budgets = budgets.blocking(moving[f.Node])
			f.Impact = impact
		}
	}
}

// count counts a pod and says whether a drain would move it.
func (i *FindingImpact) count(pod *corev1.Pod) bool {
	owner := metav1.GetControllerOf(pod)
	_, static := pod.Annotations[corev1.MirrorPodAnnotationKey]
	switch {
	case pod.Status.Phase == corev1.PodSucceeded || pod.Status.Phase == corev1.PodFailed:
		return false
	case static:
		i.StaticPods++
		return false
	case owner != nil && owner.Kind == "DaemonSet":
		i.DaemonSetPods++
		return false
	}
	i.Pods++
	if pod.DeletionTimestamp != nil {
		i.Terminating++
	}
	if owner == nil {
		i.Unmanaged++
	}
	return true
}

// setNamespaces names the namespaces of the pods.
func (i *FindingImpact) setNamespaces(pods []*corev1.Pod) {
	count := map[string]int{}
	for _, pod := range pods {
		count[pod.Namespace]++
	}
	names := slices.SortedFunc(maps.Keys(count), func(a, b string) int {
		return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a, b))
	})
	shown := min(len(names), namespacesShown)
	i.Namespaces, i.MoreNamespaces = append([]string{}, names[:shown]...), len(names)-shown
}
