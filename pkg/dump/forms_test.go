package dump

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"os"
	"strings"
	"testing"

	"golang.org/x/text/encoding/unicode"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot/snapshottest"
)

// packed is a .tgz of files.
func packed(t testing.TB, files map[string]string) string {
	t.Helper()
	var buffer bytes.Buffer
	compressed := gzip.NewWriter(&buffer)
	w := tar.NewWriter(compressed)
	for name, content := range files {
		if err := w.WriteHeader(&tar.Header{Name: name, Size: int64(len(content)), Mode: 0o600, ModTime: snapshottest.Minute(-600)}); err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, content); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := compressed.Close(); err != nil {
		t.Fatal(err)
	}
	return buffer.String()
}

// clusterInfoDump is what "kubectl cluster-info dump" writes: typed lists.
var clusterInfoDump = map[string]string{
	"nodes.json": `{"kind":"NodeList","apiVersion":"v1","metadata":{},"items":[
		{"metadata":{"name":"down"},"status":{"conditions":[{"type":"Ready","status":"Unknown"}],"nodeInfo":{"machineID":""}}},
		{"metadata":{"name":"up"},"status":{"conditions":[{"type":"Ready","status":"True"}]}}]}`,
	"default/events.json":     dumpedEvents,
	"kube-system/events.json": `{"kind":"EventList","apiVersion":"v1","items":[]}`,
	"kube-system/pods.json":   `{"kind":"PodList","apiVersion":"v1","items":[{"metadata":{"name":"p"}},{}]}`,
	"kube-system/p/logs.txt":  "==== START logs\nkind of a log\n",
}

func TestBundlesGiveTheSameAsTheirFiles(t *testing.T) {
	dir := t.TempDir()
	for name, content := range clusterInfoDump {
		write(t, dir+"/tree", name, content)
	}
	utf16, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(dumpedNodes)
	if err != nil {
		t.Fatal(err)
	}
	gather := map[string]string{
		"must-gather/q/cluster-scoped-resources/core/nodes/down.yaml": "---\napiVersion: v1\nkind: Node\nmetadata:\n  name: down\nstatus:\n  nodeInfo:\n    systemUUID: \"\"\n",
		"must-gather/q/cluster-scoped-resources/core/nodes/up.yaml":   "---\napiVersion: v1\nkind: Node\nmetadata:\n  name: up\nstatus:\n  conditions:\n  - {type: Ready, status: \"True\"}\n  nodeInfo:\n    systemUUID: x\n",
		"must-gather/q/namespaces/default/core/events.yaml":           "---\napiVersion: v1\nitems:\n- involvedObject: {kind: Node, name: down}\n  metadata: {name: e1, namespace: default}\n- involvedObject: {kind: Node, name: down}\n  metadata: {name: e2, namespace: kube-system}\n- involvedObject: {kind: Node, name: down}\n  metadata: {name: e3}\nkind: EventList\nmetadata: {}\n",
		"must-gather/q/namespaces/default/core/pods.yaml":             "---\napiVersion: v1\nitems:\n- kind: Pod\n  apiVersion: v1\n- kind: Pod\nkind: PodList\n",
	}
	sorted := `{"apiVersion":"v1","items":` + strings.TrimSuffix(strings.SplitN(clusterInfoDump["nodes.json"], `"items":`, 2)[1], "}") + `,"kind":"NodeList"}`
	for name, dump := range map[string]struct {
		dump    Dump
		skipped int
	}{
		"cluster-info dump":           {Dump{Filenames: []string{dir + "/tree"}}, 2},
		"cluster-info dump, packed":   {Dump{Filenames: []string{write(t, dir, "a.tgz", packed(t, clusterInfoDump))}}, 2},
		"must-gather, packed, stdin":  {Dump{Filenames: []string{"-"}, Stdin: strings.NewReader(packed(t, gather))}, 2},
		"PowerShell and one on stdin": {Dump{Filenames: []string{write(t, dir, "utf16.txt", utf16), "-"}, Stdin: strings.NewReader(dumpedEvents)}, 1},
		"kind behind the items":       {Dump{Filenames: []string{"-"}, Stdin: strings.NewReader(strings.ReplaceAll(sorted, `"status":"True"}]`, `"status":"True"}],"nodeInfo":{}`) + dumpedEvents)}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			dump.dump.At = snapshottest.Minute(0)
			got := snapshottest.Take(t, dump.dump)
			snapshottest.Equal(t, "scan", snapshottest.ScanLine(got.Scan), "down- up+")
			snapshottest.Equal(t, "events", snapshottest.EventNames(got.Events), "e1 e2 e3")
			snapshottest.Equal(t, "complete", got.NodesListed && got.EventsListed && len(got.Gaps) == 0, true)
			snapshottest.Equal(t, "skipped", got.Skipped, dump.skipped)
		})
	}
}

