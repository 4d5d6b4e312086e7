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
	// maxNodeEvents is how many events about nodes are kept, about 150 MB of them. A server
	// that keeps events for an hour has a fraction of that.
	maxNodeEvents = 100_000
	// maxKept is about how many bytes of objects are kept. A cluster of 5,000 nodes with
	// maxNodeEvents takes less than two thirds of it.
	maxKept = 256 << 20
	// maxMessage is how many bytes of the text of an event are kept. Clients write at most 1 KiB.
	// Source: k8s.io/client-go/tools/events and record, and the validation of events.k8s.io.
	maxMessage = 64 << 10
)

// kept bounds what is kept of a dump.
type kept struct {
	bytes, most int
	// nodes, events, leases, pods and budgets count those that did not fit, late the events
	// beyond maxNodeEvents, cut the texts of events that were cut.
	nodes, events, leases, pods, budgets, late, cut int
}

// take makes room for an object, in place of another one, if there is any.
func (k *kept) take(size, instead int) bool {
	if k.bytes+size-instead > k.most {
		return false
	}
	k.bytes += size - instead
	return true
}

// gaps are what was not kept.
func (k *kept) gaps() []snapshot.Gap {
	var gaps []snapshot.Gap
	if k.late > 0 {
		gaps = append(gaps, snapshot.Gap{
			Source: snapshot.SourceFiles, Subjects: []string{fmt.Sprintf("events about nodes after the first %d", maxNodeEvents)},
			Reason: fmt.Sprintf("The dump has %d more, which are not kept.", k.late),
			Action: "Give a dump of a shorter time.",
		})
	}
	if k.nodes+k.events+k.leases > 0 {
		gaps = append(gaps, snapshot.Gap{
			Source: snapshot.SourceFiles, Subjects: []string{"nodes, events and leases beyond the memory for them"},
			Reason: fmt.Sprintf("The dump has more than the %d MiB that are kept. Left out are nodes: %d, events: %d, leases: %d.", k.most>>20, k.nodes, k.events, k.leases),
			Action: "Give a dump of a shorter time, and of one cluster.",
		})
	}
	if k.pods+k.budgets > 0 {
		gaps = append(gaps, snapshot.Gap{
			Source: snapshot.SourceFiles, Subjects: []string{"pods and disruption budgets beyond the memory for them"},
			Reason: fmt.Sprintf("The dump has more than the %d MiB that are kept of all objects. Left out are pods: %d, budgets: %d.", k.most>>20, k.pods, k.budgets),
			Action: "Leave out --impact, or give a dump of one cluster.",
		})
	}
	if k.cut > 0 {
		gaps = append(gaps, snapshot.Gap{
			Source: snapshot.SourceFiles, Subjects: []string{fmt.Sprintf("the ends of the texts of %d events", k.cut)},
			Reason: fmt.Sprintf("They are longer than the %d KiB that are kept.", maxMessage>>10),
		})
	}
	return gaps
}

// shorten cuts the text of an event, at the end of a character.
func (k *kept) shorten(e *corev1.Event) {
	if len(e.Message) <= maxMessage {
		return
	}
	e.Message = strings.Clone(strings.ToValidUTF8(e.Message[:maxMessage], "")) // nothing holds the rest
	k.cut++
}

// memory is about how many bytes an object takes, those of its parts included.
func memory(object any) int { return memoryOf(reflect.ValueOf(object)) }

func memoryOf(v reflect.Value) int {
	size := 0
	switch v.Kind() {
	case reflect.String:
		size = v.Len()
	case reflect.Pointer:
		if !v.IsNil() {
			size = int(v.Type().Elem().Size()) + memoryOf(v.Elem())
		}
	case reflect.Slice:
		each := v.Type().Elem()
		size = v.Len() * int(each.Size())
		for i := 0; i < v.Len() && !flat(each); i++ {
			size += memoryOf(v.Index(i))
		}
	case reflect.Map:
		each := int(v.Type().Key().Size() + v.Type().Elem().Size())
		for entry := v.MapRange(); entry.Next(); {
			size += each + memoryOf(entry.Key()) + memoryOf(entry.Value())
		}
	case reflect.Struct:
		if flat(v.Type()) {
			break
		}
		for i := range v.NumField() {
			size += memoryOf(v.Field(i))
		}
	default: // numbers, within what they are part of
	}
	return size
}

// flat says whether nothing hangs on the values of a type: a time has the zone in common
// with others.
func flat(t reflect.Type) bool {
	return t == reflect.TypeFor[time.Time]() || t.Kind() <= reflect.Complex128
}
