package integration

import (
	"errors"
	"os"
	"strconv"
	"testing"

	"golang.org/x/sys/unix"
)

// apart starts the control plane on one half of the CPUs and leaves this process and what
// it starts from then on the other half: a program and the server that it asks are on two
// machines, where neither takes time from the other. It returns how many CPUs each has,
// 0 when there is only one for both.
func apart(b *testing.B) int {
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
	if half == 0 {
		return 0
	}
	keepTo(b, &servers)
	shared.Cluster(b)
	keepTo(b, &clients)
	return half
}

// keepTo lets this process run on some CPUs only, and so what it starts.
func keepTo(b *testing.B, cpus *unix.CPUSet) {
	b.Helper()
	threads, err := os.ReadDir("/proc/self/task")
	if err != nil {
		b.Fatalf("listing the threads: %v", err)
	}
	for _, thread := range threads {
		id, err := strconv.Atoi(thread.Name())
		if err == nil {
			err = unix.SchedSetaffinity(id, cpus)
		}
		if err != nil && !errors.Is(err, unix.ESRCH) { // a thread that has ended
			b.Fatalf("keeping thread %s to some CPUs: %v", thread.Name(), err)
		}
	}
}
