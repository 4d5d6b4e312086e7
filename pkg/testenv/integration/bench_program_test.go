package integration

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// cost is what a program took, at best, and how far its runs were apart.
type cost struct {
	wall, slowest, cpu time.Duration
	// peakMB is the most memory that it had; wireMB are the bodies of the answers.
	peakMB, wireMB float64
	requests       int64
	walls          []time.Duration // of each run
}

// median returns the time of the run in the middle.
func (c cost) median() time.Duration {
	if len(c.walls) == 0 {
		return 0
	}
	return slices.Sorted(slices.Values(c.walls))[len(c.walls)/2]
}

// best returns the better of two costs of one program; the zero cost is none.
func (c cost) best(o cost) cost {
	if c.wall == 0 {
		return o
	}
	return cost{
		min(c.wall, o.wall), max(c.slowest, o.slowest), min(c.cpu, o.cpu), max(c.peakMB, o.peakMB), o.wireMB, o.requests,
		slices.Concat(c.walls, o.walls),
	}
}

// carriedOn returns the cost of n things where that of few and of many was measured, each
// more costing the same. What a program needs once does not count n times.
func carriedOn(one, several cost, few, many, n int) cost {
	factor := float64(n-few) / float64(many-few)
	on := func(a, b time.Duration) time.Duration { return a + time.Duration(float64(b-a)*factor) }
	return cost{
		wall: on(one.wall, several.wall), slowest: on(one.slowest, several.slowest), cpu: on(one.cpu, several.cpu),
		peakMB: several.peakMB, wireMB: one.wireMB + (several.wireMB-one.wireMB)*factor,
		requests: one.requests + int64(float64(several.requests-one.requests)*factor),
	}
}

// measure runs a program several times straight to the server. Before that it runs it
// through a meter, also to see its memory; the meter keeps the requests.
func measure(b *testing.B, argv []string, direct string, m *meter, runs int) cost {
	metered := m.start(b, direct)
	if runs > 1 {
		for _, kubeconfig := range []string{metered, direct} {
			run(b, argv, kubeconfig) // fills kubectl's cache of what the server can do
		}
	}
	m.reset()
	best := cost{peakMB: peakMemory(b, argv, metered)}
	best.requests, best.wireMB = m.requests.Load(), float64(m.bytes.Load())/1e6
	for i := range runs {
		begin := time.Now()
		c := run(b, argv, direct)
		wall := time.Since(begin)
		cpu := c.ProcessState.UserTime() + c.ProcessState.SystemTime()
		if i == 0 || wall < best.wall {
			best.wall = wall
		}
		if i == 0 || cpu < best.cpu {
			best.cpu = cpu
		}
		best.slowest = max(best.slowest, wall)
		best.walls = append(best.walls, wall)
	}
	return best
}

// command returns a program with a kubeconfig. Its home is the kubeconfig's folder: what
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

// peakMemory runs a program and is the most memory that it was seen to have, in MB.
func peakMemory(b *testing.B, argv []string, kubeconfig string) float64 {
	b.Helper()
	c := command(b, argv, kubeconfig)
	peak, err := peakOf(c)
	if err != nil {
		b.Fatalf("running %q: %v: %s", argv, err, c.Stderr)
	}
	return peak
}

// peakOf runs a command and is the most memory that it was seen to have, in MB; 0 where there is
// no /proc. What the system reports of a process at its end will not do: it includes the memory
// of this process, from before the program was put in its place.
func peakOf(c *exec.Cmd) (float64, error) {
	if err := c.Start(); err != nil {
		return 0, err
	}
	ended := make(chan error, 1)
	go func() { ended <- c.Wait() }()
	status, peak := fmt.Sprintf("/proc/%d/status", c.Process.Pid), 0.0
	often := time.NewTicker(2 * time.Millisecond)
	defer often.Stop()
	for {
		select {
		case err := <-ended:
			return peak, err
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
