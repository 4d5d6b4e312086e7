package repair

import (
	"slices"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
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
	reasonWindowsNoRedeploy = "WindowsNoRedeploy"
)

// suppressions returns the reasons that keep AKS from acting on a node, in the order of the
// table: what the node itself says, then what the cluster as a whole says, then the time.
func (c *clusterView) suppressions(n *corev1.Node, o outage, t *knowledge.Table) []string {
	// The rules of suppressions that no mark on the node shows.
	applies := map[string]bool{
		reasonNeverReady:       o.neverReady,
		reasonOnlyNode:         c.quiet() && c.total == 1,
		reasonAllNodesNotReady: c.quiet() && c.total > 1 && c.ready == 0,
		reasonNetworkWide:      c.networkWide(n),
		reasonNotDueYet:        !o.atLeast && c.takenAt.Sub(o.since) < dueTime,
	}
	var reasons []string
	for _, e := range t.Suppressions() {
		if applies[e.Code] || marked(n, e.Marks) {
			reasons = append(reasons, e.Code)
		}
	}
	return reasons
}

// temporaryMarks returns the suppressions that somebody has marked the node with. They
// are reported even if a repair was tried.
func temporaryMarks(n *corev1.Node, t *knowledge.Table) []string {
	var reasons []string
	for _, e := range t.Suppressions() {
		if marked(n, e.Marks) && !slices.ContainsFunc(e.Marks, func(m knowledge.Mark) bool { return !m.Temporary() }) {
			reasons = append(reasons, e.Code)
		}
	}
	return reasons
}

// marked reports whether a node has all of the marks, of which there is one at least.
func marked(n *corev1.Node, marks []knowledge.Mark) bool {
	return len(marks) > 0 && !slices.ContainsFunc(marks, func(m knowledge.Mark) bool { return !hasMark(n, m) })
}

func hasMark(n *corev1.Node, m knowledge.Mark) bool {
	switch {
	case m.Taint != "":
		return m.Not != slices.ContainsFunc(n.Spec.Taints, func(t corev1.Taint) bool { return t.Key == m.Taint })
	case m.ProviderID != "":
		return n.Spec.ProviderID != "" && m.Not != strings.HasPrefix(n.Spec.ProviderID, m.ProviderID)
	case m.Annotation != "":
		return m.Not != hasKey(n.Annotations, m.Annotation, m.Value)
	default:
		return m.Not != hasKey(n.Labels, m.Label, m.Value)
	}
}

// hasKey reports whether there is a key, or one that begins with a key that ends in /, with a
// value that is not empty, or with this value.
func hasKey(values map[string]string, key, value string) bool {
	fits := func(v string) bool { return value == "" && v != "" || value != "" && v == value }
	if !strings.HasSuffix(key, "/") {
		return fits(values[key])
	}
	for k := range values {
		if strings.HasPrefix(k, key) && (value == "" || fits(values[k])) {
			return true
		}
	}
	return false
}

// networkWide reports whether the node is one of many that have stopped reporting together.
func (c *clusterView) networkWide(n *corev1.Node) bool {
	ready := snapshot.ReadyCondition(n)
	down := c.total - c.ready
	return c.quiet() && c.ready > 0 && down >= networkWideNodes && 2*down > c.total &&
		ready != nil && ready.Status == corev1.ConditionUnknown
}
