package lazy

import (
	"runtime"
	"runtime/debug"
)

// quietHeap is the memory of the Go runtime, in bytes, up to which no garbage is collected. A
// diagnosis of a few broken nodes in a big cluster stays below it, and collections would take
// a third of its CPU time.
const quietHeap = 64 << 20

// CollectGarbage delays the first garbage collection until the program has quietHeap. From
// then on garbage is collected as usual. It changes nothing if $GOGC or $GOMEMLIMIT is set.
func CollectGarbage(getenv func(string) string) {
	if getenv("GOGC") != "" || getenv("GOMEMLIMIT") != "" {
		return
	}
	percent, limit := debug.SetGCPercent(-1), debug.SetMemoryLimit(quietHeap)
	runtime.AddCleanup(new([64]byte), func(bool) {
		debug.SetGCPercent(percent)
		debug.SetMemoryLimit(limit)
	}, true)
}
