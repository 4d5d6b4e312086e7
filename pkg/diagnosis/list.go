package diagnosis

import (
	"encoding/json"
	"slices"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// ListKind identifies the JSON form of a DiagnosisList.
const ListKind = "DiagnosisList"

// List is the result for several clusters. Items and Errors together have every
// context that was asked for once, each in the order asked for.
type List struct {
	metav1.TypeMeta `json:",inline"`
	Items           []Diagnosis `json:"items"`
	// Errors are the clusters of which nothing could be read. A list with errors is not
	// complete, as a diagnosis with gaps is not.
	Errors []ContextError `json:"errors"`
}

// ContextError is a cluster that could not be diagnosed.
type ContextError struct {
	// Context is the kubeconfig's context.
	Context string `json:"context"`
	// Message is why, in sentences.
	Message string `json:"message"`
}

// NewList returns an empty list.
func NewList() *List {
	return &List{
		TypeMeta: metav1.TypeMeta{APIVersion: APIVersion, Kind: ListKind},
		Items:    []Diagnosis{}, Errors: []ContextError{},
	}
}

// Add appends the diagnosis of a context.
func (l *List) Add(context string, d *Diagnosis) {
	l.Items = append(l.Items, *d)
	l.Items[len(l.Items)-1].Context = context
}

// Fail appends a context that could not be diagnosed.
func (l *List) Fail(context string, err error) {
	l.Errors = append(l.Errors, ContextError{Context: context, Message: err.Error()})
}

// NotFound returns the names that were asked for and that no cluster of the list has, each
// once.
func (l *List) NotFound() []string {
	var names []string
	for i := range l.Items {
		names = append(names, l.Items[i].NotFound...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// Complete reports whether every cluster was read, and each without a gap. What Azure did not answer
// is none: a diagnosis is of the cluster.
func (l *List) Complete() bool {
	for i := range l.Items {
		if slices.ContainsFunc(l.Items[i].Gaps, func(g Gap) bool { return g.Source != snapshot.SourceAzure }) {
			return false
		}
	}
	return len(l.Errors) == 0
}

// Lacks reports whether a cluster has a gap of a source.
func (l *List) Lacks(source snapshot.GapSource) bool {
	for i := range l.Items {
		if slices.ContainsFunc(l.Items[i].Gaps, func(g Gap) bool { return g.Source == source }) {
			return true
		}
	}
	return false
}

// Findings counts the findings of all clusters.
func (l *List) Findings() int {
	n := 0
	for i := range l.Items {
		n += l.Items[i].Problems()
	}
	return n
}

// GetObjectKind makes a DiagnosisList a runtime.Object, which kubectl's printers take.
func (l *List) GetObjectKind() schema.ObjectKind { return &l.TypeMeta }

// DeepCopyObject copies through the JSON form, which holds all of a DiagnosisList.
func (l *List) DeepCopyObject() runtime.Object {
	data, err := json.Marshal(l)
	if err != nil {
		return nil
	}
	c := &List{}
	if json.Unmarshal(data, c) != nil {
		return nil
	}
	return c
}
