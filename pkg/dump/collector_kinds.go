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

// wants says whether objects of a kind are decoded. Pods and budgets are wanted only with
// the impact: they are most of many a dump.
func (f *found) wants(kind string) bool {
	switch kind {
	case "Node", "Event", "Lease", "Status", ManifestKind:
		return true
	case "Pod", "PodDisruptionBudget":
		return f.impact || f.manifest != nil && f.manifest.Snapshot.Impact != nil
	default:
		return false
	}
}

// add takes an object in. The error is that of an object that does not have the form of
// its kind, or that may have been cut.
func (f *found) add(r records.Record) error {
	f.objects++
	if r.Kind == "" {
		guess(&r)
	}
	cut, left := cutOff(r)
	if !left {
		return cut
	}
	add, known := f.takers[schema.FromAPIVersionAndKind(r.APIVersion, r.Kind)]
	if !known {
		f.others++
		return cut
	}
	var said *invalidObject
	if err := add(r.Data); errors.As(err, &said) {
		return said
	} else if err != nil {
		return &invalidObject{kind: r.Kind, err: fmt.Errorf("%s %q is not valid: %w", r.Kind, nameOf(r.Data), err)}
	}
	if r.Kind != "Status" {
		f.evidence.add(f.mix.file)
	}
	return cut
}

// kinds are the kinds that are taken in, with how.
func (f *found) kinds() map[schema.GroupVersionKind]func([]byte) error {
	return map[schema.GroupVersionKind]func([]byte) error{
		corev1.SchemeGroupVersion.WithKind("Node"):  into(f.addNode),
		corev1.SchemeGroupVersion.WithKind("Event"): into(f.addEvent),
		eventsv1.SchemeGroupVersion.WithKind("Event"): into(func(e *eventsv1.Event) error {
			core := coreEvent(e)
			return f.addEvent(&core)
		}),
		coordinationv1.SchemeGroupVersion.WithKind("Lease"): into(func(l *coordinationv1.Lease) error {
			switch {
			case l.Namespace != corev1.NamespaceNodeLease:
			case !f.kept.take(memory(l), 0):
				f.kept.leases++
			default:
				f.leases = append(f.leases, *l)
			}
			return nil
		}),
		corev1.SchemeGroupVersion.WithKind("Pod"):                   into(f.addPod),
		policyv1.SchemeGroupVersion.WithKind("PodDisruptionBudget"): into(f.addBudget),
		manifestKind(): into(func(m *Manifest) error {
			f.evidence.addManifest(f.mix.file, f.manifest != nil)
			f.manifest = m
			return nil
		}),
		corev1.SchemeGroupVersion.WithKind("Status"): into(f.addStatus),
		{Kind: kubeevents.Kind}:                      f.addRow,
	}
}

// addStatus takes in what a server answers in place of objects.
func (f *found) addStatus(s *metav1.Status) error {
	f.others++
	if s.Status != metav1.StatusFailure {
		return nil
	}
	return &invalidObject{kind: s.Kind, err: fmt.Errorf("here is the answer to a request that failed: %s", s.Message)}
}

// into decodes an object and takes it in.
func into[T any](take func(*T) error) func([]byte) error {
	return func(data []byte) error {
		object, err := decode[T](data)
		if err != nil {
			return err
		}
		return take(object)
	}
}

// nameOf is an object's name, as far as it can be read.
func nameOf(data []byte) string {
	var named struct {
		Metadata struct{ Name string }
	}
	_ = json.Unmarshal(data, &named) // what could be read before the error is enough
	return named.Metadata.Name
}

// guess fills in the kind of an object that neither says it nor comes from a list that
// does, by the members that only one kind has. A typed list keeps its kind to itself, and
// writes it behind its items when the names were sorted.
func guess(r *records.Record) {
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
