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

// lastFields maps a kind to a field that the server sets in every object and that comes late in
// it, both in the order of the API and in that of sorted names, in which kubectl writes YAML.
var lastFields = map[string][]string{
	"Node":                {"status", "nodeInfo", "systemUUID"},
	"Event":               {"type"},
	"Lease":               {"spec", "renewTime"},
	"Pod":                 {"status", "phase"},
	"PodDisruptionBudget": {"status", "expectedPods"},
}

// checkTruncated returns an error for an object that ends with its text and lacks the last
// field of its kind. usable says whether enough of it is there to be added: a node without its
// conditions would look like one that never was Ready.
func checkTruncated(r records.Record) (fault error, usable bool) {
	if !r.Last {
		return nil, true
	}
	tail := lastFields[r.Kind]
	var object map[string]any
	if err := json.Unmarshal(r.Data, &object); err != nil || len(tail) == 0 {
		return nil, true //nolint:nilerr // invalid JSON is reported elsewhere
	}
	last, _, _ := unstructured.NestedFieldNoCopy(object, tail...)
	switch {
	case r.Kind == "Event" && (last == corev1.EventTypeNormal || last == corev1.EventTypeWarning), r.Kind != "Event" && last != nil:
		return nil, true
	case r.Kind == "Event":
		usable = object["reason"] != nil
	case r.Kind == "Node":
		n, err := decodeObject[corev1.Node](r.Data)
		usable = err == nil && snapshot.ReadyCondition(n) != nil
	default:
		usable = true
	}
	return fmt.Errorf("%s %q may have been cut off: it ends with the text, before its %s (if it is whole, put a line \"---\" behind it)",
		r.Kind, objectName(r.Data), strings.Join(tail, ".")), usable
}
