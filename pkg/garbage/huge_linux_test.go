package garbage

import (
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"testing"
)

// asked reports whether so many new bytes of the heap are where huge pages were asked for.
func asked(t *testing.T, size int) bool {
	t.Helper()
	block := make([]byte, size)
	maps, err := os.ReadFile("/proc/self/smaps")
	if err != nil {
		t.Fatal(err)
	}
	var at uint64
	if _, err := fmt.Sscanf(fmt.Sprintf("%p", &block[size/2]), "0x%x", &at); err != nil {
		t.Fatal(err)
	}
	in := false
	for line := range strings.Lines(string(maps)) {
		var begin, end uint64
		if n, _ := fmt.Sscanf(line, "%x-%x ", &begin, &end); n == 2 {
			in = begin <= at && at < end
		} else if flags, are := strings.CutPrefix(line, "VmFlags:"); are && in {
			runtime.KeepAlive(block)
			return strings.Contains(flags+" ", " hg ")
		}
	}
	t.Fatal("the heap is not in the list of mappings")
	return false
}

// TestHugePagesAreAskedForWhereTheSystemGivesThemOnRequest has a process of its own, whose heap is small.
func TestHugePagesAreAskedForWhereTheSystemGivesThemOnRequest(t *testing.T) {
	if os.Getenv("SMALL_HEAP") == "" {
		again := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
		again.Env = append(os.Environ(), "SMALL_HEAP=yes")
		if out, err := again.CombinedOutput(); err != nil || !strings.Contains(string(out), "--- PASS: "+t.Name()) {
			t.Errorf("%v: %s", err, out)
		}
		return
	}
	none := func(string) string { return "" }
	for _, mode := range []string{"[always] madvise never", "always madvise [never]", ""} {
		if hugePages(mode, sizeOfOne, none) {
			t.Errorf("they are asked for where the mode is %q", mode)
		}
	}
	const onRequest = "always [madvise] never"
	if hugePages(onRequest, sizeOfOne, func(name string) string { return map[string]string{"GOGC": "50"}[name] }) {
		t.Error("they are asked for with $GOGC")
	}
	long.Store(true)
	if hugePages(onRequest, sizeOfOne+"\n", none) {
		t.Error("they are asked for in a program that runs long")
	}
	long.Store(false)
	if hugePages(onRequest, "33554432", none) {
		t.Error("they are asked for where each has 32 MiB")
	}
	for _, size := range []int{60, 240, 1000} {
		done := make(chan byte)
		go func() { done <- deep(size) }()
		<-done
	}
	before := most(t)
	if !hugePages(onRequest, sizeOfOne+"\n", none) {
		t.Error("they are not asked for")
	}
	if more := most(t) - before; more > 16<<10 {
		t.Errorf("that takes %d KiB", more)
	}
	if !asked(t, room/2) { // more than was free before
		t.Error("the heap is not where they were asked for")
	}
}

// deep uses so many KiB of the stack, which is memory of the heap that is free afterwards.
func deep(size int) byte {
	var some [1 << 10]byte
	if size > 0 {
		some[size%len(some)] = deep(size - 1)
	}
	return some[7] + 1
}

// most returns how much memory this process had at most, in KiB.
func most(t *testing.T) int {
	t.Helper()
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	_, text, _ := strings.Cut(string(status), "VmHWM:")
	var n int
	if _, err := fmt.Sscan(text, &n); err != nil {
		t.Fatal(err)
	}
	return n
}
