package dump

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot/snapshottest"
)

func TestBrokenDumpIsAnErrorWithFileAndPlace(t *testing.T) {
	dir := t.TempDir()
	for name, c := range map[string]struct {
		content string
		want    []string
	}{
		"bad.yaml":      {"kind: List\nitems:\n- a: [\n", []string{"FILE", "yaml: line"}},
		"cut.json":      {`{"kind":"List","apiVersion":"v1","items":[{"kind":"Node",`, []string{"FILE: line 1, byte 57: it ends too early"}},
		"nokind.json":   {`{"apiVersion":"v1"}`, []string{"FILE has no nodes and no events about nodes (1 other objects)"}},
		"text.txt":      {"hello", []string{"FILE"}},
		"badnode.yaml":  {"{apiVersion: v1, kind: Node, metadata: {name: worker}, status: {conditions: 7}}", []string{"FILE", `Node "worker" is not valid`}},
		"badevent.yaml": {`{apiVersion: v1, kind: Event, metadata: {name: e}, lastTimestamp: yesterday}`, []string{"FILE", `Event "e" is not valid`, "yesterday"}},
		"pods.yaml":     {"{apiVersion: v1, kind: PodList, items: [{metadata: {name: p}}, {metadata: {name: q}}]}", []string{"FILE has no nodes and no events about nodes (2 other objects)", "kubectl get nodes,events -A -o json"}},
		"empty.yaml":    {"", []string{"FILE: the file is empty"}},
	} {
		t.Run(name, func(t *testing.T) {
			file := write(t, dir, name, c.content)
			got, err := Dump{Filenames: []string{file}}.Snapshot(t.Context())
			if got != nil || err == nil {
				t.Fatalf("got %v, %v, want an error alone", got, err)
			}
			for _, part := range c.want {
				snapshottest.Contains(t, err.Error(), strings.ReplaceAll(part, "FILE", file))
			}
			if strings.Contains(err.Error(), "\n") {
				t.Errorf("%q has several lines", err)
			}
		})
	}
}

func TestEveryBrokenFileOfAFolderIsNamed(t *testing.T) {
	dir := t.TempDir()
	one, two := write(t, dir, "one.json", "{"), write(t, dir, "two.yaml", "a: [")
	_, err := Dump{Filenames: []string{dir}}.Snapshot(t.Context())
	if err == nil {
		t.Fatal("no error")
	}
	snapshottest.Contains(t, err.Error(), one, two, "; ")

	write(t, dir, "good.yaml", dumpedNodes)
	got := snapshottest.Take(t, Dump{Filenames: []string{dir}})
	snapshottest.Equal(t, "nodes", snapshottest.NodeNames(got.Nodes), "down up")
	snapshottest.Equal(t, "gaps", snapshottest.GapSubjects(got.Gaps), "events | all or the rest of "+one+" | all or the rest of "+two)
	snapshottest.Equal(t, "nodes listed", got.NodesListed, false)
}

func TestUnrelatedFilesOfABundleTakeNothingFromItsNodesAndEvents(t *testing.T) {
	const service = "apiVersion: v1\nkind: Service\nmetadata:\n  name: {{ include \"x\" . }}\n"
	for name, c := range map[string]struct {
		file, content string
		complete      bool
		gaps          int
	}{
		"a log that was packed":   {"logs/messages-20260519.xz", "\xfd7zXZ\x00rest", true, 0},
		"errors of the collector": {"x-errors.json", `["the server could not find the requested resource"]`, true, 0},
		"a template":              {"svc.yaml", service, true, 1},
		"a template in brackets":  {"svc.yaml", "{{- if .Values.service }}\n" + service + "{{- end }}\n", true, 1},
		"nodes that were packed":  {"nodes.json.xz", "\xfd7zXZ\x00rest", false, 1},
		"events that are broken":  {"old.yaml", "apiVersion: v1\nkind: Event\nmetadata: {name: [\n", false, 1},
		"a broken list":           {"old.yaml", "apiVersion: v1\nitems:\n- metadata: {name: [\nkind: EventList\n", false, 1},
		"JSON that was cut":       {"old.json", `{"apiVersion":`, false, 1},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			write(t, dir, "nodes.yaml", dumpedNodes)
			write(t, dir, "events.json", dumpedEvents)
			file := write(t, dir, c.file, c.content)
			got := snapshottest.Take(t, Dump{Filenames: []string{dir}})
			snapshottest.Equal(t, "nodes listed", got.NodesListed, c.complete)
			snapshottest.Equal(t, "events listed", got.EventsListed, c.complete)
			snapshottest.Equal(t, "gaps", len(got.Gaps), c.gaps)
			if c.gaps > 0 {
				snapshottest.Equal(t, "gap", got.Gaps[0].Subject(), "all or the rest of "+file)
			}
			named := snapshottest.Take(t, Dump{Filenames: []string{filepath.Join(dir, "nodes.yaml"), filepath.Join(dir, "events.json"), file}})
			snapshottest.Equal(t, "named, listed", named.EventsListed, name == "errors of the collector")
		})
	}
}

func TestFaultyFilesBeyondTheFirstAreCounted(t *testing.T) {
	dir := t.TempDir()
	for i := range maxFaultyFiles + 7 {
		write(t, dir, fmt.Sprintf("f%02d.json", i), "{")
	}
	write(t, dir, "good.yaml", dumpedNodes)
	got := snapshottest.Take(t, Dump{Filenames: []string{dir}})
	snapshottest.Equal(t, "gaps", len(got.Gaps), 1+maxFaultyFiles+1)
	snapshottest.Contains(t, got.Gaps[len(got.Gaps)-1].Reason, "7 more faults")
}

