package cluster

import (
	coordinationv1 "k8s.io/api/coordination/v1"
	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// Permission is what one role has to allow on one kind of object.
type Permission struct {
	// Namespace where it is needed; empty is the whole cluster.
	Namespace string
	// Group and Resource as in a role: "" and "nodes".
	Group, Resource string
	// Verbs in alphabetical order.
	Verbs []string
}

// Needs say what a user wants to do. The zero value is a diagnosis, of all nodes and of
// named ones.
type Needs struct {
	// NodesOnly is for completion, which needs the names of nodes and nothing else.
	NodesOnly bool
	// GetNodes has up to 16 nodes that are down, and those that lists do not show, read one by
	// one. Without it all nodes are read in full: more bytes, the same result.
	GetNodes bool
	// Impact is for LiveOptions.Impact, Leases for LiveOptions.Keep, Watch for NewWatch.
	Impact, Leases, Watch bool
}

// Permissions are the fewest that a user needs, those for the whole cluster first. Without
// any one of them a Source of this package leaves a Gap.
func (n Needs) Permissions() []Permission {
	verbs := []string{"list"}
	if n.Watch {
		verbs = append(verbs, "watch")
	}
	nodes := Permission{Resource: "nodes", Verbs: verbs}
	if n.GetNodes {
		nodes.Verbs = append([]string{"get"}, verbs...)
	}
	all := []Permission{nodes}
	if n.NodesOnly {
		return all
	}
	if n.Impact {
		all = append(all, Permission{Resource: "pods", Verbs: []string{"list"}},
			Permission{Group: policyv1.GroupName, Resource: "poddisruptionbudgets", Verbs: []string{"list"}})
	}
	for _, namespace := range snapshot.EventNamespaces() {
		all = append(all, Permission{Namespace: namespace, Resource: "events", Verbs: verbs})
	}
	leases := Permission{Namespace: corev1.NamespaceNodeLease, Group: coordinationv1.GroupName, Resource: "leases", Verbs: []string{"get"}}
	if n.Leases {
		leases.Verbs = append(leases.Verbs, "list")
	}
	return append(all, leases)
}
