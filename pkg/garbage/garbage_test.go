package garbage

import (
	"math"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"testing"
)

// percent is how much more garbage than memory in use there may be; beyond any number for any amount.
func percent() int64 {
	sample := []metrics.Sample{{Name: "/gc/gogc:percent"}}
	metrics.Read(sample)
	return int64(sample[0].Value.Uint64())
}

// begin makes garbage be collected as usual, and returns what that is.
func begin() (usual, limit int64) {
	debug.SetGCPercent(100)
	debug.SetMemoryLimit(math.MaxInt64)
	return 100, math.MaxInt64
}

// wasted is what keeps the compiler from leaving out allocations.
var wasted []byte

func TestGarbageIsCollectedAsUsualOnceThereIsSome(t *testing.T) {
	usual, limit := begin()
	delay(func(string) string { return "" })
	if percent() == usual || debug.SetMemoryLimit(-1) != quiet {
		t.Fatalf("garbage is collected at %d %%, and the limit is %d", percent(), debug.SetMemoryLimit(-1))
	}
	for range 100 * quiet >> 20 {
		wasted = make([]byte, 1<<20)
		if percent() == usual && debug.SetMemoryLimit(-1) == limit {
			return
		}
	}
	t.Error("it is not collected as usual again")
}

func TestGarbageIsCollectedSoonerWhereMuchIsInUse(t *testing.T) {
	begin()
	t.Cleanup(func() { wasted = nil })
	delay(func(string) string { return "" })
	wasted = make([]byte, bigHeap)
	for range 1000 {
		runtime.GC()
		runtime.Gosched()
		if percent() == bigPercent {
			runtime.KeepAlive(wasted)
			return
		}
	}
	t.Errorf("with %d bytes in use it is collected at %d %%", len(wasted), percent())
}

func TestWhoSetsGOGCOrGOMEMLIMITDecides(t *testing.T) {
	for _, name := range []string{"GOGC", "GOMEMLIMIT"} {
		usual, limit := begin()
		delay(func(asked string) string { return map[string]string{name: "50"}[asked] })
		if percent() != usual || debug.SetMemoryLimit(-1) != limit {
			t.Errorf("with $%s it is collected at %d %% in place of %d %%", name, percent(), usual)
		}
	}
}
