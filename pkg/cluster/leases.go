package cluster

import (
	"context"
	"net/http"

	coordinationv1 "k8s.io/api/coordination/v1"
	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// leasesRead is what was read of the leases.
type leasesRead struct {
	leases []coordinationv1.Lease
	gaps   []snapshot.Gap
}

// readLeases reads the leases of the nodes that were asked for by name: one small request
// each, beside those for the nodes. A node without a lease has left none.
func (l *Live) readLeases(ctx context.Context) leasesRead {
	names := l.options.Selection.SortedNames()
	leases := make([]*coordinationv1.Lease, len(names))
	failures := make([]*failure, len(names))
	var halt halt
	each(names, func(i int, name string) {
		r := request{group: coordinationv1.GroupName, resource: "leases", namespace: corev1.NamespaceNodeLease, name: name}
		leases[i], failures[i] = unlessHalted[*coordinationv1.Lease](ctx, l, r, &halt)
	})

	var read leasesRead
	var failed []*failure
	for i, f := range failures {
		switch {
		case f == nil:
			read.leases = append(read.leases, *leases[i])
		case !unknownObject(f):
			failed = append(failed, f)
		}
	}
	read.gaps = leaseGaps(failed)
	return read
}

// leaseGaps are the gaps of failed reads: where the user may not read leases, all of them
// in one.
func leaseGaps(failed []*failure) []snapshot.Gap {
	for _, f := range failed {
		if statusCode(f) == http.StatusForbidden {
			return []snapshot.Gap{f.gap("leases of nodes, in namespace " + corev1.NamespaceNodeLease)}
		}
	}
	return gapsOf(failed)
}
