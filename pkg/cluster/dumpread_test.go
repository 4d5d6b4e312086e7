package cluster

import (
	"strings"
	"testing"
)

func TestBrokenDumpIsAnErrorWithFileAndPlace(t *testing.T) {
	dir := t.TempDir()
	for name, c := range map[string]struct {
		content string
		want    []string
	}{
		"bad.yaml":      {"kind: List\nitems:\n- a: [\n", []string{"FILE", "yaml: line"}},
		"cut.json":      {`{"kind":"List","apiVersion":"v1","items":[{"kind":"Node",`, []string{"FILE", "unexpected"}},
		"nokind.json":   {`{"apiVersion":"v1"}`, []string{"FILE", "Object 'Kind' is missing"}},
		"text.txt":      {"hello", []string{"FILE"}},
		"badnode.yaml":  {"{apiVersion: v1, kind: Node, metadata: {name: worker}, status: {conditions: 7}}", []string{"FILE", `Node "worker" is not valid`}},
		"badevent.yaml": {`{apiVersion: v1, kind: Event, metadata: {name: e}, lastTimestamp: yesterday}`, []string{"FILE", `Event "e" is not valid`, "yesterday"}},
		"pods.yaml":     {"{apiVersion: v1, kind: PodList, items: [{metadata: {name: p}}, {metadata: {name: q}}]}", []string{"FILE has no nodes and no events about nodes (2 other objects)", "kubectl get nodes,events -A -o json"}},
		"empty.yaml":    {"", []string{"FILE has no nodes and no events"}},
	} {
		t.Run(name, func(t *testing.T) {
			file := write(t, dir, name, c.content)
			got, err := Dump{Filenames: []string{file}}.Snapshot(t.Context())
			if got != nil || err == nil {
				t.Fatalf("got %v, %v, want an error alone", got, err)
			}
			for _, part := range c.want {
				contains(t, err.Error(), strings.ReplaceAll(part, "FILE", file))
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
	write(t, dir, "good.yaml", dumpedNodes)
	_, err := Dump{Filenames: []string{dir}}.Snapshot(t.Context())
	if err == nil {
		t.Fatal("no error")
	}
	contains(t, err.Error(), one, two, "; ")
}

func TestManyFaultsAreCounted(t *testing.T) {
	bad := strings.Repeat("{apiVersion: v1, kind: Event, metadata: {name: e}, count: many}\n---\n", 9)
	_, err := Dump{Filenames: []string{"-"}, Stdin: strings.NewReader(bad)}.Snapshot(t.Context())
	if err == nil {
		t.Fatal("no error")
	}
	equal(t, "faults shown", strings.Count(err.Error(), "is not valid"), maxFaults)
	contains(t, err.Error(), "; and 6 more")
}

func TestFilesThatCannotBeDumps(t *testing.T) {
	stdin := strings.NewReader(dumpedNodes)
	for name, c := range map[string]struct {
		dump Dump
		want string
	}{
		"missing":      {Dump{Filenames: []string{"/no/such/file"}}, `"/no/such/file" does not exist`},
		"address":      {Dump{Filenames: []string{"https://example.com/dump.json"}}, "nothing is fetched from the network"},
		"no stdin":     {Dump{Filenames: []string{"-"}}, "standard input"},
		"stdin twice":  {Dump{Filenames: []string{"-", "-"}, Stdin: stdin}, "standard input can be read once"},
		"empty folder": {Dump{Filenames: []string{t.TempDir()}}, "recognized file extensions"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := c.dump.Snapshot(t.Context())
			if err == nil {
				t.Fatal("no error")
			}
			contains(t, err.Error(), "cannot read the dump: ", c.want)
		})
	}
}

func TestRepeatedObjectsAreKeptOnceInTheirNewestForm(t *testing.T) {
	older := `{apiVersion: v1, kind: Node, metadata: {name: a}, status: {conditions: [{type: Ready, status: "True", lastHeartbeatTime: "2026-03-09T09:00:00Z"}]}}`
	newer := `{apiVersion: v1, kind: Node, metadata: {name: a}, status: {conditions: [{type: Ready, status: "False", lastHeartbeatTime: "2026-03-09T09:30:00Z"}]}}`
	once := `{apiVersion: v1, kind: Event, metadata: {name: e, namespace: default, uid: u}, involvedObject: {kind: Node}, count: 1, lastTimestamp: "2026-03-09T09:00:00Z"}`
	twice := `{apiVersion: events.k8s.io/v1, kind: Event, metadata: {name: e, namespace: default, uid: u}, regarding: {kind: Node}, deprecatedCount: 2, deprecatedLastTimestamp: "2026-03-09T09:10:00Z"}`
	for _, documents := range [][]string{{older, newer, once, twice}, {twice, once, newer, older}} {
		got := snapshot(t, Dump{Filenames: []string{"-"}, Stdin: strings.NewReader(strings.Join(documents, "\n---\n"))})
		equal(t, "scan", scanLine(got.Scan), "a-")
		equal(t, "events", len(got.Events), 1)
		equal(t, "count", Count(&got.Events[0]), 2)
	}
}

func TestObjectsWithoutUIDDifferByNamespace(t *testing.T) {
	const document = `{apiVersion: v1, kind: Event, metadata: {name: e, namespace: NS}, involvedObject: {kind: Node}, lastTimestamp: "2026-03-09T09:00:00Z"}`
	both := strings.ReplaceAll(document, "NS", "default") + "\n---\n" + strings.ReplaceAll(document, "NS", "kube-system")
	got := snapshot(t, Dump{Filenames: []string{"-"}, Stdin: strings.NewReader(both)})
	equal(t, "events", len(got.Events), 2)
}
