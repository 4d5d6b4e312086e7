package dump

import (
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/labels"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/dump/files"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/dump/records"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot/snapshottest"
)

// aboutDown is the format of an event about a node: its name, its message and the minute it was
// last seen.
const aboutDown = `{"apiVersion":"v1","kind":"Event","metadata":{"name":%q,"namespace":"default"},"involvedObject":{"kind":"Node","name":"down"},"reason":"R","message":%q,"lastTimestamp":"2026-03-09T09:%02d:00Z"}` + "\n"

func TestLongTextsOfEventsAreCutAndTakeLittleMemory(t *testing.T) {
	const events, budget = 24, 120 << 20 // of 192 MiB
	r, w := io.Pipe()
	go func() {
		var err error
		for i := range events {
			_, e := fmt.Fprintf(w, aboutDown, fmt.Sprint("e", i), fmt.Sprintf("%c", 'a'+i)+strings.Repeat("é", 4<<20), i)
			err = errors.Join(err, e)
		}
		w.CloseWithError(err)
	}()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	stdin := &heapSampler{Reader: r, start: m.HeapAlloc}
	got := snapshottest.Take(t, Dump{Filenames: []string{"-"}, Stdin: stdin})
	if stdin.most > budget || stdin.read < events*8<<20 {
		t.Errorf("the heap grew by %d bytes for %d", stdin.most, stdin.read)
	}
	snapshottest.Equal(t, "events", len(got.Events), events)
	for i := range got.Events {
		snapshottest.Equal(t, "bytes of a text, an odd number of them at its end", len(got.Events[i].Message), maxMessage-1)
	}
	snapshottest.Equal(t, "listed", got.EventsListed, true)
	snapshottest.Equal(t, "gaps", snapshottest.GapSubjects(got.Gaps), "nodes | the ends of the texts of 24 events")
}

// readInto reads a text into a collector.
func readInto(t *testing.T, c *collector, text io.Reader) *dumpReader {
	t.Helper()
	r := &dumpReader{collector: c, ctx: t.Context()}
	if err := r.Text(files.File{Reader: text, Name: "x"}); err != nil {
		t.Fatal(err)
	}
	return r
}

func TestWhatDoesNotFitIntoMemoryIsAGap(t *testing.T) {
	const nodes, events, most = 30, 40, 20_000
	c := newCollector(false)
	c.memory.limit = most
	in, w := io.Pipe()
	go func() { w.CloseWithError(hugeDump(w, nodes, events, 0)) }()
	r := readInto(t, c, in)
	fact := `{"node":"n0","source":"s","type":"t","message":"` + strings.Repeat("x", most) + `"}`
	if err := c.addRecord(records.Record{Data: []byte(fact), Kind: FactKind, APIVersion: ManifestAPIVersion}); err != nil {
		t.Fatal(err)
	}
	got, err := Dump{Filenames: []string{"x"}, At: snapshottest.Minute(0)}.snapshot(r, labels.Everything())
	if err != nil {
		t.Fatal(err)
	}
	if n := len(got.Nodes); n == 0 || n == nodes || c.memory.used > most {
		t.Errorf("%d nodes in %d bytes", n, c.memory.used)
	}
	snapshottest.Equal(t, "listed", got.NodesListed || got.EventsListed, false)
	snapshottest.Equal(t, "gaps", snapshottest.GapSubjects(got.Gaps), "nodes, events and other reports beyond the memory for them")
	snapshottest.Contains(t, got.Gaps[0].Reason, fmt.Sprintf("nodes: %d, events: %d, other reports: 1.", nodes-len(got.Nodes), events-len(got.Events)))
}

func TestNewerFormsOfWhatIsKnownTakeNoMoreMemory(t *testing.T) {
	c := newCollector(false)
	readInto(t, c, strings.NewReader(nodesHeardAt(t, "c", snapshottest.Minute(-40), "a")+fmt.Sprintf(aboutDown, "e", "text", 0)))
	once := c.memory.used
	for i := range 30 {
		readInto(t, c, strings.NewReader(nodesHeardAt(t, "c", snapshottest.Minute(-30+i), "a")+fmt.Sprintf(aboutDown, "e", "text", i)))
	}
	snapshottest.Equal(t, "bytes", c.memory.used, once)
	snapshottest.Equal(t, "nodes and events", len(c.takeNodes())+len(c.takeEvents()), 2)
}

func TestALargeClusterFitsIntoTheMemoryForADump(t *testing.T) {
	demo := snapshottest.Take(t, NewDemo(DemoAll, snapshot.Selection{}, time.Time{}, true))
	node, event, pod := 0, 0, 0
	for i := range demo.Nodes {
		node = max(node, sizeInMemory(&demo.Nodes[i]))
	}
	for i := range demo.Events {
		event = max(event, sizeInMemory(&demo.Events[i]))
	}
	if all := 5000*node + maxNodeEvents*event; all > maxMemory {
		t.Errorf("5,000 nodes of %d bytes and %d events of %d are %d MiB", node, maxNodeEvents, event, all>>20)
	}
	c := newCollector(true)
	for i := range demo.Impact.Pods {
		if err := c.addPod(&demo.Impact.Pods[i]); err != nil {
			t.Fatal(err)
		}
		pod = max(pod, sizeInMemory(&c.pods[i]))
	}
	if all := 5000*node + maxNodeEvents/2*event + 150_000*pod; all > maxMemory {
		t.Errorf("5,000 nodes of %d bytes, half of the events, of %d, and 150,000 pods of %d are %d MiB", node, event, pod, all>>20)
	}
}

func TestPodsThatDoNotFitIntoMemoryAreAGapAndNoNodeIsSaidToBeWithoutThem(t *testing.T) {
	const pods, most = 40, 12_000
	down := nodesHeardAt(t, "c", snapshottest.Minute(-40), "a")
	down = strings.Replace(down, `"True"`, `"Unknown"`, 1)
	pod, first, budget := "", "", ""
	for i := range pods {
		pod += fmt.Sprintf(`{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p%d","namespace":"default"},"spec":{"nodeName":"a"}}`, i)
		if i == 0 {
			first = pod
		}
		budget += fmt.Sprintf(`{"apiVersion":"policy/v1","kind":"PodDisruptionBudget","metadata":{"name":"b%d","namespace":"default"}}`, i)
	}
	for _, test := range []struct {
		text, unread string
		listed       bool
		reason       string
	}{
		{down + pod, "a", true, "budgets: 0."},
		{down + first + budget, "", false, "pods: 0, budgets: "},
	} {
		c := newCollector(true)
		c.memory.limit = most
		got, err := Dump{Filenames: []string{"x"}, At: snapshottest.Minute(0), Impact: true}.snapshot(readInto(t, c, strings.NewReader(test.text)), labels.Everything())
		if err != nil {
			t.Fatal(err)
		}
		snapshottest.Equal(t, "unread", strings.Join(got.Impact.Unread, " "), test.unread)
		snapshottest.Equal(t, "budgets listed", got.Impact.BudgetsListed, test.listed)
		snapshottest.Equal(t, "gaps", snapshottest.GapSubjects(got.Gaps), "events | pods and disruption budgets beyond the memory for them")
		snapshottest.Contains(t, got.Gaps[1].Reason, test.reason)
		if c.memory.used > most || c.memory.droppedPods == pods || c.memory.droppedBudgets == pods {
			t.Errorf("%d bytes are kept, left out are %d pods and %d budgets", c.memory.used, c.memory.droppedPods, c.memory.droppedBudgets)
		}
	}
}
