package integration

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"golang.org/x/sys/unix"
)

// separateCPUs starts the control plane on one half of the CPUs and leaves this process and what
// it starts from then on the other half: in use, a program and the server that it asks run on
// two machines, where neither takes CPU time from the other. It returns how many CPUs each has,
// 0 when there is only one for both, or with BENCH_CPUS=shared.
func separateCPUs(b *testing.B) int {
	b.Helper()
	var all, servers, clients unix.CPUSet
	if err := unix.SchedGetaffinity(0, &all); err != nil {
		b.Fatalf("asking for the CPUs: %v", err)
	}
	half := all.Count() / 2
	for cpu, given := 0, 0; given < 2*half; cpu++ {
		if !all.IsSet(cpu) {
			continue
		}
		if given < half {
			servers.Set(cpu)
		} else {
			clients.Set(cpu)
		}
		given++
	}
	if half == 0 || os.Getenv("BENCH_CPUS") == "shared" {
		return 0
	}
	keepTo(b, &servers)
	shared.Cluster(b)
	checkChildren(b, servers)
	keepTo(b, &clients)
	return half
}

// checkChildren looks whether what this process started runs where it should.
func checkChildren(b *testing.B, cpus unix.CPUSet) {
	b.Helper()
	processes, err := filepath.Glob("/proc/[0-9]*/status")
	if err != nil {
		b.Fatal(err)
	}
	parent, children := fmt.Sprintf("\nPPid:\t%d\n", os.Getpid()), 0
	for _, process := range processes {
		status, err := os.ReadFile(process)
		if err != nil || !strings.Contains(string(status), parent) {
			continue // it has ended, or is of others
		}
		id, err := strconv.Atoi(filepath.Base(filepath.Dir(process)))
		if err != nil {
			b.Fatal(err)
		}
		var its unix.CPUSet
		if err := unix.SchedGetaffinity(id, &its); err != nil || its != cpus {
			b.Fatalf("process %d of the control plane is not kept to its CPUs (%v): was it started before?", id, err)
		}
		children++
	}
	if children < 2 {
		b.Fatalf("%d processes were started, etcd and kube-apiserver were meant", children)
	}
}

// keepTo lets this process run on some CPUs only, and so what it starts. Threads that start
// meanwhile have the CPUs of the thread that started them: it goes on until all are moved.
func keepTo(b *testing.B, cpus *unix.CPUSet) {
	b.Helper()
	for moved := true; moved; {
		moved = false
		threads, err := os.ReadDir("/proc/self/task")
		if err != nil {
			b.Fatalf("listing the threads: %v", err)
		}
		for _, thread := range threads {
			id, err := strconv.Atoi(thread.Name())
			if err != nil {
				b.Fatal(err)
			}
			var has unix.CPUSet
			if unix.SchedGetaffinity(id, &has) == nil && has == *cpus {
				continue
			}
			if err := unix.SchedSetaffinity(id, cpus); err != nil && !errors.Is(err, unix.ESRCH) { // ESRCH: it has ended
				b.Fatalf("keeping thread %d to some CPUs: %v", id, err)
			}
			moved = true
		}
	}
}
