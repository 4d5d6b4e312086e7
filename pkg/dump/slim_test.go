package dump

import (
	"fmt"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/labels"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot/snapshottest"
)

// bigMeta is metadata with 20 KB in everything that controllers write things of their own into.
func bigMeta(name string) string {
	text := strings.Repeat("x", 4<<10)
	return fmt.Sprintf(`"metadata":{"name":%[1]q,"namespace":"default","annotations":{"of/others":%[2]q,"kubectl.kubernetes.io/last-applied-configuration":%[2]q},"labels":{"of/others":%[2]q},`+
		`"finalizers":[%[2]q],"ownerReferences":[{"name":%[2]q}]}`, name, text)
}

func TestOfADumpThatIsNotSavedOnlyWhatADiagnosisUsesIsKept(t *testing.T) {
	const big, small = 20 << 10, 2 << 10
	dump := `{"apiVersion":"v1","kind":"Event",` + bigMeta("core") + `,"involvedObject":{"kind":"Node","name":"n"},"lastTimestamp":"2026-03-09T09:00:00Z"}` +
		`{"apiVersion":"events.k8s.io/v1","kind":"Event",` + bigMeta("modern") + `,"regarding":{"kind":"Node","name":"n"},"eventTime":"2026-03-09T09:00:00.000000Z"}`
	for _, keep := range []bool{false, true} {
		r, err := Dump{Filenames: []string{"-"}, Stdin: strings.NewReader(dump), Keep: keep}.read(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		counted := r.found.kept.bytes
		got, err := Dump{Filenames: []string{"-"}}.snapshot(r, labels.Everything())
		if err != nil {
			t.Fatal(err)
		}
		snapshottest.Equal(t, "events", snapshottest.EventNames(got.Events), "core modern")
		for i := range got.Events {
			e := &got.Events[i]
			if size := memory(e); keep && size < big || !keep && size > small {
				t.Errorf("with keep %t the event %s takes %d bytes", keep, e.Name, size)
			}
			snapshottest.Equal(t, "annotations", len(e.Annotations) == 2, keep)
		}
		snapshottest.Equal(t, "counted as big", counted > 2*big, keep)
	}
}

func TestNodesOfADumpHaveTheirAnnotationsAndOnlySavedOnesTheLastApplied(t *testing.T) {
	dump := `{"apiVersion":"v1","kind":"Node",` + bigMeta("n") + `,"status":{"volumesInUse":["v"],"conditions":[{"type":"Ready","status":"Unknown","lastTransitionTime":"2026-03-09T09:00:00Z"}]}}`
	for _, keep := range []bool{false, true} {
		got := snapshottest.Take(t, Dump{Filenames: []string{"-"}, Stdin: strings.NewReader(dump), Keep: keep})
		snapshottest.Equal(t, "nodes", snapshottest.NodeNames(got.Nodes), "n")
		n := &got.Nodes[0]
		snapshottest.Equal(t, "bytes of labels and annotations of others", len(n.Labels["of/others"])+len(n.Annotations["of/others"]), 8<<10)
		snapshottest.Equal(t, "last applied", len(n.Annotations) == 2, keep)
		snapshottest.Equal(t, "volumes in use", len(n.Status.VolumesInUse) == 1, keep)
	}
}

func TestPodsAndBudgetsOfADumpThatIsNotSavedKeepOnlyWhatTheImpactLooksAt(t *testing.T) {
	dump := `{"apiVersion":"v1","kind":"Node","metadata":{"name":"n"},"status":{"conditions":[{"type":"Ready","status":"Unknown","lastTransitionTime":"2026-03-09T09:00:00Z"}]}}` +
		`{"apiVersion":"v1","kind":"Pod",` + bigMeta("p") + `,"spec":{"nodeName":"n"}}` +
		`{"apiVersion":"v1","kind":"Pod","metadata":{"name":"static","namespace":"default","annotations":{"kubernetes.io/config.mirror":"m","a":"b"}},"spec":{"nodeName":"n"}}` +
		`{"apiVersion":"policy/v1","kind":"PodDisruptionBudget",` + bigMeta("b") + `,"spec":{"selector":{}}}`
	for _, keep := range []bool{false, true} {
		got := snapshottest.Take(t, Dump{Filenames: []string{"-"}, Stdin: strings.NewReader(dump), Impact: true, Keep: keep}).Impact
		snapshottest.Equal(t, "pods and budgets", len(got.Pods)*10+len(got.Budgets), 21)
		pod, static, budget := &got.Pods[0], &got.Pods[1], &got.Budgets[0]
		snapshottest.Equal(t, "annotations of the pod and the budget", len(pod.Annotations)+len(budget.Annotations) == 4, keep)
		snapshottest.Equal(t, "none of them", len(pod.Annotations)+len(budget.Annotations) == 0, !keep)
		snapshottest.Equal(t, "label and owner of the pod", len(pod.Labels)+len(pod.OwnerReferences), 2)
		snapshottest.Equal(t, "that a pod is static", static.Annotations["kubernetes.io/config.mirror"], "m")
		snapshottest.Equal(t, "what others say of it", static.Annotations["a"] == "b", keep)
	}
}
