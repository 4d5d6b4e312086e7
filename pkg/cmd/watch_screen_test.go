package cmd

import (
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cmd/view"
)

// How a screen is entered and left, and how each picture begins and ends.
const (
	enterScreen = "\x1b[?1049h\x1b[?25l\x1b[?7l"
	leaveScreen = "\x1b[?7h\x1b[?25h\x1b[?1049l"
	drawBegin   = "\x1b[?2026h\x1b[H"
	drawEnd     = "\x1b[?2026l"
	clearLine   = "\x1b[K"
)

// onScreen shows a watch on a terminal of 80 columns and 24 lines, and from the second
// minute on of 40 columns and 8 lines.
func onScreen(o *watchOptions, sys *System) {
	begin := time.Now()
	size := func() (int, int) {
		if time.Since(begin) < 2*time.Minute {
			return 80, 24
		}
		return 40, 8
	}
	sys.Terminal = func(any) (int, bool) { width, _ := size(); return width, true }
	sys.Height = func(any) int { _, height := size(); return height }
	o.view = view.Screen(sys.watched("never"))
	o.timeout = 4*time.Minute - time.Second/2
}

func TestAScreenIsKeptCurrentAndLeftClean(t *testing.T) {
	story := scripted{down: 12 * time.Minute, failed: time.Minute, ready: 3 * time.Minute, lost: 30 * time.Second, back: 40 * time.Second}
	got := watch(t, story, onScreen)
	if strings.Count(got.out, enterScreen) != 1 || !strings.HasPrefix(got.out, enterScreen) || strings.Count(got.out, leaveScreen) != 1 {
		t.Errorf("the screen was not entered and left once")
	}
	screen, after, _ := strings.Cut(got.out, leaveScreen)
	pictures := strings.Split(screen, drawBegin)[1:]
	equal(t, "pictures", len(pictures), 240) // one a second: the time of the diagnosis is in it
	checkPicture(t, pictures[0], 24, "NotReady for more than 5m", "NODE", "NotAttempted", "NotReady for 12m")
	checkPicture(t, pictures[31], 24, "NOT SEEN: changes of events: No answer.")
	checkPicture(t, pictures[61], 24, "reboot failed (round 1)", "Failed: VMRedeploymentFailed")
	checkPicture(t, pictures[130], 8, "NODE")
	checkPicture(t, pictures[200], 8, "All 2 nodes are Ready.")
	equal(t, "what stays in the terminal", strings.Join(lines(after), "\n"),
		"a NotReady for 12m: NotAttempted\na reboot failed (round 1): VMRedeploymentFailed\na Ready again after 15m")
	equal(t, "stderr", got.errOut, "warning: not seen: changes of events: No answer.\nnote: seen again: changes of events\n")
}

// checkPicture expects texts on a picture that has not more lines than the terminal, never
// clears more than it is about to paint, and clears each line before it is written: behind one that is
// as wide as the terminal, clearing would take its last character.
func checkPicture(t *testing.T, picture string, height int, texts ...string) {
	t.Helper()
	body, ok := strings.CutSuffix(picture, drawEnd)
	for line := range strings.SplitSeq(body, "\r\n") {
		if line != "\x1b[J" && (!strings.HasPrefix(line, clearLine) || strings.Count(line, clearLine) > 1) {
			t.Errorf("a line is not cleared once, and before it is written: %q", line)
		}
	}
	if !ok || strings.Contains(body, "\x1b[2J") {
		t.Errorf("the picture is not painted over the one before: %q", picture)
	}
	if n := strings.Count(body, "\r\n") + 1; n > height {
		t.Errorf("%d lines on a screen of %d:\n%s", n, height, body)
	}
	for _, text := range texts {
		if !strings.Contains(body, text) {
			t.Errorf("%q is not on the screen:\n%s", text, body)
		}
	}
}

func TestATerminalIsGivenBackWhileTheProgramIsStopped(t *testing.T) {
	got := watch(t, scripted{down: 12 * time.Minute}, func(o *watchOptions, sys *System) {
		signals := make(chan os.Signal, 1)
		sys.Suspend = func() (<-chan os.Signal, func()) {
			time.AfterFunc(time.Minute, func() { signals <- os.Interrupt })
			return signals, func() { _, _ = io.WriteString(sys.Streams.Out, "(stopped)") }
		}
		onScreen(o, sys)
		o.timeout = 90 * time.Second
	})
	if !strings.Contains(got.out, leaveScreen+"(stopped)"+enterScreen+drawBegin) || strings.Count(got.out, leaveScreen) != 2 {
		t.Errorf("the screen was not left and entered again:\n%q", got.out)
	}
}

// lines returns the lines of a text, without the times that they begin with.
func lines(text string) []string {
	var out []string
	for line := range strings.Lines(text) {
		_, rest, _ := strings.Cut(strings.TrimSuffix(line, "\n"), " ")
		out = append(out, rest)
	}
	return out
}

func equal[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s:\n got %v\nwant %v", what, got, want)
	}
}
