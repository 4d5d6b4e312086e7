package dump

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	coordinationv1 "k8s.io/api/coordination/v1"
	corev1 "k8s.io/api/core/v1"
	eventsv1 "k8s.io/api/events/v1"
	policyv1 "k8s.io/api/policy/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/dump/records"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/kubeevents"
)

// wantsKind says whether objects of a kind are decoded. Pods and budgets are wanted only with
// the impact: they are most of many a dump.
func (c *collector) wantsKind(kind string) bool {
	switch kind {
	case "Node", "Event", "Lease", "Status", ManifestKind:
		return true
	case "Pod", "PodDisruptionBudget":
		return c.impact || c.manifest != nil && c.manifest.Snapshot.Impact != nil
	default:
		return false
	}
}

// addRecord takes an object in. The error is that of an object that does not have the form of
// its kind, or that may have been cut.
func (c *collector) addRecord(r records.Record) error {
	c.objectCount++
	if r.Kind == "" {
		guessKind(&r)
	}
	cut, left := checkTruncated(r)
	if !left {
		return cut
	}
	add, known := c.handlers[schema.FromAPIVersionAndKind(r.APIVersion, r.Kind)]
	if !known {
		c.otherCount++
		return cut
	}
	var said *invalidObject
	if err := add(r.Data); errors.As(err, &said) {
		return said
	} else if err != nil {
		return &invalidObject{kind: r.Kind, err: fmt.Errorf("%s %q is not valid: %w", r.Kind, objectName(r.Data), err)}
	}
	if r.Kind != "Status" {
		c.evidence.noteFile(c.origins.file)
	}
	return cut
}

// kindHandlers are the kinds that are taken in, with how.
func (c *collector) kindHandlers() map[schema.GroupVersionKind]func([]byte) error {
	return map[schema.GroupVersionKind]func([]byte) error{
		corev1.SchemeGroupVersion.WithKind("Node"):  decodeThen(c.addNode),
		corev1.SchemeGroupVersion.WithKind("Event"): decodeThen(c.addEvent),
		eventsv1.SchemeGroupVersion.WithKind("Event"): decodeThen(func(e *eventsv1.Event) error {
			core := coreEvent(e)
			return c.addEvent(&core)
		}),
		coordinationv1.SchemeGroupVersion.WithKind("Lease"): decodeThen(func(l *coordinationv1.Lease) error {
			switch {
			case l.Namespace != corev1.NamespaceNodeLease:
			case !c.memory.reserve(sizeInMemory(l), 0):
				c.memory.droppedLeases++
			default:
				c.leases = append(c.leases, *l)
			}
			return nil
		}),
		corev1.SchemeGroupVersion.WithKind("Pod"):                   decodeThen(c.addPod),
		policyv1.SchemeGroupVersion.WithKind("PodDisruptionBudget"): decodeThen(c.addBudget),
		manifestKind(): decodeThen(func(m *Manifest) error {
			c.evidence.noteManifest(c.origins.file, c.manifest != nil)
			c.manifest = m
			return nil
		}),
		corev1.SchemeGroupVersion.WithKind("Status"): decodeThen(c.addStatus),
		{Kind: kubeevents.Kind}:                      c.addRow,
	}
}

// addStatus takes in what a server answers in place of objects.
func (c *collector) addStatus(s *metav1.Status) error {
	c.otherCount++
	if s.Status != metav1.StatusFailure {
		return nil
	}
	return &invalidObject{kind: s.Kind, err: fmt.Errorf("here is the answer to a request that failed: %s", s.Message)}
}

// decodeThen decodes an object and takes it in.
func decodeThen[T any](take func(*T) error) func([]byte) error {
	return func(data []byte) error {
		object, err := decodeObject[T](data)
		if err != nil {
			return err
		}
		return take(object)
	}
}

// objectName is an object's name, as far as it can be read.
func objectName(data []byte) string {
	var named struct {
		Metadata struct{ Name string }
	}
	_ = json.Unmarshal(data, &named) // what could be read before the error is enough
	return named.Metadata.Name
}

// guessKind fills in the kind of an object that neither says it nor comes from a list that
// does, by the members that only one kind has. A typed list keeps its kind to itself, and
// writes it behind its items when the names were sorted.
func guessKind(r *records.Record) {
	var shape struct {
		InvolvedObject, Regarding, TimeGenerated json.RawMessage
		Status                                   struct{ NodeInfo json.RawMessage }
	}
	if json.Unmarshal(r.Data, &shape) != nil {
		return
	}
	switch {
	case shape.InvolvedObject != nil:
		r.Kind, r.APIVersion = "Event", corev1.SchemeGroupVersion.String()
	case shape.Regarding != nil:
		r.Kind, r.APIVersion = "Event", eventsv1.SchemeGroupVersion.String()
	case shape.Status.NodeInfo != nil:
		r.Kind, r.APIVersion = "Node", corev1.SchemeGroupVersion.String()
	case shape.TimeGenerated != nil || kubeevents.IsRow(r.Data):
		r.Kind = kubeevents.Kind
	}
}

// containsSorted says whether names, which are in order, have one.
func containsSorted(names []string, name string) bool {
	_, ok := slices.BinarySearch(names, name)
	return ok
}
