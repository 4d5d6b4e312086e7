package cluster

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/dump"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot/snapshottest"
)

const (
	poolLabel = "kubernetes.azure.com/agentpool"
	zoneLabel = "topology.kubernetes.io/zone"
	sizeLabel = "node.kubernetes.io/instance-type"
)

// nodesWithLabels returns nodes with the same labels, some of them down: "POOL ZONE SIZE", -
// for none. The names begin with the pool.
func nodesWithLabels(labels string, down, ready int) []corev1.Node {
	values := strings.Fields(labels)
	var nodes []corev1.Node
	for i := range down + ready {
		state := corev1.ConditionTrue
		if i < down {
			state = corev1.ConditionUnknown
		}
		n := snapshottest.Node(fmt.Sprintf("%s-%s-%s-%02d", values[0], values[1], values[2], i), state)
		n.Status.NodeInfo.KubeletVersion = fmt.Sprintf("v1.33.%d", i)
		for j, label := range []string{poolLabel, zoneLabel, sizeLabel} {
			if values[j] != "-" {
				n.Labels[label] = values[j]
			}
		}
		nodes = append(nodes, n)
	}
	return nodes
}

// detailed formats a scan with what it has of each node.
func detailed(scan []snapshot.NodeStatus) string {
	var lines []string
	for _, n := range scan {
		lines = append(lines, fmt.Sprintf("%s %t pool=%s zone=%s size=%s version=%s", n.Name, n.Ready, n.Pool, n.Zone, n.Size, n.Version))
	}
	return strings.Join(lines, "\n")
}

// count returns how many nodes of the scan have the value of a label.
func count(scan []snapshot.NodeStatus, label, value string) int {
	n := 0
	for i := range scan {
		if *scan[i].LabelField(label) == value {
			n++
		}
	}
	return n
}

// labelScans returns the requests for the nodes that share a label, in readable form.
func labelScans(s *apiServer) []string {
	var out []string
	for _, line := range s.requests() {
		if _, selector, ok := strings.Cut(line, "labelSelector="); ok && !strings.HasPrefix(line, hostnameLists) {
			selector, _, _ = strings.Cut(selector, "&")
			out = append(out, strings.ReplaceAll(selector, "%2F", "/"))
		}
	}
	return out
}

// dumpOf returns the dump of nodes.
func dumpOf(t *testing.T, nodes []corev1.Node, selection snapshot.Selection) dump.Dump {
	t.Helper()
	list := corev1.NodeList{Items: slices.Clone(nodes)}
	list.APIVersion, list.Kind = "v1", "List"
	for i := range list.Items {
		list.Items[i].APIVersion, list.Items[i].Kind = "v1", "Node"
	}
	data, err := json.Marshal(list)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "dump.json")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return dump.Dump{Filenames: []string{path}, Selection: selection, At: snapshottest.TestTime()}
}

func TestScanReportsHowMuchOfWhatIsSharedIsDown(t *testing.T) {
	s := newAPIServer(t)
	s.nodes = slices.Concat(nodesWithLabels("user east-1 D4", 5, 3), nodesWithLabels("user east-2 D4", 1, 2), nodesWithLabels("gpu east-2 N6", 2, 40))
	live, _ := newTestLive(t, s, LiveOptions{})

	got := snapshottest.Take(t, live)

	snapshottest.Equal(t, "pool user", count(got.Scan, poolLabel, "user"), 11)
	snapshottest.Equal(t, "pool gpu, of which too few are down", count(got.Scan, poolLabel, "gpu"), 0)
	snapshottest.Equal(t, "zone east-1", count(got.Scan, zoneLabel, "east-1"), 8)
	snapshottest.Equal(t, "zone east-2, of which few are down", count(got.Scan, zoneLabel, "east-2"), 0)
	snapshottest.Equal(t, "size D4", count(got.Scan, sizeLabel, "D4"), 11)
	snapshottest.Equal(t, "versions known", count(got.Scan, poolLabel, "")+count(got.Scan, poolLabel, "user"), len(s.nodes))
	snapshottest.Equal(t, "version", got.Scan[2].Version, "v1.33.2")
	snapshottest.Equal(t, "gaps", snapshottest.GapSubjects(got.Gaps), "")
	snapshottest.SameLines(t, "label scans", labelScans(s), poolLabel+"=user", zoneLabel+"=east-1", zoneLabel+"=east-2", sizeLabel+"=D4")
}

func TestAtMostFourValuesOfALabelAreAskedAbout(t *testing.T) {
	s := newAPIServer(t)
	for i, down := range []int{3, 3, 5, 2, 3, 4, 3} {
		s.nodes = append(s.nodes, nodesWithLabels(fmt.Sprintf("p%d z%d s%d", i, i, i), down, 30)...)
	}
	live, _ := newTestLive(t, s, LiveOptions{})
	snapshottest.Take(t, live)
	// The value with the most nodes first, then by value.
	var want []string
	for _, i := range []string{"2", "5", "0", "1"} {
		want = append(want, poolLabel+"=p"+i, zoneLabel+"=z"+i, sizeLabel+"=s"+i)
	}
	snapshottest.SameLines(t, "label scans", labelScans(s), want...)
}

