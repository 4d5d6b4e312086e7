package cluster

import (
	"fmt"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/runtime"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cluster/bounds"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot/snapshottest"
)

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

// TestObjectsAreCountedWhileTheyCome has an answer that is refused long before its end.
func TestObjectsAreCountedWhileTheyCome(t *testing.T) {
	s, live := fullList(t, 5)
	answer, err := (&runtime.Unknown{
		TypeMeta: runtime.TypeMeta{APIVersion: "v1", Kind: "NodeList"}, Raw: []byte(strings.Repeat("\x12\x00", 100_000)),
	}).Marshal()
	if err != nil {
		t.Fatal(err)
	}
	s.script = onLines("nodes", plain(200, runtime.ContentTypeProtobuf, bounds.Envelope+string(answer)))
	r, decode := live.nodeList(request{resource: "nodes"})
	if _, failed := readObject(t.Context(), live, r, decode); failed == nil || r.into.Count() == 0 || r.into.Count() > 1001 {
		t.Errorf("%d nodes were decoded: %v", r.into.Count(), failed)
	}
}

func TestEvidenceThatIsKeptComesWhole(t *testing.T) {
	for _, keep := range []bool{true, false} {
		live := &Live{options: LiveOptions{Keep: keep}}
		nodes, _ := live.nodeList(request{})
		events, _ := live.eventList(request{})
		for _, r := range []request{nodes, events} {
			if unread := r.into.Begin(nil).Unread; (unread == nil) != keep {
				t.Errorf("keep %t: %v is left out", keep, unread)
			}
		}
	}
}
