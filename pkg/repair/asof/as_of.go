// Package asof narrows a snapshot to what can be said of an earlier time (as_of.go), and compares how
// long ago things were where it is not sure what time it was (clocks.go).
package asof

import (
	"fmt"
	"slices"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// namesInGap is how many names a gap lists before it counts the rest.
const namesInGap = 5

// Nodes narrows the nodes of a snapshot to what can be said of an earlier time: nodes made
// later did not exist, and of a node whose Ready condition changed later the state at that
// time is in no data. It returns the nodes that remain and the names of the latter.
func Nodes(nodes []corev1.Node, until time.Time) (then []*corev1.Node, later, changed map[string]bool) {
	later, changed = map[string]bool{}, map[string]bool{}
	for i := range nodes {
		switch n := &nodes[i]; {
		case !until.IsZero() && n.CreationTimestamp.After(until):
			later[n.Name] = true
		case !until.IsZero() && snapshot.ReadyChanged(n).After(until):
			changed[n.Name] = true
		default:
			then = append(then, n)
		}
	}
	return then, later, changed
}

// Gap says of which nodes the state at the time that was asked for is not known.
func Gap(changed map[string]bool, until time.Time) []diagnosis.Gap {
	if len(changed) == 0 {
		return nil
	}
	var names []string
	for name := range changed {
		names = append(names, name)
	}
	slices.Sort(names)
	return []diagnosis.Gap{{
		Source: snapshot.SourceNodes, Subjects: []string{"the state of some nodes at " + until.UTC().Format(time.RFC3339)},
		Reason: "The Ready condition of these nodes changed after that time, and what it was before is in no data: " + listed(names) + ".",
		Action: "Give a later time with --at, or leave it out.",
	}}
}

// listed writes the first names and counts the rest.
func listed(names []string) string {
	list := strings.Join(names[:min(len(names), namesInGap)], ", ")
	if more := len(names) - namesInGap; more > 0 {
		list += fmt.Sprintf(" and %d more", more)
	}
	return list
}
