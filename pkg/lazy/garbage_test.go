package lazy

import (
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

// garbage is what keeps the compiler from leaving out allocations.
var garbage []byte

func TestGarbageIsCollectedAsUsualOnceThereIsSome(t *testing.T) {
	usual, limit := percent(), debug.SetMemoryLimit(-1)
	t.Cleanup(func() {
		debug.SetGCPercent(int(usual))
		debug.SetMemoryLimit(limit)
	})
	CollectGarbage(func(string) string { return "" })
	if percent() == usual || debug.SetMemoryLimit(-1) != quietHeap {
		t.Fatalf("garbage is collected at %d %%, and the limit is %d", percent(), debug.SetMemoryLimit(-1))
	}
	for range 100 * quietHeap >> 20 {
		garbage = make([]byte, 1<<20)
		if percent() == usual && debug.SetMemoryLimit(-1) == limit {
			return
		}
	}
	t.Error("it is not collected as usual again")
}

func TestGarbageIsCollectedSoonerWhereMuchIsInUse(t *testing.T) {
	usual, limit := percent(), debug.SetMemoryLimit(-1)
	t.Cleanup(func() {
		garbage = nil
		debug.SetGCPercent(int(usual))
		debug.SetMemoryLimit(limit)
	})
	CollectGarbage(func(string) string { return "" })
	garbage = make([]byte, bigHeap)
	for range 1000 {
		runtime.GC()
		runtime.Gosched()
		if percent() == bigPercent {
			runtime.KeepAlive(garbage)
			return
		}
	}
	t.Errorf("with %d bytes in use it is collected at %d %%", len(garbage), percent())
}

func TestWhoSetsGOGCOrGOMEMLIMITDecides(t *testing.T) {
	for _, name := range []string{"GOGC", "GOMEMLIMIT"} {
		usual, limit := percent(), debug.SetMemoryLimit(-1)
		CollectGarbage(func(asked string) string { return map[string]string{name: "50"}[asked] })
		if percent() != usual || debug.SetMemoryLimit(-1) != limit {
			t.Errorf("with $%s it is collected at %d %% in place of %d %%", name, percent(), usual)
		}
	}
}
