package integration

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv"
)

// edge is a cluster in a dump, how much memory its diagnosis should take, and how much it takes at most today.
type edge struct {
	nodes, down    int
	goalMB, mostMB float64
}

// TestTheDiagnosisOfTenThousandNodesHasItsMemory runs the built program on a dump.
func TestTheDiagnosisOfTenThousandNodesHasItsMemory(t *testing.T) {
	measureEdge(t, edge{nodes: 20_000, down: 10_000, goalMB: 500, mostMB: 575})
}

// BenchmarkGridEdge is the same of the most nodes that anybody has, all of them down.
func BenchmarkGridEdge(b *testing.B) {
	measureEdge(b, edge{nodes: 60_000, down: 60_000, goalMB: 1500, mostMB: 1500})
}

// measureEdge reports the memory of each format beside its goal, and fails a test where it has grown.
func measureEdge(t testing.TB, e edge) {
	t.Helper()
	binary := filepath.Join(t.TempDir(), "kubectl-autorepair")
	build(t, binary, "./cmd/kubectl-autorepair")
	dump := writeEdge(t, e)
	for _, format := range []string{"json", "html", "table"} {
		c := exec.CommandContext(t.Context(), binary, "diagnose", "-f", dump, "-o", format)
		c.Env = []string{"HOME=" + t.TempDir()}
		c.Stdout, c.Stderr = io.Discard, &bytes.Buffer{}
		peak, err := peakOf(c)
		if c.ProcessState == nil || c.ProcessState.ExitCode() > 1 {
			t.Fatalf("running the program: %v: %s", err, c.Stderr)
		}
		t.Logf("%d nodes, %d of them down, -o %s: %.0f MB (goal %.0f), %.1f CPU seconds",
			e.nodes, e.down, format, peak, e.goalMB, (c.ProcessState.UserTime() + c.ProcessState.SystemTime()).Seconds())
		if peak > e.mostMB {
			t.Errorf("-o %s takes %.0f MB, and it took %.0f at most", format, peak, e.mostMB)
		}
	}
}

// writeEdge writes a dump with a line for each object, without what a diagnosis does not read.
func writeEdge(t testing.TB, e edge) string {
	t.Helper()
	nodes, events := testenv.Fleet{Nodes: e.nodes, Down: e.down, DownSince: time.Date(2026, 3, 9, 10, 0, 0, 0, time.UTC)}.Objects()
	path := filepath.Join(t.TempDir(), "edge.jsonl")
	file, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	out := bufio.NewWriter(file)
	write := func(kind string, object any) {
		text, err := json.Marshal(object)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(out, "{\"kind\":%q,\"apiVersion\":\"v1\",%s\n", kind, text[1:])
	}
	for i := range nodes {
		nodes[i].Status.Images = nil
		c := nodes[i].Status.Conditions
		nodes[i].Status.Conditions = c[len(c)-1:] // Ready
		write("Node", &nodes[i])
	}
	for i := range events {
		write("Event", &events[i])
	}
	if err := out.Flush(); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}
