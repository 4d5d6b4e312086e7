package garbage

import (
	"math"
	"os"
	"runtime/debug"
	"strings"
	"sync"

	"golang.org/x/sys/unix"
)

// room is for how much memory huge pages are asked, in bytes, by blocks. A diagnosis of 5,000 nodes that are down takes
// 200 MB.
const room, block = 256 << 20, 4 << 20

// HugePages has the kernel give this program memory in huge pages from now on, where it does so on request. A page that
// is touched for the first time costs a program in a virtual machine up to 12 µs, and a diagnosis touches tens of
// thousands: a quarter of its CPU time. It collects garbage, so call it while there is little, and something to wait
// for; only the first call counts. It changes nothing if $GOGC or $GOMEMLIMIT is set, and in a program that RunsLong: it would not give memory back.
// Source: https://docs.kernel.org/admin-guide/mm/transhuge.html
func HugePages() {
	once.Do(func() {
		mode, _ := os.ReadFile("/sys/kernel/mm/transparent_hugepage/enabled") // without it there are none
		hugePages(string(mode), os.Getenv)
	})
}

var once sync.Once

// hugePages returns whether they were asked for.
func hugePages(mode string, getenv func(string) string) bool {
	if long.Load() || decided(getenv) || !strings.Contains(mode, "[madvise]") || !available() {
		return false
	}
	// The heap grows by memory that is never touched, and so takes none, and gets it back at once: it is used next. A
	// block that begins where memory was used is filled with zeros, so no block is big.
	debug.SetMemoryLimit(math.MaxInt64)
	var blocks [room / block][]byte
	asked := true
	for i := range blocks {
		blocks[i] = make([]byte, block)
		asked = unix.Madvise(blocks[i], unix.MADV_HUGEPAGE) == nil && asked
	}
	debug.FreeOSMemory()
	return asked
}

// available reports whether the system lets this program have so much memory: to ask for more ends it.
func available() bool {
	test, err := unix.Mmap(-1, 0, room, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_ANON|unix.MAP_PRIVATE)
	return err == nil && unix.Munmap(test) == nil
}
