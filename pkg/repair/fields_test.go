package repair_test

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// nodeFields are the fields of a Node: the rule that uses each, or why none does, after "no:". A name
// stands for all that is below it.
var nodeFields = map[string]string{
	"kind": "no: the type", "apiVersion": "no: the type",
	"metadata.name":                       "evidence: whose events these are",
	"metadata.generateName":               "no: a name before it was made",
	"metadata.namespace":                  "no: nodes have none",
	"metadata.selfLink":                   "no: not filled since Kubernetes 1.20",
	"metadata.uid":                        "transition: another node of the same name",
	"metadata.resourceVersion":            "no: a watch and its reflector use it",
	"metadata.generation":                 "no: changes of the specification say nothing of health",
	"metadata.creationTimestamp":          "evidence: events of an earlier node; outage: never Ready; asof",
	"metadata.deletionTimestamp":          "suppression: BeingDeleted",
	"metadata.deletionGracePeriodSeconds": "no: nodes are deleted without a grace period",
	"metadata.labels":                     "judge: marks; machine; finding: pool, zone, size",
	"metadata.annotations":                "judge: marks; signals: marks that programs leave",
	"metadata.ownerReferences":            "no: a Node of Karpenter shows its owner by its labels",
	"metadata.finalizers":                 "signals: what a deletion waits for",
	"metadata.managedFields":              "no: who wrote a field last, with times that a status does not need",

	"spec.podCIDR":             "no: the network plugin reports its trouble in a condition",
	"spec.podCIDRs":            "no: as podCIDR",
	"spec.providerID":          "machine; suppression: NotAzure, NotAKS",
	"spec.taints.key":          "suppression: marks; outage",
	"spec.taints.value":        "judge: marks",
	"spec.taints.effect":       "timeline",
	"spec.taints.timeAdded":    "outage: since when; clock",
	"spec.podPreemptionPolicy": "no: how pods are preempted",
	"spec.unschedulable":       "no: a cordon sets a taint too, which is listed",
	"spec.configSource":        "no: removed from Kubernetes 1.24",
	"spec.externalID":          "no: deprecated and empty",
	"status.capacity":          "no: the size label says it",
	"status.allocatable":       "no: a resource that is missing is in a condition",
	"status.phase":             "no: deprecated and empty",
	"status.addresses":         "no: an address says nothing of health, and identifies",
	"status.daemonEndpoints":   "no: a port",
	"status.images":            "no: what was pulled",
	"status.volumesInUse":      "no: the impact reads pods",
	"status.volumesAttached":   "no: the impact reads pods",
	"status.config":            "no: removed from Kubernetes 1.24",
	"status.runtimeHandlers":   "no: what the runtime offers",
	"status.features":          "no: what the runtime offers",
	"status.declaredFeatures":  "no: what the kubelet offers",

	"status.conditions.type":               "outage; signals",
	"status.conditions.status":             "outage; signals; verdict",
	"status.conditions.lastHeartbeatTime":  "heartbeat; clock",
	"status.conditions.lastTransitionTime": "outage: since when; clock",
	"status.conditions.reason":             "signals",
	"status.conditions.message":            "signals",

	"status.nodeInfo.machineID":               "no: identifies a machine",
	"status.nodeInfo.systemUUID":              "no: identifies a machine",
	"status.nodeInfo.bootID":                  "no: one value does not show a reboot; the event Rebooted does",
	"status.nodeInfo.kernelVersion":           "common: version that nodes share, by the node image",
	"status.nodeInfo.osImage":                 "no: the node image label is a mark",
	"status.nodeInfo.containerRuntimeVersion": "finding",
	"status.nodeInfo.kubeletVersion":          "finding; common",
	"status.nodeInfo.kubeProxyVersion":        "no: deprecated and empty",
	"status.nodeInfo.operatingSystem":         "case: which steps AKS has for Windows",
	"status.nodeInfo.architecture":            "no: repairs do not differ by it",
	"status.nodeInfo.runningInUserNamespace":  "no: AKS does not run kubelets so",
	"status.nodeInfo.swap":                    "no: AKS reports memory in a condition",
}

