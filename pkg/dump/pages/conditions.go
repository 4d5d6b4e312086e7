package pages

import (
	"strings"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/lazy"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// The rows of the conditions of a node. Those of pods have no times.
var (
	conditionsHeader = lazy.Pattern(`^\s*Type\s+Status\s+LastHeartbeatTime\b`)
	conditionStart   = lazy.Pattern(`^([A-Z][A-Za-z0-9]*)\s+(True|False|Unknown)(?:\s|$)`)
	conditionRow     = lazy.Pattern(`^\s*([A-Z][A-Za-z0-9]*)\s+(True|False|Unknown)\s+(` + timePattern + `)\s+(` + timePattern + `)(?:\s+(\S+)(?:\s+(.*))?)?$`)
)

// readCondition reads a row, or the rest of one that was wrapped.
func (n *describedNode) readCondition(text string) {
	switch {
	case conditionStart().MatchString(text):
		n.conditions = append(n.conditions, wrappedRow{text, text})
	case len(n.conditions) > 0 && strings.Trim(text, "- \t") != "":
		row := &n.conditions[len(n.conditions)-1]
		row.words = joinWrapped(row.words, text)
		if len(row.letters) <= maxWrapped {
			row.letters += text
		}
	}
}

// wrappedRow is a row whose lines were joined: as words, and as letters of words that a terminal
// divided.
type wrappedRow struct{ words, letters string }

// match returns the parts of a row, nil for one that is not whole.
func (r wrappedRow) match() []string {
	if m := conditionRow().FindStringSubmatch(r.words); m != nil {
		return m
	}
	return conditionRow().FindStringSubmatch(r.letters)
}

// parseConditions returns the conditions whose row is whole, each of the others with its status
// where that is bad, and notes the latter.
func (n *describedNode) parseConditions() []corev1.NodeCondition {
	all := n.node.Status.Conditions
	for _, row := range n.conditions {
		m := row.match()
		if m != nil && m[5] != "" {
			all = append(all, corev1.NodeCondition{
				Type: corev1.NodeConditionType(m[1]), Status: corev1.ConditionStatus(m[2]), Reason: m[5], Message: m[6],
				LastHeartbeatTime: metav1.NewTime(parseTime(m[3])), LastTransitionTime: metav1.NewTime(parseTime(m[4])),
			})
			continue
		}
		start := conditionStart().FindStringSubmatch(row.words)
		n.cutConditions = append(n.cutConditions, start[1])
		if c := (corev1.NodeCondition{Type: corev1.NodeConditionType(start[1]), Status: corev1.ConditionStatus(start[2])}); m != nil {
			c.LastHeartbeatTime, c.LastTransitionTime = metav1.NewTime(parseTime(m[3])), metav1.NewTime(parseTime(m[4]))
			all = append(all, c)
		} else if c.Type == corev1.NodeReady && c.Status != corev1.ConditionTrue {
			all = append(all, c)
		}
	}
	return all
}

// timedConditions says whether the conditions are those of a node, which have times.
func (n *describedNode) timedConditions() bool {
	for i := range n.node.Status.Conditions {
		if !n.node.Status.Conditions[i].LastTransitionTime.IsZero() {
			return true
		}
	}
	for _, row := range n.conditions {
		if row.match() != nil {
			return true
		}
	}
	return n.headed
}

// readyTaints are the taints that the control plane puts on a node which is not Ready, with the
// status of its Ready condition then.
// Source: https://kubernetes.io/docs/reference/labels-annotations-taints/
var readyTaints = map[string]corev1.ConditionStatus{
	corev1.TaintNodeUnreachable: corev1.ConditionUnknown, corev1.TaintNodeNotReady: corev1.ConditionFalse,
}

// inferReady adds the Ready condition that the taints of a node show, where it is not shown itself.
// That there is no such taint shows nothing: the page may have been cut.
func (n *describedNode) inferReady() {
	if snapshot.ReadyCondition(&n.node) != nil {
		return
	}
	for _, taint := range n.node.Spec.Taints {
		if status, ok := readyTaints[taint.Key]; ok {
			n.node.Status.Conditions = append(n.node.Status.Conditions, corev1.NodeCondition{Type: corev1.NodeReady, Status: status})
			return
		}
	}
}
