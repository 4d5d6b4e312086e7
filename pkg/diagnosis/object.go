package diagnosis

import (
	"encoding/json"

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// GetObjectKind makes a Diagnosis a runtime.Object, which kubectl's printers take.
func (d *Diagnosis) GetObjectKind() schema.ObjectKind { return &d.TypeMeta }

// DeepCopyObject copies through the JSON form, which holds all of a Diagnosis.
func (d *Diagnosis) DeepCopyObject() runtime.Object {
	data, err := json.Marshal(d)
	if err != nil {
		return nil
	}
	c := &Diagnosis{}
	if json.Unmarshal(data, c) != nil {
		return nil
	}
	return c
}

// Problems counts the findings that are about trouble: a node that was asked for by name
// and is Ready has a finding too. A node that flaps is trouble without one.
func (d *Diagnosis) Problems() int {
	n := len(d.Summary.Flapping)
	for i := range d.Findings {
		if state := d.Findings[i].State; state != Healthy && state != Recovered {
			n++
		}
	}
	return n
}
