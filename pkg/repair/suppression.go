package repair

import (
	"slices"

	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge/pattern"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// The table's codes for why nothing was tried or what cannot be seen.
const (
	reasonNeverReady        = "NeverReady"
	reasonOnlyNode          = "OnlyNode"
	reasonAllNodesNotReady  = "AllNodesNotReady"
	reasonNetworkWide       = "NetworkWide"
	reasonNotDueYet         = "NotDueYet"
	reasonEventsUnread      = "EventsUnread"
	reasonEventsExpired     = "EventsExpired"
	reasonStartUnknown      = "StartUnknown"
	reasonLeftOutBySince    = "LeftOutBySince"
	reasonNodeUnread        = "NodeUnread"
	reasonNotOnPage         = "NotOnPage"
	reasonWindowsNoRedeploy = "WindowsNoRedeploy"
	reasonSpotEvicted       = "SpotEvicted"
	reasonKarpenterBlocked  = "KarpenterBlocked"
	reasonBeingDeleted      = "BeingDeleted"
	reasonNotAKS            = "NotAKS"
)

// suppressions returns the reasons that keep AKS from acting on a node, in the order of the
// table: what the node itself says, then what the cluster as a whole says, then the time.
func (c *clusterView) suppressions(k nodeCase, t *knowledge.Table) []string {
	n, o := k.node, k.outage
	// The rules of suppressions that no mark on the node shows.
	applies := map[string]bool{
		reasonNeverReady:       o.neverReady,
		reasonOnlyNode:         c.quiet() && c.total == 1,
		reasonAllNodesNotReady: c.quiet() && c.total > 1 && c.ready == 0,
		reasonNetworkWide:      c.networkWide(n),
		reasonSpotEvicted:      hasTaint(n, taintShutdown) && k.has("PreemptScheduled"),
		reasonNotAKS:           c.nothingOfAzure,
		reasonKarpenterBlocked: n.Labels[snapshot.LabelKarpenter] != "" && k.has("NodeRepairBlocked"),
		reasonNotDueYet:        !o.atLeast && !c.now.Passed(o.since, dueTime),
	}
	var reasons []string
	known := c.knownMarks(k)
	for _, s := range t.Suppressions() {
		if applies[s.Code] || k.marked(s, known) {
			reasons = append(reasons, s.Code)
		}
	}
	return reasons
}

// knownMarks returns the marks of a node as evidence. Where they are not whole, that one is missing
// shows nothing. It holds until the next node is looked at.
func (c *clusterView) knownMarks(k nodeCase) *pattern.Known {
	c.items = c.checks.AddMarks(c.items[:0], k.node)
	c.marks.Set(func(source string) bool {
		if source == pattern.SourceProviderID {
			return k.node.Spec.ProviderID != ""
		}
		return !c.hidesMarks
	}, c.items)
	return &c.marks
}

// marked reports whether the node itself bears a suppression: by its marks, or because it is being deleted.
func (k nodeCase) marked(s knowledge.Suppression, known *pattern.Known) bool {
	return s.Code == reasonBeingDeleted && k.node.DeletionTimestamp != nil || s.Marked(known)
}

// temporaryMarks returns the suppressions that somebody has marked the node with. They
// are reported even if a repair was tried.
func (c *clusterView) temporaryMarks(k nodeCase, t *knowledge.Table) []string {
	var reasons []string
	known := c.knownMarks(k)
	for _, s := range t.Suppressions() {
		if !slices.ContainsFunc(s.Marks, func(m pattern.Mark) bool { return !m.Temporary() }) && k.marked(s, known) {
			reasons = append(reasons, s.Code)
		}
	}
	return reasons
}

func hasTaint(n *corev1.Node, key string) bool {
	return slices.ContainsFunc(n.Spec.Taints, func(t corev1.Taint) bool { return t.Key == key })
}

// has reports whether an event of this outage, or of the time just before it, has the reason.
func (k nodeCase) has(reason string) bool {
	return slices.ContainsFunc(k.events, func(ev event) bool { return ev.Reason == reason && k.concerns(ev.last) })
}

// networkWide reports whether the node is one of many that have stopped reporting together.
func (c *clusterView) networkWide(n *corev1.Node) bool {
	ready := snapshot.ReadyCondition(n)
	down := c.total - c.ready
	return c.quiet() && c.ready > 0 && down >= networkWideNodes && 2*down > c.total &&
		ready != nil && ready.Status == corev1.ConditionUnknown
}
