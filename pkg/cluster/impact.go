package cluster

import (
	"context"
	"sync/atomic"

	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/fields"
	"k8s.io/apimachinery/pkg/util/sets"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cluster/bounds"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

const (
	// maxPodLists is for how many nodes the pods are listed per node, which the server answers
	// from an index. For more nodes all pods are listed once.
	maxPodLists = 64
	// podsPerPage bounds the memory for a page of all pods, about 10 MB.
	podsPerPage = 1000
	// budgetsPerPage is more than almost every cluster has: one request.
	budgetsPerPage = 5000
)

// impactRead is the result of reading the impact; nil if it was not asked for.
type impactRead struct {
	impact *snapshot.Impact
	gaps   []snapshot.Gap
}

// readImpact reads the pods on the nodes that are not Ready, and their budgets, if asked for.
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
	var breaker circuitBreaker
	l.report("listing the pods on %d nodes", len(names))
	forEachName(names, func(i int, name string) {
		// With resource version 0 the server answers from its cache, which indexes the pods of
		// a node. Without it, every one of these lists can scan all pods.
		r := request{resource: "pods", options: metav1.ListOptions{
			FieldSelector: fields.OneTermEqualSelector("spec.nodeName", name).String(), ResourceVersion: "0",
		}}
		lists[i], failures[i] = readUnlessBroken(ctx, l, r, &breaker, decodeAs[*corev1.PodList])
	})

	var gaps []snapshot.Gap
	for i, failed := range failures {
		if failed != nil {
			read.impact.Unread = append(read.impact.Unread, names[i])
			gaps = failed.gap("pods on node " + names[i]).AddTo(gaps)
			continue
		}
		read.impact.Pods = append(read.impact.Pods, lists[i].Items...)
	}
	if len(gaps) == 1 && len(read.impact.Unread) == len(names) {
		gaps[0].Subjects = []string{snapshot.AllPods}
	}
	read.gaps = append(read.gaps, gaps...)
}

// listAllPods lists all pods in pages and keeps those on the nodes. An incomplete list leaves
// the pods of every node unknown.
func (l *Live) listAllPods(ctx context.Context, names []string, read *impactRead) {
	on := sets.New(names...)
	var seen atomic.Int64
	r := request{resource: "pods", options: metav1.ListOptions{Limit: l.pageSize(podsPerPage)}}
	pods, failed := readPages(ctx, l, r, func(ctx context.Context, r request, _ int) ([]corev1.Pod, bounds.Page, *failure) {
		l.report("listing the pods of all nodes, %d so far", seen.Load())
		list, failed := readObject(ctx, l, r, decodeAs[*corev1.PodList])
		if failed != nil {
			return nil, bounds.Page{}, failed
		}
		seen.Add(int64(len(list.Items)))
		return podsOn(on, list.Items), bounds.PageOf(list), nil
	})
	if failed != nil {
		read.impact.Unread = names
		read.gaps = append(read.gaps, failed.gap(snapshot.AllPods))
		return
	}
	read.impact.Pods = pods
}

// listBudgets lists the pod disruption budgets of all namespaces. After a failure it returns
// those read so far.
func (l *Live) listBudgets(ctx context.Context) ([]policyv1.PodDisruptionBudget, *failure) {
	r := request{group: policyv1.GroupName, resource: "poddisruptionbudgets", options: metav1.ListOptions{
		Limit: l.pageSize(budgetsPerPage),
	}}
	return readPages(ctx, l, r, func(ctx context.Context, r request, _ int) ([]policyv1.PodDisruptionBudget, bounds.Page, *failure) {
		list, failed := readObject(ctx, l, r, decodeAs[*policyv1.PodDisruptionBudgetList])
		if failed != nil {
			return nil, bounds.Page{}, failed
		}
		return list.Items, bounds.PageOf(list), nil
	})
}

// podsOn returns the pods that are on one of the nodes.
func podsOn(nodes sets.Set[string], pods []corev1.Pod) []corev1.Pod {
	var on []corev1.Pod
	for i := range pods {
		if nodes.Has(pods[i].Spec.NodeName) {
			on = append(on, pods[i])
		}
	}
	return on
}
