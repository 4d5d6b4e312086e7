package wording

import (
	"testing"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
)

func TestOutageIsHonestAboutWhatIsNotKnown(t *testing.T) {
	since := before(47 * time.Minute)
	for want, f := range map[string]diagnosis.Finding{
		"47m":     {State: diagnosis.Failed, NotReadySince: since, NotReadyFor: lasting(47 * time.Minute)},
		">=47m":   {State: diagnosis.Failed, NotReadySince: since, NotReadyFor: lasting(47 * time.Minute), AtLeast: true},
		"unknown": {State: diagnosis.NotAttempted},
		"removed": {State: diagnosis.Removed},
		"Ready":   {State: diagnosis.Recovered, AtLeast: true},
	} {
		if got := Outage(&f); got != want {
			t.Errorf("outage of %+v is %q, want %q", f, got, want)
		}
	}
}

func TestTheLastStepOfAnEarlierOutageIsMarked(t *testing.T) {
	old := diagnosis.Attempt{Action: diagnosis.Redeploy, Error: before(30 * time.Hour), Earlier: true}
	start := diagnosis.Attempt{Action: diagnosis.Reimage, Start: before(time.Minute)}
	end := diagnosis.Attempt{Action: diagnosis.Reboot, Start: before(time.Minute), End: before(time.Minute)}
	failed := end
	failed.Error = before(time.Minute)
	for _, tc := range []struct {
		want     string
		state    diagnosis.State
		attempts []diagnosis.Attempt
	}{
		{"none seen", diagnosis.NotAttempted, nil},
		{"earlier: redeploy error", diagnosis.NotAttempted, []diagnosis.Attempt{old}},
		{"redeploy error", diagnosis.Recovered, []diagnosis.Attempt{old}},
		{"reimage start", diagnosis.InProgress, []diagnosis.Attempt{end, start}},
		{"reboot end", diagnosis.CompletedStillNotReady, []diagnosis.Attempt{old, end}},
		{"reboot error", diagnosis.Failed, []diagnosis.Attempt{start, failed}},
	} {
		f := diagnosis.Finding{State: tc.state, Attempts: tc.attempts}
		if got, _ := LastStep(&f); got != tc.want {
			t.Errorf("last step of %v is %q, want %q", tc.attempts, got, tc.want)
		}
	}
}
