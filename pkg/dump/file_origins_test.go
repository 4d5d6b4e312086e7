package dump

import (
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot/snapshottest"
)

// nodesHeardAt returns a dump of Ready nodes whose last heartbeat is at a time.
func nodesHeardAt(t *testing.T, cluster string, at time.Time, names ...string) string {
	t.Helper()
	var text strings.Builder
	for _, name := range names {
		n := snapshottest.Node(name, corev1.ConditionTrue)
		n.TypeMeta = metav1.TypeMeta{Kind: "Node", APIVersion: "v1"}
		n.Labels = map[string]string{snapshot.LabelCluster: cluster}
		n.Status.Conditions[0].LastHeartbeatTime = metav1.NewTime(at)
		text.WriteString(sortedYAML(t, n, " "))
	}
	return text.String()
}

func TestFilesThatDoNotBelongTogetherAreAGap(t *testing.T) {
	const events = `{"kind":"Event","apiVersion":"v1","metadata":{"name":"e","namespace":"default"},"involvedObject":{"kind":"Node","name":"a"},"lastTimestamp":"2026-03-09T09:58:00Z"}`
	now, before := snapshottest.Minute(-5), snapshottest.Minute(-185)
	for name, c := range map[string]struct {
		files []string
		at    time.Time
		gaps  string
		want  string
	}{
		"one cluster, one time":        {[]string{nodesHeardAt(t, "MC_a", now, "a"), nodesHeardAt(t, "mc_a", now.Add(-4*time.Minute), "b") + events}, time.Time{}, "", ""},
		"the same file twice":          {[]string{nodesHeardAt(t, "MC_a", now, "a") + events, nodesHeardAt(t, "MC_a", now, "a") + events}, time.Time{}, "", ""},
		"two clusters":                 {[]string{nodesHeardAt(t, "MC_a", now, "a"), nodesHeardAt(t, "MC_b", now, "b") + events}, time.Time{}, "which cluster a node belongs to", "2 clusters (by their label kubernetes.azure.com/cluster: mc_a, mc_b)"},
		"two times, one node is gone":  {[]string{nodesHeardAt(t, "MC_a", before, "a", "b"), nodesHeardAt(t, "MC_a", now, "a") + events}, time.Time{}, "the state of 1 of the nodes at 2026-03-09T09:58:00Z, the newest time of the dump", "such as b in FILE0, is up to 3h3m older"},
		"two times, the same nodes":    {[]string{nodesHeardAt(t, "MC_a", before, "a"), nodesHeardAt(t, "MC_a", now, "a") + events}, time.Time{}, "", ""},
		"nodes older than the events":  {[]string{nodesHeardAt(t, "MC_a", before, "a"), events}, time.Time{}, "the state of 1 of the nodes at 2026-03-09T09:58:00Z, the newest time of the dump", "such as a in FILE0"},
		"nodes and events of one file": {[]string{nodesHeardAt(t, "MC_a", before, "a") + events}, time.Time{}, "", ""},
		"judged as of the older time":  {[]string{nodesHeardAt(t, "MC_a", before, "a"), events}, before, "", ""},
		"judged as of much later time": {[]string{nodesHeardAt(t, "MC_a", now, "a"), events}, snapshottest.Minute(600), "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			var files []string
			for i, text := range c.files {
				file := write(t, dir, strconv.Itoa(i)+".json", text)
				if err := os.Chtimes(file, snapshottest.Minute(1), snapshottest.Minute(1)); err != nil {
					t.Fatal(err)
				}
				files = append(files, file)
			}
			got := snapshottest.Take(t, Dump{Filenames: files, At: c.at})
			snapshottest.Equal(t, "gaps", snapshottest.GapSubjects(got.Gaps), c.gaps)
			for _, gap := range got.Gaps {
				snapshottest.Contains(t, gap.Reason, strings.ReplaceAll(c.want, "FILE0", files[0]))
			}
		})
	}
}
