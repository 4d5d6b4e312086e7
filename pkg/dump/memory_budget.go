package dump

import (
	"fmt"
	"reflect"
	"strings"
	"time"

	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

const (
	// maxNodeEvents is how many events about nodes are kept, about 150 MB. A server that keeps
	// events for an hour has a fraction of that.
	maxNodeEvents = 100_000
	// maxMemory is about how many bytes of objects are kept. A cluster of 5,000 nodes with
	// maxNodeEvents events takes less than two thirds of it.
	maxMemory = 256 << 20
	// maxMessage is how many bytes of the text of an event are kept. Clients write at most 1 KiB.
	// Source: k8s.io/client-go/tools/events and record, and the validation of events.k8s.io.
	maxMessage = 64 << 10
)

// memoryBudget bounds the memory for the objects of a dump.
type memoryBudget struct {
	used, limit int
	// The dropped objects did not fit; excessEvents are beyond maxNodeEvents; cutMessages are
	// messages of events that were shortened.
	droppedNodes, droppedEvents, droppedFacts, droppedPods, droppedBudgets, excessEvents, cutMessages int
}

// reserve accounts for an object of a size that replaces one of another size, or none. It
// returns false if the object does not fit.
func (b *memoryBudget) reserve(size, instead int) bool {
	if b.used+size-instead > b.limit {
		return false
	}
	b.used += size - instead
	return true
}

// droppedGaps returns the gaps for what was not kept.
func (b *memoryBudget) droppedGaps() []snapshot.Gap {
	var gaps []snapshot.Gap
	if b.excessEvents > 0 {
		gaps = append(gaps, snapshot.Gap{
			Source: snapshot.SourceFiles, Subjects: []string{fmt.Sprintf("events about nodes after the first %d", maxNodeEvents)},
			Reason: fmt.Sprintf("The dump has %d more, which are not kept.", b.excessEvents),
			Action: "Give a dump of a shorter time.",
		})
	}
	if b.droppedNodes+b.droppedEvents+b.droppedFacts > 0 {
		gaps = append(gaps, snapshot.Gap{
			Source: snapshot.SourceFiles, Subjects: []string{"nodes, events and other reports beyond the memory for them"},
			Reason: fmt.Sprintf("The dump has more than the %d MiB that are kept. Left out are nodes: %d, events: %d, other reports: %d.", b.limit>>20, b.droppedNodes, b.droppedEvents, b.droppedFacts),
			Action: "Give a dump of a shorter time, and of one cluster.",
		})
	}
	if b.droppedPods+b.droppedBudgets > 0 {
		gaps = append(gaps, snapshot.Gap{
			Source: snapshot.SourceFiles, Subjects: []string{"pods and disruption budgets beyond the memory for them"},
			Reason: fmt.Sprintf("The dump has more than the %d MiB that are kept of all objects. Left out are pods: %d, budgets: %d.", b.limit>>20, b.droppedPods, b.droppedBudgets),
			Action: "Leave out --impact, or give a dump of one cluster.",
		})
	}
	if b.cutMessages > 0 {
		gaps = append(gaps, snapshot.Gap{
			Source: snapshot.SourceFiles, Subjects: []string{fmt.Sprintf("the ends of the texts of %d events", b.cutMessages)},
			Reason: fmt.Sprintf("They are longer than the %d KiB that are kept.", maxMessage>>10),
		})
	}
	return gaps
}

// cutMessage shortens the message of an event to maxMessage, at the end of a character.
func (b *memoryBudget) cutMessage(e *corev1.Event) {
	if len(e.Message) <= maxMessage {
		return
	}
	e.Message = strings.Clone(strings.ToValidUTF8(e.Message[:maxMessage], "")) // frees the rest
	b.cutMessages++
}

// sizeInMemory estimates the bytes that an object takes, including what it points to.
func sizeInMemory(object any) int { return sizeOfValue(reflect.ValueOf(object)) }

func sizeOfValue(v reflect.Value) int {
	size := 0
	switch v.Kind() {
	case reflect.String:
		size = v.Len()
	case reflect.Pointer:
		if !v.IsNil() {
			size = int(v.Type().Elem().Size()) + sizeOfValue(v.Elem())
		}
	case reflect.Slice:
		each := v.Type().Elem()
		size = v.Len() * int(each.Size())
		for i := 0; i < v.Len() && !selfContained(each); i++ {
			size += sizeOfValue(v.Index(i))
		}
	case reflect.Map:
		each := int(v.Type().Key().Size() + v.Type().Elem().Size())
		for entry := v.MapRange(); entry.Next(); {
			size += each + sizeOfValue(entry.Key()) + sizeOfValue(entry.Value())
		}
	case reflect.Struct:
		if selfContained(v.Type()) {
			break
		}
		for i := range v.NumField() {
			size += sizeOfValue(v.Field(i))
		}
	default: // numbers are counted with the value that they are part of
	}
	return size
}

// selfContained says whether values of a type point to nothing of their own: times share their
// zone.
func selfContained(t reflect.Type) bool {
	return t == reflect.TypeFor[time.Time]() || t.Kind() <= reflect.Complex128
}
