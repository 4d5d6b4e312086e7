package snapshot_test

import (
	"testing"

	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot/snapshottest"
)

func TestReady(t *testing.T) {
	for status, want := range map[corev1.ConditionStatus]bool{
		corev1.ConditionTrue: true, corev1.ConditionFalse: false, corev1.ConditionUnknown: false, "": false, "Yes": false,
	} {
		n := snapshottest.Node("a", status)
		snapshottest.Equal(t, "Ready="+string(status), snapshot.Ready(&n), want)
	}
}

func TestNodeWithoutReadyConditionIsNotReady(t *testing.T) {
	n := snapshottest.Node("a", corev1.ConditionTrue)
	n.Status.Conditions[0].Type = corev1.NodeDiskPressure
	snapshottest.Equal(t, "ready", snapshot.Ready(&n), false)
	if c := snapshot.ReadyCondition(&n); c != nil {
		t.Errorf("got condition %v", c)
	}
}

func TestReadyConditionIsFoundAmongOthers(t *testing.T) {
	n := snapshottest.Node("a", corev1.ConditionFalse)
	n.Status.Conditions = append([]corev1.NodeCondition{{Type: corev1.NodeDiskPressure, Status: corev1.ConditionTrue}}, n.Status.Conditions...)
	n.Status.Conditions[1].Reason = "KubeletNotReady"
	c := snapshot.ReadyCondition(&n)
	if c == nil || c.Reason != "KubeletNotReady" {
		t.Fatalf("got %v", c)
	}
	c.Reason = "changed"
	snapshottest.Equal(t, "points into the node", n.Status.Conditions[1].Reason, "changed")
}
