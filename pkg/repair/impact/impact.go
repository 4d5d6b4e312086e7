// Package impact says what is on the nodes that are down: pods by namespace, and the disruption
// budgets that block a drain.
package impact

import (
	"cmp"
	"maps"
	"slices"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/sets"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// namespacesShown is how many namespaces an impact names.
const namespacesShown = 10

// Add says of each node that is NotReady what is on it, if that was read.
func Add(findings []diagnosis.Finding, s *snapshot.Snapshot) {
	if s.Impact == nil {
		return
	}
	unread := sets.New(s.Impact.Unread...)
	impacts := map[string]*diagnosis.FindingImpact{}
	for i := range s.Nodes {
		if n := &s.Nodes[i]; !snapshot.Ready(n) && !unread.Has(n.Name) {
			impacts[n.Name] = &diagnosis.FindingImpact{BudgetsUnread: !s.Impact.BudgetsListed}
		}
	}
	moving := map[string][]*corev1.Pod{}
	for i := range s.Impact.Pods {
		pod := &s.Impact.Pods[i]
		if impact := impacts[pod.Spec.NodeName]; impact != nil && countPod(impact, pod) {
			moving[pod.Spec.NodeName] = append(moving[pod.Spec.NodeName], pod)
		}
	}
	budgets := budgetsOf(s.Impact.Budgets)
	for i := range findings {
		f := &findings[i]
		if impact := impacts[f.Node]; impact != nil {
			setNamespaces(impact, moving[f.Node])
			impact.Budgets = budgets.blocking(moving[f.Node])
			f.Impact = impact
		}
	}
}

// countPod counts a pod and says whether a drain would move it.
func countPod(i *diagnosis.FindingImpact, pod *corev1.Pod) bool {
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
func setNamespaces(i *diagnosis.FindingImpact, pods []*corev1.Pod) {
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
