package dump

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot/snapshottest"
)

const dumpedNodes = `apiVersion: v1
kind: List
items:
- {apiVersion: v1, kind: Node, metadata: {name: down, labels: {pool: a}}, status: {conditions: [{type: Ready, status: Unknown, lastTransitionTime: "2026-03-09T09:30:00Z"}]}}
- {apiVersion: v1, kind: Node, metadata: {name: up, labels: {pool: b}}, status: {conditions: [{type: Ready, status: "True", lastHeartbeatTime: "2026-03-09T09:40:00Z"}]}}
- {apiVersion: v1, kind: Pod, metadata: {name: p, namespace: default}}
`

const dumpedEvents = `{"kind":"EventList","apiVersion":"v1","items":[
 {"metadata":{"name":"e1","namespace":"default"},"involvedObject":{"kind":"Node","name":"down"},"lastTimestamp":"2026-03-09T09:35:00Z"},
 {"metadata":{"name":"e2","namespace":"kube-system"},"involvedObject":{"kind":"Node","name":"down"}},
 {"metadata":{"name":"e3"},"involvedObject":{"kind":"Node","name":"down"}},
 {"metadata":{"name":"e4","namespace":"other"},"involvedObject":{"kind":"Node","name":"down"}},
 {"metadata":{"name":"e5","namespace":"default"},"involvedObject":{"kind":"Pod","name":"p"}}]}`

// write creates a file with a modification time before the times in the dumps.
func write(t *testing.T, dir, name, content string) string {
	t.Helper()
	file := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(file, snapshottest.Minute(600), snapshottest.Minute(600)); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestDumpIsReadInEveryFormOfKubectl(t *testing.T) {
	dir := t.TempDir()
	nodes, events := write(t, dir, "nodes.yaml", dumpedNodes), write(t, dir, "deep/er/events.json", dumpedEvents)
	write(t, dir, "logs.txt", "not a dump: [")
	for name, c := range map[string]struct {
		dump         Dump
		nodes, gaps  string
		events       string
		origin       string
		eventsListed bool
	}{
		"two files":      {Dump{Filenames: []string{nodes, events}}, "down up", "", "e1 e2 e3", nodes + ", " + events, true},
		"a folder":       {Dump{Filenames: []string{dir}}, "down up", "", "e1 e2 e3", dir, true},
		"a pattern":      {Dump{Filenames: []string{dir + "/*.yaml"}}, "down up", "events", "", dir + "/*.yaml", false},
		"standard input": {Dump{Filenames: []string{"-"}, Stdin: strings.NewReader(dumpedNodes + "---\n" + dumpedEvents)}, "down up", "", "e1 e2 e3", "standard input", true},
		"events alone":   {Dump{Filenames: []string{events}}, "", "nodes", "e1 e2 e3", events, true},
	} {
		t.Run(name, func(t *testing.T) {
			got := snapshottest.Take(t, c.dump)
			snapshottest.Equal(t, "nodes", snapshottest.NodeNames(got.Nodes), c.nodes)
			snapshottest.Equal(t, "events", snapshottest.EventNames(got.Events), c.events)
			snapshottest.Equal(t, "gaps", snapshottest.GapSubjects(got.Gaps), c.gaps)
			snapshottest.Equal(t, "origin", got.Origin.String(), c.origin)
			snapshottest.Equal(t, "events listed", got.EventsListed, c.eventsListed)
			snapshottest.Equal(t, "nodes listed", got.NodesListed, c.nodes != "")
		})
	}
}

func TestDumpAppliesTheSelection(t *testing.T) {
	file := write(t, t.TempDir(), "nodes.yaml", dumpedNodes)
	for name, c := range map[string]struct {
		selection   snapshot.Selection
		nodes, scan string
	}{
		"everything":     {snapshot.Selection{}, "down up", "down- up+"},
		"a name":         {snapshot.Selection{Names: []string{"up"}}, "up", "down- up+"},
		"a missing name": {snapshot.Selection{Names: []string{"nope"}}, "", "down- up+"},
		"a selector":     {snapshot.Selection{Selector: "pool in (a)"}, "down", "down-"},
	} {
		t.Run(name, func(t *testing.T) {
			got := snapshottest.Take(t, Dump{Filenames: []string{file}, Selection: c.selection})
			snapshottest.Equal(t, "nodes", snapshottest.NodeNames(got.Nodes), c.nodes)
			snapshottest.Equal(t, "scan", snapshottest.ScanLine(got.Scan), c.scan)
			snapshottest.Equal(t, "nodes listed", got.NodesListed, true)
		})
	}
}

func TestTimeOfADump(t *testing.T) {
	dir := t.TempDir()
	nodes := write(t, dir, "nodes.yaml", dumpedNodes)
	event := write(t, dir, "event.yaml", `{apiVersion: v1, kind: Event, metadata: {name: e, namespace: other}, involvedObject: {kind: Pod}, lastTimestamp: "2026-03-09T09:50:00Z"}`)
	copied := write(t, dir, "copied.yaml", dumpedNodes)
	early := write(t, dir, "early.yaml", dumpedNodes)
	for file, at := range map[string]time.Time{nodes: snapshottest.Minute(-18), event: snapshottest.Minute(-9), copied: snapshottest.Minute(5), early: snapshottest.Minute(-60)} {
		if err := os.Chtimes(file, at, at); err != nil {
			t.Fatal(err)
		}
	}
	for name, c := range map[string]struct {
		dump Dump
		want time.Time
	}{
		"newest of the nodes":           {Dump{Filenames: []string{nodes}}, snapshottest.Minute(-20)},
		"newest of any event":           {Dump{Filenames: []string{nodes, event}}, snapshottest.Minute(-10)},
		"a copy, newer than its data":   {Dump{Filenames: []string{copied}}, snapshottest.Minute(-20)},
		"times later than the file was": {Dump{Filenames: []string{early}}, snapshottest.Minute(-20)},
		"no file":                       {Dump{Filenames: []string{"-"}, Stdin: strings.NewReader(dumpedNodes)}, snapshottest.Minute(-20)},
		"given":                         {Dump{Filenames: []string{copied}, At: snapshottest.Minute(-25)}, snapshottest.Minute(-25)},
	} {
		t.Run(name, func(t *testing.T) {
			got := snapshottest.Take(t, c.dump)
			if !got.TakenAt.Equal(c.want) {
				t.Errorf("taken at %s, want %s", got.TakenAt, c.want)
			}
		})
	}
}

func TestDumpWithoutAnyTimeNeedsOne(t *testing.T) {
	timeless := `{apiVersion: v1, kind: Node, metadata: {name: a}}`
	_, err := Dump{Filenames: []string{"-"}, Stdin: strings.NewReader(timeless)}.Snapshot(t.Context())
	if err == nil {
		t.Fatal("no error")
	}
	snapshottest.Contains(t, err.Error(), "--at")
	got := snapshottest.Take(t, Dump{Filenames: []string{"-"}, Stdin: strings.NewReader(timeless), At: snapshottest.Minute(1)})
	snapshottest.Equal(t, "scan", snapshottest.ScanLine(got.Scan), "a-")
}

func TestDumpFromABlockedPipeEndsWithTheContext(t *testing.T) {
	reader, writer := io.Pipe()
	ctx, cancel := context.WithCancel(t.Context())
	go cancel()
	_, err := Dump{Filenames: []string{"-"}, Stdin: reader}.Snapshot(ctx)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	_ = writer.Close()
	if _, err = NewDemo(DemoAll, snapshot.Selection{}, time.Time{}, false).Snapshot(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("demo: got %v", err)
	}
}
