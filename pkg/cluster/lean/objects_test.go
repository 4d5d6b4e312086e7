package lean

import (
	"math"
	"testing"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/equality"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot/snapshottest"
)

func TestWhatIsRemovedFromEventsIsNotDecoded(t *testing.T) {
	event := snapshottest.Event("default", "e1", "Node", "d0000")
	event.ManagedFields, event.Labels, event.Annotations = []metav1.ManagedFieldsEntry{{Manager: "kubelet"}}, map[string]string{"a": "b"}, map[string]string{"c": "d"}
	event.OwnerReferences, event.Finalizers, event.Related = []metav1.OwnerReference{{Name: "e"}}, []string{"f"}, &corev1.ObjectReference{Name: "g"}
	event.Action, event.Series, event.ReportingInstance = "h", &corev1.EventSeries{Count: 7}, "i"
	list := corev1.EventList{Items: []corev1.Event{event, *event.DeepCopy()}}
	raw, err := list.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	var got corev1.EventList
	if err := got.Unmarshal(Without(nil, raw, Events())); err != nil {
		t.Fatal(err)
	}
	if got.Items[0].Labels != nil || got.Items[0].Related != nil || got.Items[0].ManagedFields != nil {
		t.Error("more was decoded than is read")
	}
	for i := range list.Items {
		if want := snapshot.SlimEvent(&list.Items[i]); !equality.Semantic.DeepEqual(got.Items[i], *want) {
			t.Errorf("the event is %v, want %v", got.Items[i], want)
		}
	}
}

func TestMemoryForObjectsIsAllocatedOnce(t *testing.T) {
	list := wholeNodes(100)
	object, err := list.Items[0].Marshal()
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ more, first, then int }{{99, 16, 128}, {0, 1, 2}, {math.MaxInt32, 16, mostAtOnce + 1000}} {
		o := &Objects[corev1.Node, *corev1.Node]{Kind: "NodeList"}
		l := o.Begin(nil)
		if !l.Take(object, test.more) || cap(o.Items) < test.first || cap(o.Items) > test.first+2 { // the system has sizes of its own
			t.Errorf("%d more: first there is memory for %d", test.more, cap(o.Items))
		}
		for cap(o.Items) > o.Count() {
			l.Take(object, test.more)
		}
		if n := o.Count(); !l.Take(object, test.more) || cap(o.Items) <= min(test.more, mostAtOnce)+n || cap(o.Items) > test.then+n {
			t.Errorf("%d more: then there is memory for %d", test.more, cap(o.Items))
		}
		n := o.Count()
		if l.Take(object[:7], 0) || o.Count() != n || o.Items[n-1].Name != list.Items[0].Name {
			t.Errorf("after a part of a node there are %d", o.Count())
		}
		if o.Begin(nil); o.Count() != 0 {
			t.Error("an answer begins with the nodes of the one before")
		}
	}
}
