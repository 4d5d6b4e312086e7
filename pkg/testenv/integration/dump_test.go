package integration

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cluster"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/dump"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv"
)

// disaster loads a cluster with a bit of everything, its troubles beginning at the given time.
func disaster(t *testing.T, c *testenv.Cluster, begin time.Time) {
	t.Helper()
	after := func(minutes int) metav1.Time {
		return metav1.NewTime(begin.Add(time.Duration(minutes) * time.Minute))
	}
	down := func(status corev1.ConditionStatus) corev1.NodeCondition {
		return corev1.NodeCondition{Type: corev1.NodeReady, Status: status, Reason: "Test", LastTransitionTime: after(10)}
	}
	failed := legacyEvent("failed", "NodeRebootError", after(21))
	failed.Message = "Node auto-repair reboot action failed due to an operation failure: VMExtensionProvisioningError"
	load(t, c, []corev1.Node{
		readyNode("healthy"), readyNode("recovered"), {ObjectMeta: metav1.ObjectMeta{Name: "unreported"}},
		nodeWith("failed", down(corev1.ConditionFalse)), nodeWith("silent", down(corev1.ConditionUnknown)),
	}, []corev1.Event{
		legacyEvent("failed", "NodeRebootStart", after(20)), failed,
		legacyEvent("failed", "NodeRedeployError", after(-120)),
		legacyEvent("recovered", "NodeRebootStart", after(3)), legacyEvent("silent", "NodeNotReady", after(10)),
	})
	at := metav1.NewMicroTime(after(25).Add(123456 * time.Microsecond))
	createModern(t, c,
		modernEvent(metav1.NamespaceSystem, "silent", "NodeReimageStart", at),
		modernEvent(metav1.NamespaceDefault, "removed", "NodeRedeployError", at))
}

// diagnosedDisaster loads the disaster into the cluster and returns its kubeconfig, a time
// an hour later, and how the cluster is diagnosed at that time.
func diagnosedDisaster(t *testing.T) (kubeconfig string, at time.Time, want string) {
	t.Helper()
	c := shared.Cluster(t)
	begin := time.Now().Truncate(time.Second)
	disaster(t, c, begin)
	kubeconfig, at = c.Kubeconfig(t), begin.Add(time.Hour)
	return kubeconfig, at, diagnosed(t, mustRead(t, kubeconfig, nil, cluster.LiveOptions{Now: func() time.Time { return at }}))
}

// writeDump writes what kubectl shows of all nodes and events into a file.
func writeDump(t *testing.T, k kubectl, format string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "dump."+format)
	if err := os.WriteFile(path, []byte(k.must(t, "get", "nodes,events", "-A", "-o", format)), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestADumpIsDiagnosedLikeTheClusterItWasTakenFrom(t *testing.T) {
	kubeconfig, at, want := diagnosedDisaster(t)
	for _, format := range []string{"json", "yaml"} {
		source := dump.Dump{Filenames: []string{writeDump(t, newKubectl(t, kubeconfig, ""), format)}, At: at}
		s, err := source.Snapshot(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if got := diagnosed(t, s); got != want {
			t.Errorf("the %s dump gives\n%s\nthe cluster itself\n%s", format, got, want)
		}
	}
}

// diagnosed returns the diagnosis of a snapshot with the disaster, as withoutOrigin gives it.
func diagnosed(t *testing.T, s *snapshot.Snapshot) string {
	t.Helper()
	return withoutOrigin(t, diagnose(t, s, repair.Options{NotReadyFor: 5 * time.Minute}))
}

// withoutOrigin returns a diagnosis as text, without the name of its origin.
func withoutOrigin(t *testing.T, d *diagnosis.Diagnosis) string {
	t.Helper()
	if len(d.Findings) < 4 {
		t.Errorf("only %d findings: two nodes are down, one says nothing, one is removed", len(d.Findings))
	}
	d.Origin = snapshot.Origin{}
	text, err := json.MarshalIndent(d, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
