package cluster

import (
	"context"
	"slices"

	coordinationv1 "k8s.io/api/coordination/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/util/sets"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// maxLeases bounds the one list of leases: an AKS cluster has at most 5,000 nodes.
// Source: https://learn.microsoft.com/azure/aks/quotas-skus-regions
const maxLeases = 5000

// listLeases reads the leases of all nodes at once if they are saved as evidence and the user
// named no nodes; readLeases reads those of named nodes.
func (l *Live) listLeases(ctx context.Context) leasesRead {
	if !l.options.Keep || len(l.options.Selection.Names) > 0 {
		return leasesRead{}
	}
	r := request{
		group: coordinationv1.GroupName, resource: "leases", namespace: corev1.NamespaceNodeLease,
		options: metav1.ListOptions{Limit: maxLeases},
	}
	list, failed := readObject(ctx, l, r, decodeAs[*coordinationv1.LeaseList])
	if failed != nil {
		return leasesRead{gaps: leaseGaps([]*failure{failed})}
	}
	var read leasesRead
	for i := range list.Items {
		read.add(&list.Items[i])
	}
	if list.Continue != "" {
		read.gaps = []snapshot.Gap{{
			Source: snapshot.SourceLeases, Subjects: []string{"leases of nodes after the first 5000"}, Reason: "There are more, which are not read.",
		}}
	}
	return read
}

// factsOf returns the facts about nodes.
func factsOf(nodes []corev1.Node, facts []snapshot.Fact) []snapshot.Fact {
	names := sets.New[string]()
	for i := range nodes {
		names.Insert(nodes[i].Name)
	}
	return slices.DeleteFunc(facts, func(f snapshot.Fact) bool { return !names.Has(f.Node) })
}