func TestHealthyNodesCostNoRequestsForWhatIsShared(t *testing.T) {
	for _, ready := range []int{4, 4000} {
		s := newAPIServer(t)
		s.nodes = nodesWithLabels("user east-1 D4", 3, ready)
		live, _ := newTestLive(t, s, LiveOptions{})
		snapshottest.Take(t, live)
		snapshottest.Equal(t, "requests", len(s.requests()), 3+3+3)
	}
}

func TestNothingIsAskedAboutWhatTooFewShareOrNobodyAskedFor(t *testing.T) {
	for name, c := range map[string]struct {
		nodes     []corev1.Node
		selection snapshot.Selection
	}{
		"two nodes down":     {nodesWithLabels("user east-1 D4", 2, 9), snapshot.Selection{}},
		"nodes without them": {nodesWithLabels("- - -", 9, 9), snapshot.Selection{}},
		"nodes by selector":  {nodesWithLabels("user east-1 D4", 3, 2), snapshot.Selection{Selector: zoneLabel + "=east-1"}},
		"nodes by name":      {nodesWithLabels("user east-1 D4", 3, 9), snapshot.Selection{Names: []string{"user-east-1-D4-00", "user-east-1-D4-01", "user-east-1-D4-02"}}},
	} {
		t.Run(name, func(t *testing.T) {
			s := newAPIServer(t)
			s.nodes = c.nodes
			live, _ := newTestLive(t, s, LiveOptions{Selection: c.selection})
			got := snapshottest.Take(t, live)
			snapshottest.SameLines(t, "label scans", labelScans(s), strings.Fields(c.selection.Selector)...)
			snapshottest.Equal(t, "nodes without a pool", count(got.Scan, poolLabel, ""), len(c.nodes))
		})
	}
}

func TestSharedLabelThatCannotBeAskedAboutIsAGap(t *testing.T) {
	for name, answer := range map[string]http.HandlerFunc{
		"refused":  plain(http.StatusNotImplemented, "text/plain", "no"),
		"no table": plain(http.StatusOK, "application/json", `{"kind":"NodeList","apiVersion":"v1"}`),
	} {
		t.Run(name, func(t *testing.T) {
			s := newAPIServer(t)
			s.nodes = nodesWithLabels("user east-1 D4", 3, 2)
			s.script = func(line string, _ int) http.HandlerFunc {
				if strings.Contains(line, "agentpool") || strings.Contains(line, "zone") {
					return answer
				}
				return nil
			}
			live, _ := newTestLive(t, s, LiveOptions{})
			got := snapshottest.Take(t, live)
			snapshottest.Equal(t, "gaps", snapshottest.GapSubjects(got.Gaps),
				"which nodes have the label "+poolLabel+"=user, which nodes have the label "+zoneLabel+"=east-1")
			snapshottest.Equal(t, "nodes without a pool", count(got.Scan, poolLabel, ""), 5)
			snapshottest.Equal(t, "nodes of the size", count(got.Scan, sizeLabel, "D4"), 5)
			checkSentences(t, got.Gaps[0].Reason, got.Gaps[0].Action)
		})
	}
}

func TestEverySourceKnowsTheSameOfWhatIsShared(t *testing.T) {
	mixed := slices.Concat(nodesWithLabels("user east-1 D4", 3, 5), nodesWithLabels("user east-2 D4", 1, 2), nodesWithLabels("gpu - N6", 2, 3))
	most := slices.Concat(nodesWithLabels("user east-1 D4", 40, 5), nodesWithLabels("user east-2 -", 2, 2))
	for name, c := range map[string]struct {
		nodes     []corev1.Node
		noTable   bool
		selection snapshot.Selection
	}{
		"a scan":                 {mixed, false, snapshot.Selection{}},
		"a selector":             {mixed, false, snapshot.Selection{Selector: zoneLabel + "=east-1"}},
		"names":                  {mixed, false, snapshot.Selection{Names: []string{mixed[0].Name, mixed[1].Name, mixed[2].Name}}},
		"a full list":            {mixed, true, snapshot.Selection{}},
		"a full list, names":     {mixed, true, snapshot.Selection{Names: []string{mixed[0].Name}}},
		"a full list for a scan": {most, false, snapshot.Selection{}},
	} {
		t.Run(name, func(t *testing.T) {
			s := newAPIServer(t)
			s.nodes, s.noTable = c.nodes, c.noTable
			live, _ := newTestLive(t, s, LiveOptions{Selection: c.selection})
			got, want := detailed(snapshottest.Take(t, dumpOf(t, c.nodes, c.selection)).Scan), detailed(snapshottest.Take(t, live).Scan)
			snapshottest.Equal(t, "scan of the dump, wanted as of the cluster", got, want)
		})
	}
}
