package dump

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"golang.org/x/text/encoding/unicode"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot/snapshottest"
)

// FuzzDump passes arbitrary bytes to the reader of dumps. Each read ends with either a one-line
// error or a valid snapshot. The same bytes compressed give the same snapshot, and so does
// saving and reading it again.
func FuzzDump(f *testing.F) {
	for _, seed := range []string{
		"", "{", "[]", "hello", "\x00\xff", "\xff\xfe{\x00}\x00", "a: &a [*a]", "---\n---\n", "\x1f\x8b\x08", "PK\x03\x04",
		`{"kind":"Node","apiVersion":"v1","metadata":{"name":"n","creationTimestamp":"2026-05-19T22:00:00Z"}}`,
		`{"kind":"List","apiVersion":"v1","items":[{"kind":"Event","apiVersion":"v1","metadata":{"name":"e","namespace":"default"},` +
			`"involvedObject":{"kind":"Node","name":"n"},"reason":"NodeRebootError","lastTimestamp":"2026-05-19T22:00:00Z","message":"x"}]}`,
		"apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Node\n  metadata: {name: n}\n  status: {conditions: [{type: Ready, status: Unknown, lastTransitionTime: 2026-05-19T22:00:00Z}]}\n",
		"apiVersion: events.k8s.io/v1\nkind: Event\nmetadata: {name: e, namespace: kube-system}\nregarding: {kind: Node, name: n}\neventTime: 2026-05-19T22:00:00.000000Z\n",
		strings.Repeat("[", 3000), strings.Repeat(`{"items":`, 3000), "apiVersion: v1\nkind: Node\nmetadata: {name: 7}\n",
	} {
		f.Add([]byte(seed), false)
	}
	for _, seed := range dumpSeeds(f) {
		f.Add([]byte(seed), true)
	}
	// Two invalid times in one row: the fault named sometimes one, sometimes the other.
	f.Add([]byte("\ufeff\"TimeGenerated [UTC]\",ObjectKind,Name,,Mg,beny,\"FirstSeen [UTC]\",\"ste\",C,eomt\n"+
		"\"\"\"\",\n\"5//226 9:00:0.000 PM\",Node,1,NodNtRedy,don,Normal,\"5/19/2026, 9:00:0\x18.000 PM\",\"5/19/2026, 9:40:00.000 PM\",3,"), true)
	f.Fuzz(func(t *testing.T, data []byte, impact bool) {
		s, err := Dump{Filenames: []string{"-"}, Stdin: bytes.NewReader(data), Impact: impact, Now: fuzzed}.Snapshot(t.Context())
		again, errAgain := Dump{Filenames: []string{"-"}, Stdin: compressed(t, data), Impact: impact, Now: fuzzed}.Snapshot(t.Context())
		switch {
		case (s == nil) != (err != nil):
			t.Fatalf("a snapshot %v and the error %v", s != nil, err)
		case err != nil && errors.Unwrap(err) == nil && strings.Contains(err.Error(), "\n"):
			t.Errorf("the error has several lines: %q", err)
		case (err == nil) != (errAgain == nil) || err != nil && err.Error() != errAgain.Error():
			t.Errorf("the error %v, and compressed %v", err, errAgain)
		case err == nil:
			if !isEvidence(t, data) {
				checkSnapshot(t, s)
			}
			snapshottest.Equal(t, "compressed", asJSON(t, again), asJSON(t, s))
			checkSaved(t, s)
		}
	})
}

// fuzzed is the clock of a read.
func fuzzed() time.Time { return snapshottest.Minute(0) }

// dumpSeeds returns a dump of each form.
func dumpSeeds(f *testing.F) []string {
	f.Helper()
	seeds := []string{
		dumpedNodes + dumpedEvents, packTar(f, clusterInfoDump), dumpedNodes + `---
{kind: List, items: [
  {apiVersion: v1, kind: Pod, metadata: {name: p, namespace: a}, spec: {nodeName: down, containers: [{name: c}]}},
  {apiVersion: coordination.k8s.io/v1, kind: Lease, metadata: {name: down, namespace: kube-node-lease}, spec: {renewTime: "2026-05-19T22:00:00.000000Z"}},
  {apiVersion: policy/v1, kind: PodDisruptionBudget, metadata: {name: b, namespace: a}, spec: {minAvailable: 1, selector: {}}}]}
`,
	}
	for _, text := range exported {
		seeds = append(seeds, text)
	}
	wide, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(dumpedNodes)
	if err != nil {
		f.Fatal(err)
	}
	var saved bytes.Buffer
	if err := evidence().Write(&saved); err != nil {
		f.Fatal(err)
	}
	return append(seeds, wide, saved.String())
}

// isEvidence says whether a dump is saved evidence, whose manifest says what it holds.
func isEvidence(t *testing.T, data []byte) bool {
	t.Helper()
	r, err := Dump{Filenames: []string{"-"}, Stdin: bytes.NewReader(data)}.read(t.Context())
	return err == nil && r.collector.manifest != nil
}

// compressed returns a gzip stream of the bytes.
func compressed(t *testing.T, data []byte) *bytes.Buffer {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	_, err := w.Write(data)
	if err = errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	return &out
}

// checkSaved saves the snapshot and reads it again.
func checkSaved(t *testing.T, s *snapshot.Snapshot) {
	t.Helper()
	var saved bytes.Buffer
	if err := (Evidence{Version: "v1", Settings: json.RawMessage("{}"), Diagnosis: []byte("{}"), Snapshot: s}).Write(&saved); err != nil {
		t.Fatal(err)
	}
	again := snapshottest.Take(t, Dump{Filenames: []string{"-"}, Stdin: &saved})
	snapshottest.Equal(t, "saved and read again", asJSON(t, again), asJSON(t, s))
}

// checkSnapshot checks what holds for every snapshot of a dump.
func checkSnapshot(t *testing.T, s *snapshot.Snapshot) {
	t.Helper()
	if s.TakenAt.IsZero() || s.Origin.String() == "" {
		t.Errorf("taken at %v from %q", s.TakenAt, s.Origin)
	}
	if len(s.Nodes)+len(s.Events) == 0 {
		t.Error("neither nodes nor events: there is nothing to diagnose")
	}
	if len(s.Nodes) > len(s.Scan) {
		t.Errorf("%d nodes of %d in the scan", len(s.Nodes), len(s.Scan))
	}
	for i := range s.Events {
		if s.Events[i].InvolvedObject.Kind != "Node" {
			t.Errorf("an event about a %q", s.Events[i].InvolvedObject.Kind)
		}
	}
	for i := 1; i < len(s.Scan); i++ {
		if s.Scan[i-1].Name >= s.Scan[i].Name {
			t.Errorf("the scan has %q before %q", s.Scan[i-1].Name, s.Scan[i].Name)
		}
	}
	for _, g := range s.Gaps {
		if g.Subject() == "" || g.Reason == "" || strings.Contains(g.Subject()+g.Reason, "\n") || !utf8.ValidString(g.Subject()+g.Reason) {
			t.Errorf("the gap %+v is no sentence", g)
		}
	}
}
