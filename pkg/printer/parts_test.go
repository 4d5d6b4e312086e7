package printer

import (
	"bytes"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
)

func TestHangWrapsAtSpacesUnderThePrefix(t *testing.T) {
	for _, tc := range []struct {
		name, prefix, text string
		width              int
		want               []string
	}{
		{"fits", "- ", "one two", 9, []string{"- one two"}},
		{"does not fit", "- ", "one two", 8, []string{"- one", "  two"}},
		{"no limit", "- ", "one two three", 0, []string{"- one two three"}},
		{"a word that is too wide", "", "a wonderful b", 5, []string{"a", "wonderful", "b"}},
		{"wide letters", "", "节点 节点", 8, []string{"节点", "节点"}},
		{"nothing", "Label: ", "", 80, []string{"Label:"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if got := hang(tc.prefix, strings.Fields(tc.text), tc.width); !slices.Equal(got, tc.want) {
				t.Errorf("got %q, want %q", got, tc.want)
			}
		})
	}
}

func TestBoundSaysHowMuchIsLeftOut(t *testing.T) {
	for _, tc := range []struct{ in, want string }{
		{"abc", "abc"}, {"äöüß", "äöüß"}, {"abcdef", "abcd [2 more characters, see -o json]"},
		{"äöüßä", "äöüß [1 more character, see -o json]"}, {"\xff\xff\xff\xff\xff", "\xff\xff\xff\xff [1 more character, see -o json]"},
	} {
		if got := bound(tc.in, 4); got != tc.want {
			t.Errorf("bound(%q, 4) = %q, want %q", tc.in, got, tc.want)
		}
	}
}

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

func TestEveryWriterSaysWhatACommandNeeds(t *testing.T) {
	const want = "Look. (Azure CLI 2.85 or newer, extension aks-preview)"
	d, f := broken(), failedNode()
	f.Steps = []diagnosis.Step{{Text: "Look.", Command: "az aks operation show-latest", AzureCLI: "2.85", Extensions: []string{"aks-preview"}}}
	d.Findings = []diagnosis.Finding{*f}
	var page bytes.Buffer
	if err := Node(&page, d, f, nil, Reach{}, Style{Width: 120}); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"page": page.String(), "Markdown": markdownOf(t, alone(d)), "HTML": pageOf(t, alone(d))} {
		if !strings.Contains(strings.ReplaceAll(text, `\-`, "-"), want) {
			t.Errorf("the %s does not say %q:\n%s", name, want, text)
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
		if got := newPage(Style{}).lastStep(&f)[0].text; got != tc.want {
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
