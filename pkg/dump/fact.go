package dump

import (
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime/schema"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// FactKind is the kind of a fact in saved evidence; its API version is that of the manifest.
const FactKind = "Fact"

func factKind() schema.GroupVersionKind {
	return schema.FromAPIVersionAndKind(ManifestAPIVersion, FactKind)
}

// factObject is a fact with its kind.
type factObject struct {
	metav1.TypeMeta `json:",inline"`
	snapshot.Fact   `json:",inline"`
}

// factObjects returns facts as the objects that are saved.
func factObjects(facts []snapshot.Fact) []factObject {
	objects := make([]factObject, len(facts))
	for i := range facts {
		objects[i].Fact = facts[i]
	}
	return objects
}

// addFact keeps a fact if there is memory for it.
func (c *collector) addFact(f *snapshot.Fact) {
	if !c.memory.reserve(sizeInMemory(f), 0) {
		c.memory.droppedFacts++
		return
	}
	if f.Source == snapshot.LeaseSource && f.Type == snapshot.Heartbeat {
		c.times.Lease(f.Node, f.Time)
	}
	c.facts = append(c.facts, *f)
}
