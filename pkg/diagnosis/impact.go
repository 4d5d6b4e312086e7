package diagnosis

// FindingImpact is what is on a node that is NotReady and what will keep it from being
// drained. Pods that have finished are not counted.
type FindingImpact struct {
	// Pods are those that a drain moves: not the ones of DaemonSets and not static ones.
	Pods int `json:"pods"`
	// Terminating of these are being deleted, which does not end while the kubelet is
	// silent and the Node object is there.
	Terminating int `json:"terminating"`
	// Unmanaged of these have no controller: nothing recreates them elsewhere.
	Unmanaged int `json:"unmanaged"`
	// DaemonSetPods and StaticPods stay on the node.
	DaemonSetPods int `json:"daemonSetPods"`
	StaticPods    int `json:"staticPods"`
	// Namespaces are those of Pods, the one with the most pods first, at most ten of them;
	// MoreNamespaces counts the others.
	Namespaces     []string `json:"namespaces"`
	MoreNamespaces int      `json:"moreNamespaces,omitempty"`
	// Budgets are those that block a drain now, by namespace and name.
	Budgets []BlockingBudget `json:"blockingBudgets"`
	// BudgetsUnread is true when not all budgets could be read: then others may block too.
	BudgetsUnread bool `json:"budgetsUnread,omitempty"`
}

// BlockingBudget is a pod disruption budget because of which the server refuses to evict
// a pod of the node.
type BlockingBudget struct {
	Namespace string `json:"namespace"`
	Name      string `json:"name"`
	// DisruptionsAllowed is what the budget's status says.
	DisruptionsAllowed int `json:"disruptionsAllowed"`
	// Pods are how many pods of the node it holds.
	Pods int `json:"pods"`
	// Why the budget does not allow their eviction: a sentence without a full stop.
	Why string `json:"why"`
}
