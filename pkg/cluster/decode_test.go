package cluster

import (
	"fmt"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/equality"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cluster/bounds"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cluster/lean"
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
	if err := got.Unmarshal(lean.Without(nil, raw, lean.Events())); err != nil {
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

// TestAListOfEmptyNodesIsRefused has them where what makes a list shorter reads past them. One of two bytes takes more
// than a kilobyte once it is decoded.
func TestAListOfEmptyNodesIsRefused(t *testing.T) {
	group := strings.Repeat("\x08\x01", 20)
	for name, c := range map[string]struct {
		status int
		before string
	}{
		"200": {status: 200}, "203": {status: 203}, "206": {status: 206},
		"behind a group": {200, "\x7b" + group + "\x7c"}, "behind a group of another end": {200, "\x7b" + group + "\x74"},
	} {
		s, live := fullList(t, 5)
		inside := []byte(c.before + strings.Repeat("\x12\x00", 100_000))
		answer, err := (&runtime.Unknown{TypeMeta: runtime.TypeMeta{APIVersion: "v1", Kind: "NodeList"}, Raw: inside}).Marshal()
		if err != nil {
			t.Fatal(err)
		}
		s.script = onLines("nodes?limit", plain(c.status, runtime.ContentTypeProtobuf, bounds.Envelope+string(answer)))
		got := snapshottest.Take(t, live)
		if gap := fmt.Sprint(got.Gaps); len(got.Nodes) > 0 || !strings.Contains(gap, "API server sends") && !strings.Contains(gap, "objects") {
			t.Errorf("%s: %d nodes and the gaps %s", name, len(got.Nodes), gap)
		}
	}
}
