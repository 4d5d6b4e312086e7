package cluster

import (
	"fmt"
	"runtime"
	"testing"

	corev1 "k8s.io/api/core/v1"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot/snapshottest"
)

// TestAWatchThatIsCutAgainAndAgainLeavesNothingBehind counts goroutines and bytes after
// many breaks and many versions of the same objects.
func TestAWatchThatIsCutAgainAndAgainLeavesNothingBehind(t *testing.T) {
	w := standing(t)
	round := func(from, to int) (goroutines int, bytes uint64) {
		for i := from; i < to; i++ {
			if i%2 == 0 {
				w.server.cutAll()
			} else {
				w.server.expire()
			}
			status := []corev1.ConditionStatus{corev1.ConditionTrue, corev1.ConditionUnknown}[i%2]
			w.server.node(snapshottest.Node("a", status))
			w.server.event("MODIFIED", "b.1", "b", "NodeRebootStart")
			w.until(fmt.Sprintf("change %d is seen", i), scanIs([]string{"a+ b-", "a- b-"}[i%2]))
		}
		w.settled()
		runtime.GC()
		var memory runtime.MemStats
		runtime.ReadMemStats(&memory)
		return runtime.NumGoroutine(), memory.HeapAlloc
	}
	goroutines, bytes := round(0, 50)
	moreGoroutines, moreBytes := round(50, 250)
	// Idle connections of the test's server come and go.
	if moreGoroutines > goroutines+10 {
		t.Errorf("%d goroutines after 50 breaks, %d after 250", goroutines, moreGoroutines)
	}
	if moreBytes > bytes+4<<20 {
		t.Errorf("%d bytes after 50 breaks, %d after 250", bytes, moreBytes)
	}
}
