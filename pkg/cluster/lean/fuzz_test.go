package lean

import (
	"bytes"
	"slices"
	"testing"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/equality"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cluster/bounds"
)

// FuzzAListStaysTheSame compares what becomes of any answer on its way with what it has once the whole is there: the
// same nodes, or none.
func FuzzAListStaysTheSame(f *testing.F) {
	for n := range 3 {
		list := wholeNodes(n)
		inside, err := list.Marshal()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(inside)
		f.Add(append([]byte("\x7b\x08\x01\x7c"), inside...))
	}
	f.Fuzz(func(t *testing.T, inside []byte) {
		unknown, err := (&runtime.Unknown{TypeMeta: runtime.TypeMeta{APIVersion: "v1", Kind: "NodeList"}, Raw: inside}).Marshal()
		if err != nil {
			t.Fatal(err)
		}
		answer := append([]byte(bounds.Envelope), unknown...)
		got := &corev1.NodeList{}
		short, err := passed(bytes.NewReader(answer), nodes(got))
		if err != nil {
			t.Fatal(err)
		}
		if bounds.Objects(answer, "nodes", false, 0, 1000) != nil || bounds.Objects(short, "nodes", false, len(got.Items), 1000) != nil {
			return // it is refused
		}
		list, is := bounds.ListIn(answer, "NodeList")
		want := &corev1.NodeList{}
		is = is && want.Unmarshal(Without(nil, slices.Clone(list), Nodes())) == nil
		if decodes := decoded(short, got); decodes != is || is && !equality.Semantic.DeepEqual(got, want) {
			t.Errorf("read: %t, %v; want %t, %v", decodes, got, is, want)
		}
	})
}
