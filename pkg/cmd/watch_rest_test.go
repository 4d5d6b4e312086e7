package cmd

import (
	"testing"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// slow is a cluster that takes long to look at, as one with thousands of nodes that are down.
type slow struct {
	scripted
	took  time.Duration
	looks int
}

func (s *slow) Snapshot() *snapshot.Snapshot {
	s.looks++
	<-time.After(s.took)
	return s.scripted.Snapshot()
}

func TestAWatchRestsForAsLongAsItsWorkAsks(t *testing.T) {
	for took, looks := range map[time.Duration]int{10 * time.Millisecond: 300, 400 * time.Millisecond: 75, time.Minute: 4} {
		cluster := &slow{scripted: scripted{down: time.Minute}, took: took}
		watch(t, scripted{}, func(o *watchOptions, _ *System) { o.cluster, o.timeout = cluster, 5*time.Minute })
		if cluster.looks < looks-3 || cluster.looks > looks+3 {
			t.Errorf("%d looks of %s in five minutes, want %d", cluster.looks, took, looks)
		}
	}
}

// What became Ready while the watch rested is seen before its time is over.
func TestAWatchLooksOnceMoreBeforeItsTimeIsOver(t *testing.T) {
	for ready, late := range map[time.Duration]bool{40 * time.Second: false, time.Hour: true} {
		cluster := &slow{scripted: scripted{down: 12 * time.Minute, ready: ready}, took: 2 * time.Second}
		got := watch(t, scripted{}, func(o *watchOptions, _ *System) { o.cluster, o.untilReady, o.timeout = cluster, true, 45*time.Second })
		if (got.err != nil) != late {
			t.Errorf("Ready after %s: %v", ready, got.err)
		}
	}
}
