package cluster

import (
	"slices"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/equality"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot/snapshottest"
)

// wholeNodes returns nodes that have all that is not decoded, and more.
func wholeNodes(n int) *corev1.NodeList {
	list := &corev1.NodeList{ListMeta: metav1.ListMeta{Continue: "token"}, Items: snapshottest.SomeNodes(n, n)}
	for i := range list.Items {
		node := &list.Items[i]
		node.ManagedFields = []metav1.ManagedFieldsEntry{{Manager: "kubelet", FieldsV1: metav1.NewFieldsV1(strings.Repeat("x", 100*i))}}
		node.Finalizers, node.Annotations = []string{"a"}, map[string]string{"b": "c"}
		node.Spec.Taints = []corev1.Taint{{Key: "d", TimeAdded: &metav1.Time{}}}
		node.Status.Images = slices.Repeat([]corev1.ContainerImage{{Names: []string{"image"}, SizeBytes: 1}}, 7*i)
		node.Status.VolumesInUse = []corev1.UniqueVolumeName{"volume"}
		node.Status.VolumesAttached = []corev1.AttachedVolume{{Name: "volume"}}
		node.Status.Config = &corev1.NodeConfigStatus{Error: "e"}
		node.Status.RuntimeHandlers = []corev1.NodeRuntimeHandler{{Name: "f"}}
	}
	return list
}

func TestWhatIsRemovedFromNodesIsNotDecoded(t *testing.T) {
	list := wholeNodes(20)
	raw, err := list.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	var got, want corev1.NodeList
	if err := want.Unmarshal(raw); err != nil {
		t.Fatal(err)
	}
	short := without(raw[:0:len(raw)], raw, unreadOfNodes())
	if err := got.Unmarshal(short); err != nil {
		t.Fatal(err)
	}
	for i := range want.Items {
		if got.Items[i].Status.Images != nil || got.Items[i].ManagedFields != nil || got.Items[i].Status.VolumesAttached != nil {
			t.Fatal("more was decoded than is read")
		}
		snapshot.SlimNode(&want.Items[i])
	}
	if !equality.Semantic.DeepEqual(got, want) {
		t.Errorf("nodes differ:\n%v\n%v", got, want)
	}
	if len(short) > len(raw)/2 {
		t.Errorf("%d of %d bytes are decoded", len(short), len(raw))
	}
}

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
	if err := got.Unmarshal(without(nil, raw, unreadOfEvents())); err != nil {
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

// TestAListThatIsCutIsNotReadAsAShorterOne has also bytes that are of no list.
func TestAListThatIsCutIsNotReadAsAShorterOne(t *testing.T) {
	list := wholeNodes(2)
	raw, err := list.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	all := [][]byte{{0xff, 0xff, 0xff}, {0x12, 0x7f}, {0x12}, {0x1a, 0x01, 0x0a}, {0x12, 0x02, 0x1a, 0x05}}
	for n := range raw {
		all = append(all, raw[:n])
	}
	for _, text := range all {
		var before, after corev1.NodeList
		whole := before.Unmarshal(slices.Clone(text))
		short := after.Unmarshal(without(nil, text, unreadOfNodes()))
		if (whole == nil) != (short == nil) || len(before.Items) != len(after.Items) {
			t.Errorf("%d bytes: %v and %d nodes, in full %v and %d", len(text), short, len(after.Items), whole, len(before.Items))
		}
	}
}
