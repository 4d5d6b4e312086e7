package dump

import (
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/labels"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/dump/files"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/dump/records"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot/snapshottest"
)

// aboutDown is an event about a node: its name, its text and the minute it was last seen.
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
	stdin := &sampled{Reader: r, start: m.HeapAlloc}
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

// readInto reads a text into what was found.
func readInto(t *testing.T, f *found, text io.Reader) *reading {
	t.Helper()
	r := &reading{found: f, ctx: t.Context()}
	if err := r.Text(files.File{Reader: text, Name: "x"}); err != nil {
		t.Fatal(err)
	}
	return r
}

func TestWhatDoesNotFitIntoMemoryIsAGap(t *testing.T) {
	const nodes, events, most = 30, 40, 20_000
	f := newFound(false)
	f.kept.most = most
	in, w := io.Pipe()
	go func() { w.CloseWithError(hugeDump(w, nodes, events, 0)) }()
	r := readInto(t, f, in)
	lease := `{"metadata":{"name":"n0","namespace":"kube-node-lease"},"spec":{"holderIdentity":"` + strings.Repeat("x", most) + `"}}`
	if err := f.add(records.Record{Data: []byte(lease), Kind: "Lease", APIVersion: "coordination.k8s.io/v1"}); err != nil {
		t.Fatal(err)
	}
	got, err := Dump{Filenames: []string{"x"}, At: snapshottest.Minute(0)}.snapshot(r, labels.Everything())
	if err != nil {
		t.Fatal(err)
	}
	if n := len(got.Nodes); n == 0 || n == nodes || f.kept.bytes > most {
		t.Errorf("%d nodes in %d bytes", n, f.kept.bytes)
	}
	snapshottest.Equal(t, "listed", got.NodesListed || got.EventsListed, false)
	snapshottest.Equal(t, "gaps", snapshottest.GapSubjects(got.Gaps), "nodes, events and leases beyond the memory for them")
	snapshottest.Contains(t, got.Gaps[0].Reason, fmt.Sprintf("nodes: %d, events: %d, leases: 1.", nodes-len(got.Nodes), events-len(got.Events)))
}

func TestNewerFormsOfWhatIsKnownTakeNoMoreMemory(t *testing.T) {
	f := newFound(false)
	readInto(t, f, strings.NewReader(heardOf(t, "c", snapshottest.Minute(-40), "a")+fmt.Sprintf(aboutDown, "e", "text", 0)))
	once := f.kept.bytes
	for i := range 30 {
		readInto(t, f, strings.NewReader(heardOf(t, "c", snapshottest.Minute(-30+i), "a")+fmt.Sprintf(aboutDown, "e", "text", i)))
	}
	snapshottest.Equal(t, "bytes", f.kept.bytes, once)
	snapshottest.Equal(t, "nodes and events", len(f.nodes())+len(f.nodeEvents()), 2)
}

func TestALargeClusterFitsIntoTheMemoryForADump(t *testing.T) {
	demo := snapshottest.Take(t, NewDemo(snapshot.Selection{}, snapshottest.Minute(0), true))
	node, event, pod := 0, 0, 0
	for i := range demo.Nodes {
		node = max(node, memory(&demo.Nodes[i]))
	}
	for i := range demo.Events {
		event = max(event, memory(&demo.Events[i]))
	}
	if all := 5000*node + maxNodeEvents*event; all > maxKept {
		t.Errorf("5,000 nodes of %d bytes and %d events of %d are %d MiB", node, maxNodeEvents, event, all>>20)
	}
	f := newFound(true)
	for i := range demo.Impact.Pods {
		if err := f.addPod(&demo.Impact.Pods[i]); err != nil {
			t.Fatal(err)
		}
		pod = max(pod, memory(&f.pods[i]))
	}
	if all := 5000*node + maxNodeEvents/2*event + 150_000*pod; all > maxKept {
		t.Errorf("5,000 nodes of %d bytes, half of the events, of %d, and 150,000 pods of %d are %d MiB", node, event, pod, all>>20)
	}
}

func TestPodsThatDoNotFitIntoMemoryAreAGapAndNoNodeIsSaidToBeWithoutThem(t *testing.T) {
	const pods, most = 40, 12_000
	down := heardOf(t, "c", snapshottest.Minute(-40), "a")
	down = strings.Replace(down, `"True"`, `"Unknown"`, 1)
	pod, first, budget := "", "", ""
	for i := range pods {
		pod += fmt.Sprintf(`{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p%d","namespace":"default"},"spec":{"nodeName":"a"}}`, i)
		if i == 0 {
			first = pod
		}
		budget += fmt.Sprintf(`{"apiVersion":"policy/v1","kind":"PodDisruptionBudget","metadata":{"name":"b%d","namespace":"default"}}`, i)
	}
	for _, c := range []struct {
		text, unread string
		listed       bool
		reason       string
	}{
		{down + pod, "a", true, "budgets: 0."},
		{down + first + budget, "", false, "pods: 0, budgets: "},
	} {
		f := newFound(true)
		f.kept.most = most
		got, err := Dump{Filenames: []string{"x"}, At: snapshottest.Minute(0), Impact: true}.snapshot(readInto(t, f, strings.NewReader(c.text)), labels.Everything())
		if err != nil {
			t.Fatal(err)
		}
		snapshottest.Equal(t, "unread", strings.Join(got.Impact.Unread, " "), c.unread)
		snapshottest.Equal(t, "budgets listed", got.Impact.BudgetsListed, c.listed)
		snapshottest.Equal(t, "gaps", snapshottest.GapSubjects(got.Gaps), "events | pods and disruption budgets beyond the memory for them")
		snapshottest.Contains(t, got.Gaps[1].Reason, c.reason)
		if f.kept.bytes > most || f.kept.pods == pods || f.kept.budgets == pods {
			t.Errorf("%d bytes are kept, left out are %d pods and %d budgets", f.kept.bytes, f.kept.pods, f.kept.budgets)
		}
	}
}
