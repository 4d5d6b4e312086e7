package clock

import (
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// Each time of a node, an event and a fact makes the month around it known, though the newest is a year later.
func TestATimeIsWithinReachOfAllThatWasRead(t *testing.T) {
	oldest := time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC)
	known, newest := metav1.NewTime(oldest.AddDate(0, 6, 0)), metav1.NewTime(oldest.AddDate(1, 6, 0))
	for name, add := range map[string]func(*snapshot.Snapshot){
		"the creation of a node": func(s *snapshot.Snapshot) {
			s.Nodes = append(s.Nodes, corev1.Node{ObjectMeta: metav1.ObjectMeta{Name: "aks-2", CreationTimestamp: known}})
		},
		"a heartbeat": func(s *snapshot.Snapshot) {
			s.Nodes[0].Status.Conditions = append(s.Nodes[0].Status.Conditions, corev1.NodeCondition{LastHeartbeatTime: known})
		},
		"a change of a condition": func(s *snapshot.Snapshot) {
			s.Nodes[0].Status.Conditions = append(s.Nodes[0].Status.Conditions, corev1.NodeCondition{LastTransitionTime: known})
		},
		"a taint": func(s *snapshot.Snapshot) { s.Nodes[0].Spec.Taints = []corev1.Taint{{TimeAdded: &known}} },
		"an event": func(s *snapshot.Snapshot) {
			s.Events = append(s.Events, corev1.Event{FirstTimestamp: known, LastTimestamp: newest})
		},
		"a fact": func(s *snapshot.Snapshot) { s.Facts = []snapshot.Fact{{Time: known.Time}} },
	} {
		s := &snapshot.Snapshot{
			Nodes: []corev1.Node{{
				ObjectMeta: metav1.ObjectMeta{Name: "aks-1", CreationTimestamp: metav1.NewTime(oldest)},
				Status:     corev1.NodeStatus{Conditions: []corev1.NodeCondition{{LastHeartbeatTime: newest}}},
			}},
		}
		at := known.AddDate(0, 0, 20)
		if err := Given(s, at); err == nil || !strings.Contains(err.Error(), "nothing that was read is of that month") {
			t.Errorf("without %s: %v", name, err)
		}
		add(s)
		if err := Given(s, at); err != nil || !s.TakenAt.Equal(at) {
			t.Errorf("with %s: %v, taken at %s", name, err, s.TakenAt)
		}
	}
}
