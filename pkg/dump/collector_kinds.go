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
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// wantsKind says whether objects of a kind are decoded. Pods and budgets, which are most of
// many dumps, are decoded only for the impact.
func (c *collector) wantsKind(kind string) bool {
	switch kind {
	case "Node", "Event", "Lease", "Status", ManifestKind, FactKind:
		return true
	case "Pod", "PodDisruptionBudget":
		return c.impact || c.manifest != nil && c.manifest.Snapshot.Impact != nil
	default:
		return false
	}
}

// addRecord decodes and adds an object. It returns an error for an object that is not valid for
// its kind or may be truncated.
func (c *collector) addRecord(r records.Record) error {
	c.objectCount++
	truncated, usable := checkTruncated(r)
	if !usable {
		return truncated
	}
	add, known := c.handlers[schema.FromAPIVersionAndKind(r.APIVersion, r.Kind)]
	if !known {
		c.otherCount++
		return truncated
	}
	var invalid *invalidObject
	if err := add(r.Data); errors.As(err, &invalid) {
		return invalid
	} else if err != nil {
		return &invalidObject{kind: r.Kind, err: fmt.Errorf("%s %q is not valid: %w", r.Kind, objectName(r.Data), err)}
	}
	if r.Kind != "Status" {
		c.evidence.noteFile(c.origins.file)
	}
	return truncated
}

// kindHandlers maps each kind that is decoded to the function that adds it.
func (c *collector) kindHandlers() map[schema.GroupVersionKind]func([]byte) error {
	return map[schema.GroupVersionKind]func([]byte) error{
		corev1.SchemeGroupVersion.WithKind("Node"):  decodeThen(c.addNode),
		corev1.SchemeGroupVersion.WithKind("Event"): decodeThen(c.addEvent),
		eventsv1.SchemeGroupVersion.WithKind("Event"): decodeThen(func(e *eventsv1.Event) error {
			core := coreEvent(e)
			return c.addEvent(&core)
		}),
		coordinationv1.SchemeGroupVersion.WithKind("Lease"): decodeThen(func(l *coordinationv1.Lease) error {
			if fact, ok := snapshot.LeaseFact(l); ok {
				c.addFact(&fact)
			}
			return nil
		}),
		factKind(): decodeThen(func(f *snapshot.Fact) error {
			c.addFact(f)
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

// addStatus handles a Status, which a server sends in place of objects.
func (c *collector) addStatus(s *metav1.Status) error {
	c.otherCount++
	if s.Status != metav1.StatusFailure {
		return nil
	}
	return &invalidObject{kind: s.Kind, err: fmt.Errorf("here is the answer to a request that failed: %s", s.Message)}
}

// decodeThen returns a function that decodes an object and passes it to take.
func decodeThen[T any](take func(*T) error) func([]byte) error {
	return func(data []byte) error {
		object, err := decodeObject[T](data)
		if err != nil {
			if repaired, ok := wholeCounts(data); ok {
				object, err = decodeObject[T](repaired)
			}
		}
		if err != nil {
			return err
		}
		return take(object)
	}
}

// objectName returns an object's name if it can be decoded.
func objectName(data []byte) string {
	var named struct {
		Metadata struct{ Name string }
	}
	_ = json.Unmarshal(data, &named) // what was decoded before the error is enough
	return named.Metadata.Name
}

// guessKind fills in a kind that neither the object nor its list states, by the fields that
// only one kind has. Typed Go lists leave the kind of their items out, and a list whose names
// are sorted states its own kind only after the items.
func guessKind(r *records.Record) {
	if r.Kind != "" {
		return
	}
	var shape struct {
		InvolvedObject, Regarding, TimeGenerated, LastSample, Status json.RawMessage
	}
	if json.Unmarshal(r.Data, &shape) != nil {
		return
	}
	switch {
	case shape.InvolvedObject != nil:
		r.Kind, r.APIVersion = "Event", corev1.SchemeGroupVersion.String()
	case shape.Regarding != nil:
		r.Kind, r.APIVersion = "Event", eventsv1.SchemeGroupVersion.String()
	case hasNodeInfo(shape.Status):
		r.Kind, r.APIVersion = "Node", corev1.SchemeGroupVersion.String()
	case shape.TimeGenerated != nil || shape.LastSample != nil || kubeevents.IsRow(r.Data):
		r.Kind = kubeevents.Kind
	}
}

// hasNodeInfo says whether a status is that of a Node.
func hasNodeInfo(status json.RawMessage) bool {
	var of struct{ NodeInfo json.RawMessage }
	return len(status) > 0 && json.Unmarshal(status, &of) == nil && of.NodeInfo != nil
}

// containsSorted says whether a sorted list has a name.
func containsSorted(names []string, name string) bool {
	_, ok := slices.BinarySearch(names, name)
	return ok
}
