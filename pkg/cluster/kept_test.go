package cluster

import (
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"k8s.io/apimachinery/pkg/labels"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cluster/files"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cluster/records"
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
	got := snapshot(t, Dump{Filenames: []string{"-"}, Stdin: stdin})
	if stdin.most > budget || stdin.read < events*8<<20 {
		t.Errorf("the heap grew by %d bytes for %d", stdin.most, stdin.read)
	}
	equal(t, "events", len(got.Events), events)
	for i := range got.Events {
		equal(t, "bytes of a text, an odd number of them at its end", len(got.Events[i].Message), maxMessage-1)
	}
	equal(t, "listed", got.EventsListed, true)
	equal(t, "gaps", gapSubjects(got.Gaps), "nodes | the ends of the texts of 24 events")
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
	got, err := Dump{Filenames: []string{"x"}, At: minute(0)}.snapshot(r, labels.Everything())
	if err != nil {
		t.Fatal(err)
	}
	if n := len(got.Nodes); n == 0 || n == nodes || f.kept.bytes > most {
		t.Errorf("%d nodes in %d bytes", n, f.kept.bytes)
	}
	equal(t, "listed", got.NodesListed || got.EventsListed, false)
	equal(t, "gaps", gapSubjects(got.Gaps), "nodes, events and leases beyond the memory for them")
	contains(t, got.Gaps[0].Reason, fmt.Sprintf("nodes: %d, events: %d, leases: 1.", nodes-len(got.Nodes), events-len(got.Events)))
}

func TestNewerFormsOfWhatIsKnownTakeNoMoreMemory(t *testing.T) {
	f := newFound(false)
	readInto(t, f, strings.NewReader(heardOf(t, "c", minute(-40), "a")+fmt.Sprintf(aboutDown, "e", "text", 0)))
	once := f.kept.bytes
	for i := range 30 {
		readInto(t, f, strings.NewReader(heardOf(t, "c", minute(-30+i), "a")+fmt.Sprintf(aboutDown, "e", "text", i)))
	}
	equal(t, "bytes", f.kept.bytes, once)
	equal(t, "nodes and events", len(f.nodes())+len(f.nodeEvents()), 2)
}

func TestALargeClusterFitsIntoTheMemoryForADump(t *testing.T) {
	demo := snapshot(t, NewDemo(Selection{}, minute(0), false))
	node, event := 0, 0
	for i := range demo.Nodes {
		node = max(node, memory(&demo.Nodes[i]))
	}
	for i := range demo.Events {
		event = max(event, memory(&demo.Events[i]))
	}
	if all := 5000*node + maxNodeEvents*event; all > maxKept {
		t.Errorf("5,000 nodes of %d bytes and %d events of %d are %d MiB", node, maxNodeEvents, event, all>>20)
	}
}
