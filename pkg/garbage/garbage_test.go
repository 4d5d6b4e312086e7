package garbage

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

// begin makes garbage be collected as usual, and returns what that is.
func begin() (usual int64) {
	debug.SetGCPercent(100)
	return 100
}

// wasted is what keeps the compiler from leaving out allocations.
var wasted []byte

// settles reports whether the percentage becomes what is wanted while so many bytes are in use.
func settles(t *testing.T, used int, wanted func(percent int64) bool) bool {
	t.Helper()
	inUse := make([]byte, used)
	defer runtime.KeepAlive(inUse)
	for range 1000 {
		wasted = make([]byte, 1<<20)
		runtime.GC()
		runtime.Gosched()
		if wanted(percent()) {
			return true
		}
	}
	t.Logf("with %d bytes in use it is collected at %d %%", used, percent())
	return false
}

// It is the first test: what the others delay goes on.
func TestWhoSetsGOGCOrGOMEMLIMITDecides(t *testing.T) {
	for _, name := range []string{"GOGC", "GOMEMLIMIT"} {
		usual := begin()
		delay(func(asked string) string { return map[string]string{name: "50"}[asked] })
		if percent() != usual {
			t.Errorf("with $%s it is collected at %d %% in place of %d %%", name, percent(), usual)
		}
	}
}

func TestGarbageIsCollectedAsUsualOnceMuchIsInUse(t *testing.T) {
	usual := begin()
	delay(func(string) string { return "" })
	if most := percent() * smallest / 100; most < quiet*9/10 || most > quiet {
		t.Fatalf("the first garbage is collected at %d bytes", most)
	}
	for _, used := range []int{much, quiet} {
		if !settles(t, used, func(percent int64) bool { return percent > roomyPercent-20 && percent <= roomyPercent }) {
			t.Errorf("with %d bytes in use it is not collected later, where there is room", used)
		}
	}
	if !settles(t, roomy, func(percent int64) bool { return percent == usual }) {
		t.Error("it is not collected as usual again")
	}
	if !settles(t, quiet/8, func(percent int64) bool { return percent > 3*usual && percent < 7*usual }) {
		t.Error("it is not collected when there is as much as at the beginning")
	}
}

func TestGarbageIsCollectedSoonerWhereMuchIsInUse(t *testing.T) {
	begin()
	delay(func(string) string { return "" })
	if !settles(t, bigHeap, func(percent int64) bool { return percent == bigPercent }) {
		t.Error("it is not collected sooner")
	}
}

func TestGarbageOfAProgramThatRunsLongIsCollectedSooner(t *testing.T) {
	begin()
	delay(func(string) string { return "" })
	RunsLong()
	t.Cleanup(func() { long.Store(false) })
	if !settles(t, quiet, func(percent int64) bool { return percent == longPercent }) {
		t.Error("it is not collected sooner")
	}
	if !settles(t, quiet/8, func(percent int64) bool { return percent > 300 && percent < 700 }) {
		t.Error("it is collected below what is quiet")
	}
}