func TestInvalidObjectIsLeftOutWithAGapAndItsKindIsNotComplete(t *testing.T) {
	const node = `{"apiVersion":"v1","kind":"Node","metadata":{"name":"a","creationTimestamp":"2026-03-09T09:00:00Z"}}`
	for name, c := range map[string]struct {
		content       string
		nodes, events bool
		want          string
	}{
		"a node":    {`{"apiVersion":"v1","kind":"Node","metadata":{"name":"b"},"status":{"conditions":7}}`, false, true, `Node "b" is not valid`},
		"a failure": {`{"apiVersion":"v1","kind":"Status","status":"Failure","message":"nodes is forbidden"}`, true, true, "here is the answer to a request that failed: nodes is forbidden"},
		"an event":  {`{"apiVersion":"v1","kind":"Event","metadata":{"name":"c"},"count":"x"}`, true, false, `Event "c" is not valid`},
		"no object": {`7`, false, false, "an object belongs here"},
	} {
		t.Run(name, func(t *testing.T) {
			got := snapshottest.Take(t, Dump{Filenames: []string{"-"}, Stdin: strings.NewReader(node + "\n" + dumpedEvents + "\n" + c.content)})
			snapshottest.Equal(t, "nodes", snapshottest.NodeNames(got.Nodes), "a")
			snapshottest.Equal(t, "nodes listed", got.NodesListed, c.nodes)
			snapshottest.Equal(t, "events listed", got.EventsListed, c.events)
			snapshottest.Equal(t, "gaps", len(got.Gaps), 1)
			snapshottest.Contains(t, got.Gaps[0].Subject()+" "+got.Gaps[0].Reason, "standard input", "line 8, byte", c.want)
		})
	}
}

func TestManyFaultsAreCounted(t *testing.T) {
	bad := strings.Repeat("{apiVersion: v1, kind: Event, metadata: {name: e}, count: many}\n---\n", 9)
	_, err := Dump{Filenames: []string{"-"}, Stdin: strings.NewReader(bad)}.Snapshot(t.Context())
	if err == nil {
		t.Fatal("no error")
	}
	snapshottest.Equal(t, "faults shown", strings.Count(err.Error(), "is not valid"), maxFaults)
	snapshottest.Contains(t, err.Error(), "; and 6 more")
}

func TestFilesThatCannotBeDumps(t *testing.T) {
	stdin := strings.NewReader(dumpedNodes)
	for name, c := range map[string]struct {
		dump Dump
		want string
	}{
		"missing":      {Dump{Filenames: []string{"/no/such/file"}}, `cannot read the dump: the file "/no/such/file" does not exist`},
		"address":      {Dump{Filenames: []string{"https://example.com/dump.json"}}, "cannot read the dump: https://example.com/dump.json is no file, and nothing is fetched from the network"},
		"no stdin":     {Dump{Filenames: []string{"-"}}, "standard input"},
		"stdin twice":  {Dump{Filenames: []string{"-", "-"}, Stdin: stdin}, "standard input can be read once"},
		"empty folder": {Dump{Filenames: []string{t.TempDir()}}, " has no nodes and no events about nodes (0 other objects)"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := c.dump.Snapshot(t.Context())
			if err == nil {
				t.Fatal("no error")
			}
			snapshottest.Contains(t, err.Error(), c.want)
		})
	}
}

func TestRepeatedObjectsAreKeptOnceInTheirNewestForm(t *testing.T) {
	older := `{apiVersion: v1, kind: Node, metadata: {name: a}, status: {conditions: [{type: Ready, status: "True", lastHeartbeatTime: "2026-03-09T09:00:00Z"}]}}`
	newer := `{apiVersion: v1, kind: Node, metadata: {name: a}, status: {conditions: [{type: Ready, status: "False", lastHeartbeatTime: "2026-03-09T09:30:00Z"}]}}`
	once := `{apiVersion: v1, kind: Event, metadata: {name: e, namespace: default, uid: u}, involvedObject: {kind: Node}, count: 1, lastTimestamp: "2026-03-09T09:00:00Z"}`
	twice := `{apiVersion: events.k8s.io/v1, kind: Event, metadata: {name: e, namespace: default, uid: u}, regarding: {kind: Node}, deprecatedCount: 2, deprecatedLastTimestamp: "2026-03-09T09:10:00Z"}`
	for _, documents := range [][]string{{older, newer, once, twice}, {twice, once, newer, older}} {
		got := snapshottest.Take(t, Dump{Filenames: []string{"-"}, Stdin: strings.NewReader(strings.Join(documents, "\n---\n"))})
		snapshottest.Equal(t, "scan", snapshottest.ScanLine(got.Scan), "a-")
		snapshottest.Equal(t, "events", len(got.Events), 1)
		snapshottest.Equal(t, "count", snapshot.Count(&got.Events[0]), 2)
	}
}

func TestObjectsWithoutUIDDifferByNamespace(t *testing.T) {
	const document = `{apiVersion: v1, kind: Event, metadata: {name: e, namespace: NS}, involvedObject: {kind: Node}, lastTimestamp: "2026-03-09T09:00:00Z"}`
	both := strings.ReplaceAll(document, "NS", "default") + "\n---\n" + strings.ReplaceAll(document, "NS", "kube-system")
	got := snapshottest.Take(t, Dump{Filenames: []string{"-"}, Stdin: strings.NewReader(both)})
	snapshottest.Equal(t, "events", len(got.Events), 2)
}
