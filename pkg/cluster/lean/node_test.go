package lean

import (
	"fmt"
	"testing"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/equality"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// marked returns a node with so many labels, annotations and conditions.
func marked(name string, n int) *corev1.Node {
	node := &corev1.Node{ObjectMeta: metav1.ObjectMeta{Name: name}}
	for i := range n {
		key := fmt.Sprintf("example.com/%d", i)
		metav1.SetMetaDataLabel(&node.ObjectMeta, key, name)
		metav1.SetMetaDataAnnotation(&node.ObjectMeta, key, name)
		node.Status.Conditions = append(node.Status.Conditions, corev1.NodeCondition{Type: corev1.NodeConditionType(key), Status: corev1.ConditionTrue})
	}
	return node
}

func TestANodeIsTheSameWhateverTheOneBeforeItHas(t *testing.T) {
	for _, have := range []int{0, 1, 20, 2 * mostRoom} {
		want := marked("a", have)
		message, err := want.Marshal()
		if err != nil {
			t.Fatal(err)
		}
		for _, last := range []int{0, 1, 20, 50 * mostRoom} {
			var got, before corev1.Node
			if err := DecodeNode(&got, marked("b", last), message); err != nil {
				t.Fatal(err)
			}
			if err := before.Unmarshal(message); err != nil {
				t.Fatal(err)
			}
			if !equality.Semantic.DeepEqual(&got, want) || (got.Labels == nil) != (before.Labels == nil) ||
				(got.Annotations == nil) != (before.Annotations == nil) || (got.Status.Conditions == nil) != (before.Status.Conditions == nil) {
				t.Errorf("a node with %d behind one with %d is %+v, want %+v", have, last, got, want)
			}
			if room := cap(got.Status.Conditions); room > max(2*have, mostRoom) {
				t.Errorf("a node with %d conditions behind one with %d has room for %d", have, last, room)
			}
		}
	}
	if DecodeNode(&corev1.Node{}, &corev1.Node{}, []byte{1}) == nil {
		t.Error("what is no node is decoded")
	}
}
