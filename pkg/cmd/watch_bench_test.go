package cmd_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cluster/store"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/redact"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/repair/transition"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv"
)

// BenchmarkASecondOfAWatch is what a watch of 5,000 nodes does in a second in which 20 objects change, without what the
// server sends, with and without redaction: 500 nodes have gone down and come back again and again for an hour.
func BenchmarkASecondOfAWatch(b *testing.B) {
	for _, run := range []struct {
		down     int
		redacted bool
	}{{50, false}, {5000, false}, {50, true}, {5000, true}} {
		down := run.down
		b.Run(fmt.Sprintf("down=%d/redacted=%t", down, run.redacted), func(b *testing.B) {
			table, err := knowledge.Builtin()
			if err != nil {
				b.Fatal(err)
			}
			now := time.Date(2026, 5, 19, 12, 0, 0, 0, time.UTC)
			s := store.New(func() time.Time { return now })
			nodes, events := testenv.Fleet{Nodes: 5000, Down: down, DownSince: now.Add(-10 * time.Minute)}.Objects()
			for i := range nodes {
				put(b, store.Nodes{Store: s}, &nodes[i])
			}
			for i := range events {
				put(b, store.Events{Store: s}, &events[i])
			}
			for i := range 14_000 {
				put(b, store.Events{Store: s}, restlessEvent(nodes[i%500].Name, i, now))
			}
			examiner, tracker := repair.NewExaminer(table, repair.Options{NotReadyFor: 5 * time.Minute}), &transition.Tracker{}
			shown := func(read *snapshot.Snapshot) *snapshot.Snapshot { return read }
			if run.redacted {
				shown = newRedactor(b, table).Snapshot
			}
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				now = now.Add(time.Second)
				for j := range 20 {
					if j < 16 {
						put(b, store.Nodes{Store: s}, nodes[(i*20+j)%len(nodes)].DeepCopy())
					} else {
						put(b, store.Events{Store: s}, restlessEvent(nodes[(i+j)%500].Name, 20_000+20*i+j, now))
					}
				}
				read := &snapshot.Snapshot{TakenAt: now, NodesListed: true, EventsListed: true}
				s.Fill(read)
				tracker.Next(examiner.Examine(shown(read)))
			}
		})
	}
}

// newRedactor returns a redaction as the command makes it, each time with the same key.
func newRedactor(t testing.TB, table *knowledge.Table) *redact.Redactor {
	t.Helper()
	words, err := table.Vocabulary()
	if err != nil {
		t.Fatal(err)
	}
	r, err := redact.New(strings.NewReader(strings.Repeat("k", 32)), words...)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func put(b *testing.B, into interface{ Add(obj any) error }, obj any) {
	if err := into.Add(obj); err != nil {
		b.Fatal(err)
	}
}

func restlessEvent(node string, i int, at time.Time) *corev1.Event {
	return &corev1.Event{
		ObjectMeta:     metav1.ObjectMeta{Namespace: "default", Name: fmt.Sprint("restless-", i)},
		InvolvedObject: corev1.ObjectReference{Kind: "Node", Name: node}, Reason: []string{"NodeNotReady", "NodeRebootStart", "NodeRebootEnd", "NodeReady"}[i/500%4],
		FirstTimestamp: metav1.NewTime(at), LastTimestamp: metav1.NewTime(at), Count: 1,
	}
}
