package repair_test

import (
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// Of an event object that was read twice the newest version counts, of each node that it
// was about.
func TestTheNewestVersionOfAnEventCounts(t *testing.T) {
	noon := time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)
	version := func(node string, minute int) corev1.Event {
		return corev1.Event{
			ObjectMeta:     metav1.ObjectMeta{Namespace: "default", Name: "one.object"},
			InvolvedObject: corev1.ObjectReference{Kind: "Node", Name: node},
			Reason:         "NodeRebootStart", LastTimestamp: metav1.NewTime(noon.Add(time.Duration(minute) * time.Minute)),
		}
	}
	for name, c := range map[string]struct {
		events []corev1.Event
		count  int
		newest int
	}{
		"two versions":                 {[]corev1.Event{version("a", 3), version("a", 1)}, 1, 3},
		"the same twice":               {[]corev1.Event{version("a", 1), version("a", 1)}, 1, 1},
		"about one node, then another": {[]corev1.Event{version("a", 1), version("b", 2)}, 2, 2},
	} {
		s := &snapshot.Snapshot{Events: c.events, EventsListed: true, NodesListed: true, TakenAt: noon.Add(time.Hour)}
		d := repair.Examine(s, table(t), repair.Options{}).Diagnosis()
		if d.Events.Events != c.count || !d.Events.To.Time.Equal(noon.Add(time.Duration(c.newest)*time.Minute)) {
			t.Errorf("%s: %d events until %s, want %d until minute %d", name, d.Events.Events, d.Events.To, c.count, c.newest)
		}
	}
}
