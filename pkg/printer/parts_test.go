package printer

import (
	"testing"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
)

func TestPlatformMarksSayWhichNodesAStepIsFor(t *testing.T) {
	for want, list := range map[string][]knowledge.Platform{
		"":                               nil,
		"(scale set nodes)":              {knowledge.ScaleSet},
		"(single VM nodes)":              {knowledge.VM},
		"(Windows nodes)":                {knowledge.Windows},
		"(Linux scale set nodes)":        {knowledge.ScaleSet, knowledge.Linux},
		"(scale set or single VM nodes)": {knowledge.VM, knowledge.ScaleSet},
		"(Linux or Windows nodes)":       {knowledge.Linux, knowledge.Windows},
	} {
		if got := platform(list); got != want {
			t.Errorf("platform(%v) = %q, want %q", list, got, want)
		}
	}
}

func TestOutageIsHonestAboutWhatIsNotKnown(t *testing.T) {
	since := before(47 * time.Minute)
	for want, f := range map[string]diagnosis.Finding{
		"47m":     {State: diagnosis.Failed, NotReadySince: since, NotReadyFor: lasting(47 * time.Minute)},
		">=47m":   {State: diagnosis.Failed, NotReadySince: since, NotReadyFor: lasting(47 * time.Minute), AtLeast: true},
		"unknown": {State: diagnosis.NotAttempted},
		"removed": {State: diagnosis.Removed},
		"Ready":   {State: diagnosis.Recovered, AtLeast: true},
	} {
		if got := outage(&f); got != want {
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
		if got, _ := lastStep(&f); got != tc.want {
			t.Errorf("last step of %v is %q, want %q", tc.attempts, got, tc.want)
		}
	}
}

func TestShellWordsAreQuotedWhenTheShellWouldReadThem(t *testing.T) {
	for in, want := range map[string]string{
		"aks-user-1_x.y": "aks-user-1_x.y", "": "''", "two words": "'two words'", "$(rm)": "'$(rm)'", "it's": `'it'\''s'`,
	} {
		if got := shellWord(in); got != want {
			t.Errorf("shellWord(%q) = %s, want %s", in, got, want)
		}
	}
}

func TestGuessesAreMarked(t *testing.T) {
	for want, c := range map[string]knowledge.Confidence{
		"so": knowledge.Documented, "so (inferred)": knowledge.Inferred, "so (unverified)": knowledge.Unverified,
	} {
		if got := causeText(knowledge.Cause{Text: "so", Confidence: c}); got != want {
			t.Errorf("a cause that is %s reads %q", c, got)
		}
	}
}
