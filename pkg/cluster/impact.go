package cluster

import (
	"context"

	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/util/sets"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

const (
	// maxPodLists is for how many nodes the pods are listed node by node, which the server
	// answers from an index; for more nodes all pods are listed once.
	maxPodLists = 64
	// podsPerPage bounds what is in memory at once when all pods are listed: about 10 MB.
	podsPerPage = 1000
	// budgetsPerPage is more than nearly every cluster has: one request.
	budgetsPerPage = 5000
)

// impactRead is what was read of the impact; nil where it was not asked for.
type impactRead struct {
	impact *snapshot.Impact
	gaps   []snapshot.Gap
}

// readImpact reads what is on those of the nodes that are not Ready, if it was asked for.
func (l *Live) readImpact(ctx context.Context, nodes []corev1.Node) impactRead {
	if !l.options.Impact {
		return impactRead{}
	}
	names := snapshot.NotReady(snapshot.Statuses(nodes))
	read := impactRead{impact: &snapshot.Impact{BudgetsListed: true}}
	if len(names) <= maxPodLists {
		l.listPodsByNode(ctx, names, &read)
	} else {
		l.listAllPods(ctx, names, &read)
	}
	if len(read.impact.Pods) == 0 {
		return read
	}
	budgets, failed := l.listBudgets(ctx)
	if failed != nil {
		read.impact.BudgetsListed = false
		read.gaps = append(read.gaps, failed.gap("pod disruption budgets"))
	}
	read.impact.Budgets = snapshot.BudgetsFor(read.impact.Pods, budgets)
	return read
}

// listPodsByNode lists the pods of each node, many at once.
func (l *Live) listPodsByNode(ctx context.Context, names []string, read *impactRead) {
	lists := make([]*corev1.PodList, len(names))
	failures := make([]*failure, len(names))
	var halt halt
	l.report("listing the pods on %d nodes", len(names))
	each(names, func(i int, name string) {
		// Resource version 0 has the server answer from its cache, which knows the pods of
		// a node. Without it, every one of these lists can be a scan of all pods.
		r := request{resource: "pods", options: metav1.ListOptions{
			FieldSelector: fields.OneTermEqualSelector("spec.nodeName", name).String(), ResourceVersion: "0",
		}}
		lists[i], failures[i] = unlessHalted[*corev1.PodList](ctx, l, r, &halt)
	})

	var gaps []snapshot.Gap
	for i, failed := range failures {
		if failed != nil {
			read.impact.Unread = append(read.impact.Unread, names[i])
			gaps = snapshot.AddGap(gaps, failed.gap("pods on node "+names[i]))
			continue
		}
		read.impact.Pods = append(read.impact.Pods, lists[i].Items...)
	}
	if len(gaps) == 1 && len(read.impact.Unread) == len(names) {
		gaps[0].Subjects = []string{snapshot.AllPods}
	}
	read.gaps = append(read.gaps, gaps...)
}

// listAllPods lists all pods by pages and keeps those on the nodes. A list that broke says
// of no node what is on it.
func (l *Live) listAllPods(ctx context.Context, names []string, read *impactRead) {
	on := sets.New(names...)
	seen := 0
	r := request{resource: "pods", options: metav1.ListOptions{Limit: l.chunk(podsPerPage)}}
	pods, failed := pages(l.target, r, func(r request, _ int) ([]corev1.Pod, string, *failure) {
		l.report("listing the pods of all nodes, %d so far", seen)
		list, failed := object[*corev1.PodList](ctx, l, r)
		if failed != nil {
			return nil, "", failed
		}
		seen += len(list.Items)
		return podsOn(on, list.Items), list.Continue, nil
	})
	if failed != nil {
		read.impact.Unread = names
		read.gaps = append(read.gaps, failed.gap(snapshot.AllPods))
		return
	}
	read.impact.Pods = pods
}

// listBudgets lists the pod disruption budgets of all namespaces. After a failure it
// returns those read before.
func (l *Live) listBudgets(ctx context.Context) ([]policyv1.PodDisruptionBudget, *failure) {
	r := request{group: policyv1.GroupName, resource: "poddisruptionbudgets", options: metav1.ListOptions{
		Limit: l.chunk(budgetsPerPage),
	}}
	return pages(l.target, r, func(r request, _ int) ([]policyv1.PodDisruptionBudget, string, *failure) {
		list, failed := object[*policyv1.PodDisruptionBudgetList](ctx, l, r)
		if failed != nil {
			return nil, "", failed
		}
		return list.Items, list.Continue, nil
	})
}

// podsOn are the pods that are on one of the nodes.
func podsOn(nodes sets.Set[string], pods []corev1.Pod) []corev1.Pod {
	var on []corev1.Pod
	for i := range pods {
		if nodes.Has(pods[i].Spec.NodeName) {
			on = append(on, pods[i])
		}
	}
	return on
}
