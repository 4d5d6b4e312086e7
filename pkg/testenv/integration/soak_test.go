package integration

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv"
)

// The cluster of BenchmarkSoak, and what may be asked of a watch of it.
const (
	soakNodes, soakDown = 5000, 50
	// changesPerSecond are about what the kubelets of so many nodes write by themselves.
	changesPerSecond = 20
	// soakSettled is the minute from which the memory may not grow by more than soakGrowth.
	soakSettled = 10
	soakGrowth  = 1.2
	soakCPU     = 10 // percent of one CPU
)

// usage is what a process has used.
type usage struct {
	cpu time.Duration
	mB  float64
}

// BenchmarkSoak watches a big cluster that changes all the time for as long as SOAK says, and prints each
// minute what that costs: SOAK=1h.
func BenchmarkSoak(b *testing.B) {
	length, err := time.ParseDuration(os.Getenv("SOAK"))
	if err != nil {
		b.Fatalf("SOAK says how long to watch, such as SOAK=1h: %v", err)
	}
	separateCPUs(b)
	c := shared.Cluster(b)
	nodes, events := testenv.Fleet{Nodes: soakNodes, Down: soakDown, DownSince: time.Now().Add(30 * time.Second)}.Objects()
	if err := c.Load(b.Context(), nodes, events); err != nil {
		b.Fatal(err)
	}
	watch := command(b, []string{filepath.Join(plugin(b), "kubectl-autorepair"), "diagnose", "--watch"}, c.Kubeconfig(b))
	if err := watch.Start(); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { stopWatch(b, watch) })
	curve := follow(b, newChurn(c.Client(), nodes), watch.Process.Pid, length)
	judgeSoak(b, curve)
}

// stopWatch ends a watch as a user does, which it has to survive until then.
func stopWatch(b *testing.B, watch *exec.Cmd) {
	if err := watch.Process.Signal(os.Interrupt); err != nil {
		b.Errorf("the watch has ended by itself: %v", err)
	}
	_ = watch.Wait() // it was interrupted
	if b.Failed() {
		b.Logf("the watch said: %s", watch.Stderr)
	}
}

// follow makes changes, and prints and returns what a process has used by the end of each minute.
func follow(b *testing.B, changes *churn, pid int, length time.Duration) []usage {
	fmt.Println("| minute | CPU s | CPU % | resident MB |\n|--:|--:|--:|--:|")
	begin, often, minutely := time.Now(), time.NewTicker(time.Second/changesPerSecond), time.NewTicker(time.Minute)
	defer often.Stop()
	defer minutely.Stop()
	over := time.After(length + time.Second)
	curve := []usage{used(b, pid)}
	for {
		select {
		case <-often.C:
			for changes.made < int(changesPerSecond*time.Since(begin).Seconds()) {
				if err := changes.next(b.Context()); err != nil {
					b.Fatal(err)
				}
			}
		case <-minutely.C:
			now, before := used(b, pid), curve[len(curve)-1]
			fmt.Printf("| %d | %.2f | %.1f | %.0f |\n", len(curve), (now.cpu - before.cpu).Seconds(), percent(now, before), now.mB)
			curve = append(curve, now)
		case <-over:
			fmt.Printf("\n%d changes in %s\n", changes.made, length)
			return curve
		}
	}
}

// percent is the share of a CPU that a process used in a minute.
func percent(now, before usage) float64 { return 100 * (now.cpu - before.cpu).Minutes() }

// judgeSoak compares the last minutes with what is promised, and the first with the last.
func judgeSoak(b *testing.B, curve []usage) {
	last := len(curve) - 1
	if last < 1 {
		b.Fatal("no minute was measured")
	}
	r := &report{}
	r.goal("CPU in the last minute", percent(curve[last], curve[last-1]), soakCPU, " %")
	if last > soakSettled {
		r.goal(fmt.Sprintf("memory beside that of minute %d", soakSettled), curve[last].mB/curve[soakSettled].mB, soakGrowth, "")
	}
	fmt.Print(r.String())
	if r.missed > 0 {
		b.Errorf("goals missed: %d", r.missed)
	}
}

// used reads what a process has used so far, where there is /proc.
func used(b *testing.B, pid int) usage {
	b.Helper()
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		b.Fatalf("reading what the watch has used: %v", err)
	}
	u, err := parseUsage(stat)
	if err != nil {
		b.Fatal(err)
	}
	return u
}

// ticksPerSecond is the unit of times in /proc, and of what getconf CLK_TCK prints.
const ticksPerSecond = 100

// parseUsage reads the line of /proc/PID/stat; see proc_pid_stat(5).
func parseUsage(stat []byte) (usage, error) {
	// The name of the program, in brackets, may have anything in it.
	fields := bytes.Fields(stat[bytes.LastIndexByte(stat, ')')+1:])
	const utime, stime, rss = 11, 12, 21 // behind the name, which is field 2 of proc_pid_stat(5)
	if len(fields) <= rss {
		return usage{}, fmt.Errorf("%q is too short", stat)
	}
	var n [3]int64
	for i, field := range []int{utime, stime, rss} {
		var err error
		if n[i], err = strconv.ParseInt(string(fields[field]), 10, 64); err != nil {
			return usage{}, fmt.Errorf("reading field %d of %q: %w", field, stat, err)
		}
	}
	return usage{time.Duration(n[0]+n[1]) * time.Second / ticksPerSecond, float64(n[2]*int64(os.Getpagesize())) / 1e6}, nil
}

func TestWhatAProcessHasUsedIsRead(t *testing.T) {
	got, err := parseUsage([]byte("42 (a) b) S 1 2 3 4 5 6 7 8 9 10 250 50 0 0 20 0 8 0 100 1000000 " + strings.Repeat("1000 ", 30)))
	if want := (usage{3 * time.Second, float64(1000*os.Getpagesize()) / 1e6}); err != nil || got != want {
		t.Errorf("got %+v, %v, want %+v", got, err, want)
	}
	if _, err := parseUsage([]byte("42 (a) S 1")); err == nil {
		t.Error("a line that was cut is no error")
	}
}
