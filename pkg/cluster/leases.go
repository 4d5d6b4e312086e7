package cluster

import (
	"context"
	"net/http"

	coordinationv1 "k8s.io/api/coordination/v1"
	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// leasesRead is the result of reading leases.
type leasesRead struct {
	facts []snapshot.Fact
	gaps  []snapshot.Gap
}

// readLeases reads the leases of the named nodes, with one small request each, at the same time
// as the nodes. A node without a lease is no failure.
func (l *Live) readLeases(ctx context.Context) leasesRead {
	names := l.options.Selection.SortedNames()
	leases := make([]*coordinationv1.Lease, len(names))
	failures := make([]*failure, len(names))
	var breaker circuitBreaker
	forEachName(names, func(i int, name string) {
		r := request{group: coordinationv1.GroupName, resource: "leases", namespace: corev1.NamespaceNodeLease, name: name}
		leases[i], failures[i] = readUnlessBroken(ctx, l, r, &breaker, decodeAs[*coordinationv1.Lease])
	})

	var read leasesRead
	var failed []*failure
	for i, f := range failures {
		switch {
		case f == nil:
			read.add(leases[i])
		case !isUnknownObject(f):
			failed = append(failed, f)
		}
	}
	read.gaps = leaseGaps(failed)
	return read
}

// add adds the heartbeat of a lease.
func (r *leasesRead) add(l *coordinationv1.Lease) {
	if fact, ok := snapshot.LeaseFact(l); ok {
		r.facts = append(r.facts, fact)
	}
}

// leaseGaps returns the gaps of failed reads. If the user may not read leases, it is one gap.
func leaseGaps(failed []*failure) []snapshot.Gap {
	for _, f := range failed {
		if statusCode(f) == http.StatusForbidden {
			return []snapshot.Gap{f.gap("leases of nodes, in namespace " + corev1.NamespaceNodeLease)}
		}
	}
	return gapsOfFailures(failed)
}