// eventFields are the fields of an Event.
var eventFields = map[string]string{
	"kind": "no: the type", "apiVersion": "no: the type",
	"metadata.name":                       "evidence: versions of one event",
	"metadata.generateName":               "no: a name before it was made",
	"metadata.namespace":                  "evidence: versions of one event",
	"metadata.selfLink":                   "no: not filled since Kubernetes 1.20",
	"metadata.uid":                        "no: the name identifies an event in a namespace; dumps use it",
	"metadata.resourceVersion":            "no: a watch and its reflector use it",
	"metadata.generation":                 "no: events have none",
	"metadata.creationTimestamp":          "snapshot: when it was seen, if no other time is set",
	"metadata.deletionTimestamp":          "no: an event that is deleted has happened all the same",
	"metadata.deletionGracePeriodSeconds": "no: as deletionTimestamp",
	"metadata.labels":                     "no: events have none",
	"metadata.annotations":                "no: no reporter of nodes sets any that is known",
	"metadata.ownerReferences":            "no: events have none",
	"metadata.finalizers":                 "no: events have none",
	"metadata.managedFields":              "no: who wrote a field last",
	"involvedObject.kind":                 "sources: events about nodes alone are read",
	"involvedObject.namespace":            "no: nodes have none",
	"involvedObject.name":                 "evidence: by node; one without a name is about none",
	"involvedObject.uid":                  "no: reporters fill in the name there",
	"involvedObject.apiVersion":           "no: the kind says it",
	"involvedObject.resourceVersion":      "no: which version was seen",
	"involvedObject.fieldPath":            "no: nodes have no parts",
	"reason":                              "attempts; signals; outage",
	"message":                             "attempts: the error; signals",
	"source.component":                    "timeline; clock",
	"source.host":                         "clock: whose clock a kubelet's event is of",
	"firstTimestamp":                      "outage; attempts",
	"lastTimestamp":                       "outage; attempts; clock",
	"count":                               "attempts: rounds; flapping",
	"type":                                "no: the reason decides; the table knows what is a warning",
	"eventTime":                           "snapshot: when it was first seen",
	"series.count":                        "attempts: rounds; flapping",
	"series.lastObservedTime":             "snapshot: when it was last seen",
	"action":                              "no: what a reporter did, which no event about nodes fills in",
	"related":                             "no: no event about nodes fills it in",
	"reportingComponent":                  "timeline; clock",
	"reportingInstance":                   "no: which replica reported",
}

// fieldsOf returns the paths of the fields of a type, in JSON's names.
func fieldsOf(t reflect.Type, prefix string) []string {
	for t.Kind() == reflect.Pointer || t.Kind() == reflect.Slice {
		t = t.Elem()
	}
	leaf := []reflect.Type{reflect.TypeFor[metav1.Time](), reflect.TypeFor[metav1.MicroTime](), reflect.TypeFor[metav1.FieldsV1]()}
	if t.Kind() != reflect.Struct || slices.Contains(leaf, t) {
		return []string{prefix}
	}
	var all []string
	for i := range t.NumField() {
		f := t.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		path := strings.Trim(prefix+"."+name, ".")
		all = append(all, fieldsOf(f.Type, path)...)
	}
	return all
}

func TestEveryFieldOfNodesAndEventsHasARuleOrAReason(t *testing.T) {
	for name, c := range map[string]struct {
		of    reflect.Type
		known map[string]string
	}{
		"Node": {reflect.TypeFor[corev1.Node](), nodeFields}, "Event": {reflect.TypeFor[corev1.Event](), eventFields},
	} {
		used := map[string]bool{}
		for _, path := range fieldsOf(c.of, "") {
			at := path
			for c.known[at] == "" && strings.Contains(at, ".") {
				at = at[:strings.LastIndex(at, ".")]
			}
			if c.known[at] == "" {
				t.Errorf("%s: no rule uses %s, and no reason says why", name, path)
			}
			used[at] = true
		}
		for path := range c.known {
			if !used[path] {
				t.Errorf("%s has no field %s", name, path)
			}
		}
	}
}