func TestCutBundleKeepsWhatWasReadAndNamesTheMember(t *testing.T) {
	many := "{\"kind\":\"EventList\",\"apiVersion\":\"v1\",\"items\":[" + strings.TrimSuffix(strings.Repeat(`{"metadata":{"name":"e","namespace":"default"},"involvedObject":{"kind":"Node","name":"down"},"message":"x"},`, 3000), ",") + "]}"
	content := packed(t, map[string]string{"events.json": many})
	got := snapshottest.Take(t, Dump{Filenames: []string{"-"}, Stdin: strings.NewReader(content[:len(content)-200]), At: snapshottest.Minute(0)})
	snapshottest.Equal(t, "events", snapshottest.EventNames(got.Events), "e")
	snapshottest.Equal(t, "events listed", got.EventsListed, false)
	snapshottest.Equal(t, "gaps", snapshottest.GapSubjects(got.Gaps), "nodes | all or the rest of standard input: events.json")
	snapshottest.Contains(t, got.Gaps[1].Reason, "line 1, byte ", "it ends too early")
}

func TestImpactComesFromADumpThatHasPods(t *testing.T) {
	pods := dumpedNodes + `---
{kind: List, items: [
  {apiVersion: v1, kind: Pod, metadata: {name: on-down, namespace: a}, spec: {nodeName: down, containers: [{name: c}]}},
  {apiVersion: v1, kind: Pod, metadata: {name: on-up, namespace: a}, spec: {nodeName: up}},
  {apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: b, namespace: a}}]}
`
	got := snapshottest.Take(t, Dump{Filenames: []string{"-"}, Stdin: strings.NewReader(pods), Impact: true})
	if got.Impact == nil || len(got.Impact.Pods) != 1 || got.Impact.Pods[0].Name != "on-down" || len(got.Impact.Budgets) != 1 {
		t.Errorf("got %+v", got.Impact)
	}
	podless := dumpedNodes[:strings.LastIndex(dumpedNodes, "- {")]
	got = snapshottest.Take(t, Dump{Filenames: []string{"-"}, Stdin: strings.NewReader(podless), Impact: true})
	snapshottest.Equal(t, "gaps", snapshottest.GapSubjects(got.Gaps), "events | pods on the nodes that are NotReady")
	snapshottest.Equal(t, "unread", strings.Join(got.Impact.Unread, " "), "down")
}

// unpack is the content of a .tgz by names.
func unpack(t *testing.T, file string) map[string]string {
	t.Helper()
	packed, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = packed.Close() }()
	compressed, err := gzip.NewReader(packed)
	if err != nil {
		t.Fatal(err)
	}
	contents := map[string]string{}
	for archive := tar.NewReader(compressed); ; {
		header, err := archive.Next()
		if errors.Is(err, io.EOF) {
			return contents
		}
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(archive)
		if err != nil {
			t.Fatal(err)
		}
		contents[header.Name] = string(data)
	}
}
