package repair

import (
	"encoding/json"

	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// GetObjectKind makes a Diagnosis a runtime.Object, which kubectl's printers take.
func (d *Diagnosis) GetObjectKind() schema.ObjectKind { return &d.TypeMeta }

// DeepCopyObject copies by way of the JSON form, which holds all of a Diagnosis.
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
