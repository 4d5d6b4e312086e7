package dump

import (
	"errors"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot/snapshottest"
)

// hugeDump writes a List of a cluster with the given number of nodes, events about them and
// pods of 10 KB each.
func hugeDump(w io.Writer, nodes, events, pods int) error {
	errs := make([]error, 0, 4)
	write := func(format string, args ...any) {
		_, err := fmt.Fprintf(w, format, args...)
		errs = append(errs[:0], errors.Join(append(errs, err)...))
	}
	filler := strings.Repeat("x", 100)
	images := strings.Repeat(`{"names":["`+filler+filler+`"]},`, 60) + "{}"
	write(`{"apiVersion":"v1","items":[{"apiVersion":"v1","kind":"Pod"}`)
	for i := range nodes {
		write(`,{"apiVersion":"v1","kind":"Node","metadata":{"name":"n%d"},"status":{"images":[%s],"conditions":[{"type":"Ready","status":"Unknown","lastTransitionTime":"2026-03-09T09:00:00Z"}]}}`, i, images)
	}
	for i := range events {
		write(`,{"apiVersion":"v1","kind":"Event","metadata":{"name":"e%d","namespace":"default","managedFields":[{"manager":"%s"}]},"involvedObject":{"kind":"Node","name":"n%d"},"reason":"NodeNotReady","message":"%s"}`, i, filler, i%max(nodes, 1), filler)
	}
	pod := `,{"apiVersion":"v1","kind":"Pod","spec":{"env":"` + strings.Repeat(filler, 100) + `"}}`
	for range pods {
		write("%s", pod)
	}
	write(`],"kind":"List"}`)
	return errors.Join(errs...)
}

// sampled is a reader that keeps the most that the heap had beyond a start, in bytes.
type sampled struct {
	io.Reader
	start, most, read, next uint64
}

func (s *sampled) Read(p []byte) (int, error) {
	n, err := s.Reader.Read(p)
	if s.read += uint64(n); s.read >= s.next {
		s.next = s.read + 4<<20
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		if m.HeapAlloc > s.start {
			s.most = max(s.most, m.HeapAlloc-s.start)
		}
	}
	return n, err
}

func TestDumpOf300MBTakesAFractionOfThatInMemory(t *testing.T) {
	const nodes, events, pods, budget = 2000, 20_000, 27_000, 120 << 20
	r, w := io.Pipe()
	go func() { w.CloseWithError(hugeDump(w, nodes, events, pods)) }()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	stdin := &sampled{Reader: r, start: m.HeapAlloc}
	got := snapshottest.Take(t, Dump{Filenames: []string{"-"}, Stdin: stdin})
	if stdin.read < 290<<20 {
		t.Errorf("only %d bytes were read: the test proves nothing", stdin.read)
	}
	if stdin.most > budget {
		t.Errorf("the heap grew by %d bytes, more than %d", stdin.most, budget)
	}
	snapshottest.Equal(t, "nodes", len(got.Nodes), nodes)
	snapshottest.Equal(t, "events", len(got.Events), events)
	snapshottest.Equal(t, "skipped", got.Skipped, pods+1)
}

func TestEventsBeyondTheBoundAreAGap(t *testing.T) {
	r, w := io.Pipe()
	go func() { w.CloseWithError(hugeDump(w, 0, maxNodeEvents+5, 0)) }()
	got := snapshottest.Take(t, Dump{Filenames: []string{"-"}, Stdin: r, At: snapshottest.Minute(0)})
	snapshottest.Equal(t, "events", len(got.Events), maxNodeEvents)
	snapshottest.Equal(t, "events listed", got.EventsListed, false)
	snapshottest.Equal(t, "gaps", snapshottest.GapSubjects(got.Gaps), "nodes | events about nodes after the first 100000")
	snapshottest.Contains(t, got.Gaps[1].Reason, "5 more")
}
