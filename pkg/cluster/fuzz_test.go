package cluster

import (
	"bytes"
	"errors"
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzDump feeds anything to the reader of dumps. It ends with an error of one line or a
// snapshot that keeps its promises, and never with both or neither.
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
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		s, err := Dump{Filenames: []string{"-"}, Stdin: bytes.NewReader(data)}.Snapshot(t.Context())
		switch {
		case (s == nil) != (err != nil):
			t.Fatalf("a snapshot %v and the error %v", s != nil, err)
		case err != nil && errors.Unwrap(err) == nil && strings.Contains(err.Error(), "\n"):
			t.Errorf("the error has several lines: %q", err)
		case err == nil:
			checkSnapshot(t, s)
		}
	})
}

// checkSnapshot holds what is true of every snapshot of a dump.
func checkSnapshot(t *testing.T, s *Snapshot) {
	t.Helper()
	if s.TakenAt.IsZero() || s.Origin == "" {
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
		if g.Subject == "" || g.Reason == "" || strings.Contains(g.Subject+g.Reason, "\n") || !utf8.ValidString(g.Subject+g.Reason) {
			t.Errorf("the gap %+v is no sentence", g)
		}
	}
}
