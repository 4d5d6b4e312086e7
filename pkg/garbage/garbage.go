// Package garbage delays the first garbage collection of a program that imports it. It does so when it is initialised,
// because the tables that libraries build before main are enough for a collection, which would take a tenth of the time
// of a start. Go initialises what is ready by the order of the import paths, and this is long before those.
package garbage

import (
	"os"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync/atomic"
)

// quiet is the heap, in bytes, up to which no garbage is collected. A diagnosis of a few broken nodes in a big cluster
// stays below it, and collections would take a third of its CPU time.
const quiet = 52 << 20

// smallest is the heap, in bytes, up to which Go collects none at 100 %.
const smallest = 4 << 20

// From much bytes in use on there may be roomyPercent of garbage, but not more than roomy bytes: what has read a cluster in
// which thousands of nodes are down soon ends, and each collection takes a twentieth of its time. Those that there are come
// while it waits for the server.
const (
	much         = quiet / 2
	roomyPercent = 200
	roomy        = 160 << 20
)

// From bigHeap bytes in use on, garbage is collected at bigPercent more and not at twice the memory. Only the
// diagnosis of about ten thousand nodes that are down has so much.
const (
	bigHeap    = 192 << 20
	bigPercent = 20
)

// longPercent is how much garbage there may be beside what is in use, in percent, in a program that runs for hours.
const longPercent = 40

// long is true once the program RunsLong.
var long atomic.Bool

// RunsLong has garbage collected sooner than usual from now on: a program that runs for hours beside others owes them
// memory rather than CPU time. It changes nothing if $GOGC or $GOMEMLIMIT is set.
func RunsLong() { long.Store(true) }

func init() { delay(os.Getenv) }

// delay delays the first garbage collection until the program has quiet. From then on garbage is collected as usual,
// or later where there is room, and above bigHeap sooner. It changes nothing if $GOGC or $GOMEMLIMIT is set.
func delay(getenv func(string) string) {
	if getenv("GOGC") != "" || getenv("GOMEMLIMIT") != "" {
		return
	}
	// Not by a limit of memory: until it is lifted, one collection would follow the other.
	now := quiet / smallest * 100
	usual := debug.SetGCPercent(now)
	afterEach(func() {
		live := sum("/gc/heap/live:bytes")
		next, until := usual, uint64(quiet)
		switch {
		case long.Load():
			next, until = longPercent, max(quiet, live)
		case live >= much:
			until = max(quiet, live+min(live*roomyPercent/100, roomy))
		}
		// What counts beside the heap when Go says how much more there may be.
		counted := live + sum("/gc/scan/globals:bytes", "/gc/scan/stack:bytes")
		switch {
		case live >= bigHeap:
			next = bigPercent
		case live > 0:
			next = max(next, int((until-live)*100/counted))
		}
		if next != now {
			debug.SetGCPercent(next)
			now = next
		}
	})
}

// afterEach calls f after each garbage collection, once at a time.
func afterEach(f func()) {
	runtime.AddCleanup(new([64]byte), func(bool) {
		f()
		afterEach(f)
	}, true)
}

// sum returns how many bytes some metrics say together, those of the last garbage collection.
func sum(names ...string) uint64 {
	total := uint64(0)
	for _, name := range names {
		sample := []metrics.Sample{{Name: name}}
		if metrics.Read(sample); sample[0].Value.Kind() == metrics.KindUint64 {
			total += sample[0].Value.Uint64()
		}
	}
	return total
}
