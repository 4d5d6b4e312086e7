package dump

import (
	"encoding/json"
	"fmt"
	"strings"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/dump/records"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// tails are members that a server gives to every object of a kind, and that come late in
// it, whether the members are in the order of their names, as kubectl writes YAML, or in
// that of the API.
var tails = map[string][]string{
	"Node":                {"status", "nodeInfo", "systemUUID"},
	"Event":               {"type"},
	"Lease":               {"spec", "renewTime"},
	"Pod":                 {"status", "phase"},
	"PodDisruptionBudget": {"status", "expectedPods"},
}

// cutOff is the fault of an object that ends with its text and does not have what comes
// last in every whole one; left says whether enough is left of it to be taken in. A node
// without its conditions would be taken for one that never was Ready.
func cutOff(r records.Record) (fault error, left bool) {
	if !r.Last {
		return nil, true
	}
	tail := tails[r.Kind]
	var object map[string]any
	if err := json.Unmarshal(r.Data, &object); err != nil || len(tail) == 0 {
		return nil, true //nolint:nilerr // what is no JSON has a fault already
	}
	last, _, _ := unstructured.NestedFieldNoCopy(object, tail...)
	switch {
	case r.Kind == "Event" && (last == corev1.EventTypeNormal || last == corev1.EventTypeWarning), r.Kind != "Event" && last != nil:
		return nil, true
	case r.Kind == "Event":
		left = object["reason"] != nil
	case r.Kind == "Node":
		n, err := decode[corev1.Node](r.Data)
		left = err == nil && snapshot.ReadyCondition(n) != nil
	default:
		left = true
	}
	return fmt.Errorf("%s %q may have been cut off: it ends with the text, before its %s (if it is whole, put a line \"---\" behind it)",
		r.Kind, nameOf(r.Data), strings.Join(tail, ".")), left
}
