package garbage

import (
	"math"
	"os"
	"runtime/debug"
	"strings"
	"sync"
	"unsafe"

	"golang.org/x/sys/unix"
)

// room is for how much memory huge pages are asked, in bytes. A diagnosis of 5,000 nodes that are down takes 200 MB.
const room = 256 << 20

// sizeOfOne is what the size of a huge page has to be, in bytes: systems with bigger pages have huge ones of 32 MiB and more,
// of which a program would waste too much.
const sizeOfOne = "2097152"

// HugePages has the kernel give this program memory in huge pages from now on, where it does so on request. A page that
// is touched for the first time costs a program in a virtual machine up to 12 µs, and a diagnosis touches tens of
// thousands: a quarter of its CPU time. It collects garbage, so call it while there is little, and something to wait
// for; only the first call counts. It changes nothing if $GOGC or $GOMEMLIMIT is set, and in a program that RunsLong:
// the kernel would take memory for it again that the program has given back.
// Source: https://docs.kernel.org/admin-guide/mm/transhuge.html
func HugePages() {
	once.Do(func() {
		const folder = "/sys/kernel/mm/transparent_hugepage/" // where it is missing there are none
		mode, _ := os.ReadFile(folder + "enabled")
		size, _ := os.ReadFile(folder + "hpage_pmd_size")
		hugePages(string(mode), string(size), os.Getenv)
	})
}

var once sync.Once

// hugePages returns whether they were asked for.
func hugePages(mode, size string, getenv func(string) string) bool {
	if long.Load() || decided(getenv) || !strings.Contains(mode, "[madvise]") || strings.TrimSpace(size) != sizeOfOne || !available() {
		return false
	}
	// The heap grows by memory that is never touched, and so takes none, and gets it back at once: it is used next. A
	// slice would be filled with zeros, and take all of it, where it begins in memory that was used before.
	debug.SetMemoryLimit(math.MaxInt64)
	var untouched strings.Builder
	untouched.Grow(room)
	_ = untouched.WriteByte(0)
	err := unix.Madvise(unsafe.Slice(unsafe.StringData(untouched.String()), room), unix.MADV_HUGEPAGE)
	debug.FreeOSMemory()
	return err == nil
}

// available reports whether the system lets this program have so much memory: to ask for more ends it.
func available() bool {
	test, err := unix.Mmap(-1, 0, room, unix.PROT_READ|unix.PROT_WRITE, unix.MAP_ANON|unix.MAP_PRIVATE)
	return err == nil && unix.Munmap(test) == nil
}
