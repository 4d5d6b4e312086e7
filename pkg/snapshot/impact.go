package snapshot

import (
	"slices"

	corev1 "k8s.io/api/core/v1"
	policyv1 "k8s.io/api/policy/v1"
	"k8s.io/apimachinery/pkg/util/sets"
)

// Impact is what the outage of the nodes in Snapshot.Nodes that are not Ready touches.
type Impact struct {
	// Pods are on those nodes, of every namespace.
	Pods []corev1.Pod `json:"-"`
	// Budgets are the pod disruption budgets of the namespaces of these pods.
	Budgets []policyv1.PodDisruptionBudget `json:"-"`
	// Unread are the names of those nodes whose pods could not be read to the end.
	Unread []string `json:"unread,omitempty"`
	// BudgetsListed is false when the budgets could not be read to the end: then a budget
	// that is missing may exist all the same.
	BudgetsListed bool `json:"budgetsListed"`
}

// AllPods names the pods of all nodes in a gap.
const AllPods = "pods on the nodes that are NotReady"

// BudgetsFor are the budgets of the namespaces that the pods are in.
func BudgetsFor(pods []corev1.Pod, budgets []policyv1.PodDisruptionBudget) []policyv1.PodDisruptionBudget {
	namespaces := sets.New[string]()
	for i := range pods {
		namespaces.Insert(pods[i].Namespace)
	}
	return slices.DeleteFunc(budgets, func(b policyv1.PodDisruptionBudget) bool { return !namespaces.Has(b.Namespace) })
}
