package cmd

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cmd/view"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/dump"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/snapshot"
)

// playing watches the incident of the demo.
func playing(o *watchOptions, _ *System) {
	if err := o.toPlay(dump.DemoIncident, snapshot.Selection{}); err != nil {
		panic(err)
	}
}

func TestTheIncidentIsPlayedInFastMotionAndEndsByItself(t *testing.T) {
	got := watch(t, scripted{}, playing)
	equal(t, "lines", got.out, `2026-05-19T21:39:28Z aks-user-15776247-vmss000005 NotReady for 5m12s: Suppressed: NotDueYet
2026-05-19T21:39:33Z aks-user-15776247-vmss000004 NotReady for 5m7s: Suppressed: NotDueYet
2026-05-19T21:39:38Z aks-user-15776247-vmss000007 NotReady for 5m2s: Suppressed: NotDueYet
2026-05-19T21:49:32Z aks-user-15776247-vmss000005 reboot started (round 1)
2026-05-19T21:49:33Z aks-user-15776247-vmss000004 reboot started (round 1)
2026-05-19T21:49:40Z aks-user-15776247-vmss000007 is now NotAttempted (before: Suppressed)
2026-05-19T21:49:46Z aks-user-15776247-vmss000007 reboot started (round 1)
2026-05-19T21:50:10Z aks-user-15776247-vmss000005 reboot ended (round 1)
2026-05-19T21:50:11Z aks-user-15776247-vmss000004 reboot ended (round 1)
2026-05-19T21:50:24Z aks-user-15776247-vmss000007 reboot ended (round 1)
2026-05-19T21:54:32Z aks-user-15776247-vmss000005 reimage started (round 1)
2026-05-19T21:54:33Z aks-user-15776247-vmss000004 reimage started (round 1)
2026-05-19T21:54:34Z aks-user-15776247-vmss000005 reimage failed (round 1): OutboundConnectivityNotEnabledOnVMSS
2026-05-19T21:54:35Z aks-user-15776247-vmss000004 reimage failed (round 1): OutboundConnectivityNotEnabledOnVMSS
2026-05-19T21:54:46Z aks-user-15776247-vmss000007 reimage started (round 1)
2026-05-19T21:54:48Z aks-user-15776247-vmss000007 reimage failed (round 1): OutboundConnectivityNotEnabledOnVMSS
`)
	equal(t, "stderr", got.errOut, `note: this is the incident of --demo, 60 times as fast
note: watching embedded sample cluster; nodes: 6, NotReady for more than 5m: 0
note: the incident of --demo ends here, after 20m; what to do about it: kubectl autorepair diagnose --demo
`)
	equal(t, "took", got.took, 25*time.Second)
	equal(t, "error", got.err, nil)
	json := watch(t, scripted{}, func(o *watchOptions, sys *System) {
		playing(o, sys)
		o.view = view.JSON(sys.Streams)
	})
	equal(t, "objects", strings.Count(json.out, `"kind":"Transition"`), strings.Count(got.out, "\n"))
	equal(t, "stderr with JSON", json.errOut, got.errOut)
}

func TestAPlayOnAScreenShowsEachPartOfTheIncident(t *testing.T) {
	got := watch(t, scripted{}, func(o *watchOptions, sys *System) {
		playing(o, sys)
		sys.Terminal = func(any) (int, bool) { return 80, true }
		sys.Height = func(any) int { return 24 }
		o.view = view.Screen(sys.watched("never"))
	})
	screen, _, _ := strings.Cut(got.out, leaveScreen)
	for _, part := range []string{"All 6 nodes are Ready.", "reboot started (round 1)", "reimage failed (round 1):", "Failed: Outbound"} {
		if !strings.Contains(screen, part) {
			t.Errorf("%q was never on the screen", part)
		}
	}
	pictures := strings.Split(screen, drawBegin)[1:]
	if len(pictures) > 81 {
		t.Errorf("%d pictures, want at most four a second of 20 and the last", len(pictures))
	}
	for _, picture := range pictures {
		checkPicture(t, picture, 24)
	}
}

func TestAPlayCanBeInterruptedAndTimed(t *testing.T) {
	got := watch(t, scripted{}, func(o *watchOptions, sys *System) {
		playing(o, sys)
		ctx, cancel := context.WithCancel(sys.Context)
		time.AfterFunc(10*time.Second, cancel)
		sys.Context = ctx
	})
	equal(t, "interrupted", errors.Is(got.err, context.Canceled), true)
	got = watch(t, scripted{}, func(o *watchOptions, sys *System) {
		playing(o, sys)
		o.timeout = 8*time.Second + playInterval/2
	})
	if got.err == nil || !strings.HasPrefix(got.err.Error(), "the time of --timeout, 8.125s, is over; still NotReady: aks-user-15776247-vmss000004, ") {
		t.Errorf("ended with %v", got.err)
	}
}
