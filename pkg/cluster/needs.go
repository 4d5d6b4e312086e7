package cluster

import (
	coordinationv1 "k8s.io/api/coordination/v1"
	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// Permission is what a role must allow on one kind of object.
type Permission struct {
	// Namespace is where it is needed; empty is the whole cluster.
	Namespace string
	// Group and Resource are as in a role: "" and "nodes".
	Group, Resource string
	// Verbs are in alphabetical order.
	Verbs []string
	// Names are those of the objects, where the role can name them; none means all.
	Names []string
}

// The ConfigMaps in kube-system that hold the settings of Azure Monitor.
// Source: https://learn.microsoft.com/azure/azure-monitor/containers/kubernetes-data-collection-configmap
const (
	LogSettings    = "container-azm-ms-agentconfig"
	MetricSettings = "ama-metrics-settings-configmap"
)

// Needs say what a user wants to do. The zero value is a diagnosis, of all nodes and of
// named ones.
type Needs struct {
	// NodesOnly is for completion, which needs the names of nodes and nothing else.
	NodesOnly bool
	// Monitoring is for a look at how the cluster is monitored, and nothing else.
	Monitoring bool
	// GetNodes allows single reads of up to 16 nodes that are down, and of those that lists do
	// not show. Without it all nodes are read in full: more bytes, the same result.
	GetNodes bool
	// Impact is for LiveOptions.Impact, Leases for LiveOptions.Keep, Watch for NewWatch.
	Impact, Leases, Watch bool
}

// Permissions returns the fewest permissions that a user needs, those for the whole cluster
// first. Without any one of them a Source of this package leaves a Gap.
func (n Needs) Permissions() []Permission {
	if n.Monitoring {
		return []Permission{
			{Group: "apps", Resource: "deployments", Verbs: []string{"list"}},
			{Group: "monitoring.coreos.com", Resource: "prometheuses", Verbs: []string{"list"}},
			{Namespace: metav1.NamespaceSystem, Resource: "configmaps", Verbs: []string{"get"}, Names: []string{LogSettings, MetricSettings}},
		}
	}
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
