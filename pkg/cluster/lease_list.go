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

// listLeases reads the leases of all nodes at once, where they are to be kept as evidence
// and no single nodes were asked for, whose leases are read one by one.
func (l *Live) listLeases(ctx context.Context) leasesRead {
	if !l.options.Keep || len(l.options.Selection.Names) > 0 {
		return leasesRead{}
	}
	r := request{
		group: coordinationv1.GroupName, resource: "leases", namespace: corev1.NamespaceNodeLease,
		options: metav1.ListOptions{Limit: maxLeases},
	}
	list, failed := object[*coordinationv1.LeaseList](ctx, l, r)
	switch {
	case failed != nil:
		return leasesRead{gaps: leaseGaps([]*failure{failed})}
	case list.Continue != "":
		return leasesRead{leases: list.Items, gaps: []snapshot.Gap{{
			Source: snapshot.SourceLeases, Subjects: []string{"leases of nodes after the first 5000"}, Reason: "There are more, which are not read.",
		}}}
	default:
		return leasesRead{leases: list.Items}
	}
}

// leasesOf are the leases of nodes.
func leasesOf(nodes []corev1.Node, leases []coordinationv1.Lease) []coordinationv1.Lease {
	names := sets.New[string]()
	for i := range nodes {
		names.Insert(nodes[i].Name)
	}
	return slices.DeleteFunc(leases, func(l coordinationv1.Lease) bool { return !names.Has(l.Name) })
}
