package dump

import (
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot/snapshottest"
)

const tableOfNodes = "NAME   STATUS     ROLES   AGE   VERSION\na-1    Ready      agent   25d   v1.29.9\na-2    NotReady   agent   22h   v1.29.9\n"

const conditionsAlone = "Conditions:\n  Type    Status    LastHeartbeatTime                 LastTransitionTime                Reason              Message\n" +
	"  Ready   Unknown   Mon, 09 Mar 2026 09:50:00 +0000   Mon, 09 Mar 2026 09:50:40 +0000   NodeStatusUnknown   Kubelet stopped posting node status.\n"

// now is the clock of the tests: long after all times in the samples.
func now() time.Time { return snapshottest.Minute(60) }

// pastedNode is one node as the API has it, in JSON.
func pastedNode(t *testing.T, indent string) string {
	t.Helper()
	n := snapshottest.Node("aks-user-15776247-vmss000009", corev1.ConditionUnknown)
	n.Kind, n.APIVersion, n.CreationTimestamp = "Node", "v1", metav1.NewTime(snapshottest.Minute(-500))
	n.Status.NodeInfo.SystemUUID = "a"
	data, err := json.MarshalIndent(n, "", indent)
	if err != nil {
		t.Fatal(err)
	}
	return string(data) + "\n"
}

func TestAPageBecomesASnapshotThatSaysWhatItIs(t *testing.T) {
	node := pastedNode(t, " ")
	for name, c := range map[string]struct {
		text   string
		origin string
		scan   string
		names  string
		events bool
		gaps   string
	}{
		"a table":                {tableOfNodes, "kubectl get nodes: 2 nodes", "a-1+ a-2-", "", false, ""},
		"conditions":             {conditionsAlone, "the conditions of kubectl describe node: 1 node", "<unnamed>-", "<unnamed>", false, ""},
		"conditions, no events":  {conditionsAlone + "Events:  <none>\n", "the conditions of kubectl describe node: 1 node", "<unnamed>-", "<unnamed>", true, ""},
		"a Node object":          {node, "a Node object: 1 node", "aks-user-15776247-vmss000009-", "aks-user-15776247-vmss000009", false, ""},
		"a Node behind a prompt": {"$ kubectl get node -o json\n" + node, "a Node object: 1 node", "aks-user-15776247-vmss000009-", "aks-user-15776247-vmss000009", false, ""},
		"a Node, cut":            {node[:strings.Index(node, `"nodeInfo"`)+20], "a Node object: 1 node", "aks-user-15776247-vmss000009-", "aks-user-15776247-vmss000009", false, "all or the rest of standard input"},
		"a page and a table":     {conditionsAlone + "\n" + tableOfNodes, "the conditions of kubectl describe node: 1 node; kubectl get nodes: 2 nodes", "<unnamed>- a-1+ a-2-", "", false, ""},
	} {
		t.Run(name, func(t *testing.T) {
			s := snapshottest.Take(t, Dump{Filenames: []string{"-"}, Stdin: strings.NewReader(c.text), Now: now})
			snapshottest.Equal(t, "origin", s.Origin.String(), "standard input ("+c.origin+")")
			snapshottest.Equal(t, "scan", snapshottest.ScanLine(s.Scan), c.scan)
			snapshottest.Equal(t, "pages only", s.Origin.PagesOnly, true)
			snapshottest.Equal(t, "asked for", strings.Join(s.Selection.Names, " "), c.names)
			snapshottest.Equal(t, "events listed", s.EventsListed, c.events)
			snapshottest.Equal(t, "gaps", snapshottest.GapSubjects(s.Gaps), c.gaps)
			snapshottest.Equal(t, "taken at", s.TakenAt, now())
		})
	}
}

// Behind the beginning of a node anything may be missing: it is never taken for Ready, and for whole
// only where all of it is there.
func TestANodeThatWasCutIsNotTakenForWhole(t *testing.T) {
	for _, node := range []string{pastedNode(t, " "), pastedNode(t, "")} {
		for end := range len(strings.TrimSpace(node)) {
			s, err := Dump{Filenames: []string{"-"}, Stdin: strings.NewReader(node[:end]), Now: now}.Snapshot(t.Context())
			if err == nil && (len(s.Gaps) == 0 || snapshot.Ready(&s.Nodes[0])) {
				t.Fatalf("cut behind byte %d it passes for %v with the gaps %v", end, s.Nodes, s.Gaps)
			}
		}
	}
}

func TestAListIsNoPage(t *testing.T) {
	s := snapshottest.Take(t, Dump{Filenames: []string{"-"}, Stdin: strings.NewReader(dumpedNodes), Now: now})
	snapshottest.Equal(t, "pages only", s.Origin.PagesOnly, false)
	snapshottest.Equal(t, "pages", len(s.Origin.Pages), 0)
}

func TestAPageIsAsOldAsItsFile(t *testing.T) {
	file := write(t, t.TempDir(), "nodes.txt", tableOfNodes)
	if err := os.Chtimes(file, snapshottest.Minute(-7), snapshottest.Minute(-7)); err != nil {
		t.Fatal(err)
	}
	s := snapshottest.Take(t, Dump{Filenames: []string{file}, Now: now})
	snapshottest.Equal(t, "taken at", s.TakenAt.UTC(), snapshottest.Minute(-7))
	snapshottest.Equal(t, "age", s.TakenAt.Sub(s.Nodes[1].CreationTimestamp.Time), 22*time.Hour)
}

func TestAPageWithoutAStateIsAnErrorThatNamesWhatIsMissing(t *testing.T) {
	_, err := Dump{Filenames: []string{"-"}, Stdin: strings.NewReader("Name:   a-1\nRoles:  agent\nTaints: <none>\n"), Now: now}.Snapshot(t.Context())
	if err == nil {
		t.Fatal("no error")
	}
	snapshottest.Contains(t, err.Error(), "standard input (kubectl describe node: 1 node) does not show whether node a-1 is Ready")
}

func TestAPastedTextGivesItsNamesAndTheRest(t *testing.T) {
	for name, c := range map[string]struct {
		text, names, rest string
		page              bool
	}{
		"a word":            {"VMRedeploymentFailed", "", "", false},
		"an error of Azure": {`{"error": {"code": "NotFound", "message": "no kind: Node here"}}`, "", "", false},
		"a sentence":        {"the node is NotReady since 5m", "", "", false},
		"a table":           {"look:\n\n" + tableOfNodes + "\nand AllocationFailed", "a-1 a-2", "look:\n\n\nand AllocationFailed", true},
		"a list":            {dumpedNodes, "down up", "", true},
	} {
		t.Run(name, func(t *testing.T) {
			p, ok := ReadPasted(t.Context(), c.text, now)
			snapshottest.Equal(t, "is a page", ok, c.page)
			snapshottest.Equal(t, "names", strings.Join(p.Names, " "), c.names)
			snapshottest.Equal(t, "rest", p.Rest, c.rest)
		})
	}
}
