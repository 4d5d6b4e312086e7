// Package garbage delays the first garbage collection of a program that imports it. It does so when it is initialised,
// because the tables that libraries build before main are enough for a collection, which would take a tenth of the time
// of a start. Go initialises what is ready by the order of the import paths, and this is long before those.
package garbage

import (
	"os"
	"runtime"
	"runtime/debug"
)

// quiet is the memory of the Go runtime, in bytes, up to which no garbage is collected. A diagnosis of a few broken
// nodes in a big cluster stays below it, and collections would take a third of its CPU time.
const quiet = 64 << 20

func init() { delay(os.Getenv) }

// delay delays the first garbage collection until the program has quiet. From then on garbage is collected as usual.
// It changes nothing if $GOGC or $GOMEMLIMIT is set.
func delay(getenv func(string) string) {
	if getenv("GOGC") != "" || getenv("GOMEMLIMIT") != "" {
		return
	}
	percent, limit := debug.SetGCPercent(-1), debug.SetMemoryLimit(quiet)
	runtime.AddCleanup(new([64]byte), func(bool) {
		debug.SetGCPercent(percent)
		debug.SetMemoryLimit(limit)
	}, true)
}
