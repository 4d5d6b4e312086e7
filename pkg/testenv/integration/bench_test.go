package integration

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv"
)

// BenchmarkBesideKubectl runs the plugin and kubectl as whole processes on one big
// cluster: wall time (ns/op), CPU time, peak memory, and, counted in a run of its own
// through a proxy, requests and bytes of answers.
func BenchmarkBesideKubectl(b *testing.B) {
	c := shared.Cluster(b)
	begin := time.Now().Add(10 * time.Minute).Truncate(time.Second)
	fleet := testenv.Fleet{Nodes: 5000, Down: 100, Events: 50_000, DownSince: begin}
	nodes, events := fleet.Objects()
	if err := c.Load(b.Context(), nodes, events); err != nil {
		b.Fatal(err)
	}
	at := begin.Add(time.Hour).Format(time.RFC3339)
	autorepair, kubectl := filepath.Join(plugin(b), "kubectl-autorepair"), testenv.Binary(b, "kubectl")
	kubeconfig := c.Kubeconfig(b)
	for _, program := range []struct {
		name string
		argv []string
	}{
		{"kubectl_get_nodes", []string{kubectl, "get", "nodes"}},
		{"kubectl_get_events_of_nodes", []string{kubectl, "get", "events", "-n", "default", "--field-selector=involvedObject.kind=Node"}},
		{"diagnose", []string{autorepair, "diagnose", "--at", at}},
		{"diagnose_json", []string{autorepair, "diagnose", "--at", at, "-o", "json"}},
	} {
		b.Run(program.name, func(b *testing.B) { measure(b, program.argv, kubeconfig) })
	}
}

// measure runs a program b.N times straight to the server. Before that it runs it through
// a meter, also to see its memory.
func measure(b *testing.B, argv []string, direct string) {
	m := &meter{}
	metered := m.start(b, direct)
	for _, kubeconfig := range []string{metered, direct} {
		run(b, argv, kubeconfig) // fills kubectl's cache of what the server can do
	}
	m.requests.Store(0)
	m.bytes.Store(0)
	peak := peakMemory(b, argv, metered)
	var cpu time.Duration
	for b.Loop() {
		c := run(b, argv, direct)
		cpu += c.ProcessState.UserTime() + c.ProcessState.SystemTime()
	}
	b.ReportMetric(float64(cpu.Milliseconds())/float64(b.N), "cpu-ms/op")
	b.ReportMetric(peak, "peak-MB")
	b.ReportMetric(float64(m.requests.Load()), "requests")
	b.ReportMetric(float64(m.bytes.Load())/1e6, "wire-MB")
}

// command is a program with a kubeconfig. Its home is the kubeconfig's folder: what
// kubectl caches of the server there serves all runs, as it does for a user.
func command(b *testing.B, argv []string, kubeconfig string) *exec.Cmd {
	c := exec.CommandContext(b.Context(), argv[0], argv[1:]...)
	c.Env = []string{"HOME=" + filepath.Dir(kubeconfig), "KUBECONFIG=" + kubeconfig}
	c.Stdout, c.Stderr = io.Discard, &bytes.Buffer{}
	return c
}

// run runs a program to its end, which has to be a success.
func run(b *testing.B, argv []string, kubeconfig string) *exec.Cmd {
	b.Helper()
	c := command(b, argv, kubeconfig)
	if err := c.Run(); err != nil {
		b.Fatalf("running %q: %v: %s", argv, err, c.Stderr)
	}
	return c
}

// peakMemory runs a program and is the most memory that it was seen to have, in MB; 0
// where there is no /proc. What the system reports of a process at its end will not do:
// it includes the memory of this process, from before the program was put in its place.
func peakMemory(b *testing.B, argv []string, kubeconfig string) float64 {
	b.Helper()
	c := command(b, argv, kubeconfig)
	if err := c.Start(); err != nil {
		b.Fatalf("running %q: %v", argv, err)
	}
	ended := make(chan error, 1)
	go func() { ended <- c.Wait() }()
	status, peak := fmt.Sprintf("/proc/%d/status", c.Process.Pid), 0.0
	often := time.NewTicker(2 * time.Millisecond)
	defer often.Stop()
	for {
		select {
		case err := <-ended:
			if err != nil {
				b.Fatalf("running %q: %v: %s", argv, err, c.Stderr)
			}
			return peak
		case <-often.C:
			peak = max(peak, highWater(status))
		}
	}
}

// highWater reads the most memory that a process has had from its status file, in MB; 0
// when there is none.
func highWater(status string) float64 {
	text, err := os.ReadFile(status)
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(text), "VmHWM:")
	line, _, _ := strings.Cut(rest, "kB")
	kB, err := strconv.ParseFloat(strings.TrimSpace(line), 64)
	if err != nil {
		return 0
	}
	return kB / 1e3
}
