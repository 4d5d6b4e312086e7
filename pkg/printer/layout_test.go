package printer

import (
	"bytes"
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/clean"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/printer/layout"
)

// before a name or command that is too long for its line there is at most an indentation,
// a label, a bullet, a number, or the time and reason of an event.
var prefixes = regexp.MustCompile(`^ *([A-Z#][A-Za-z ]*[:?] +|- |\[\d+\] |\d+\.? +|\d\d:\d\d:\d\d +\d+[smhd]+ ago +)?`)

// undivided returns what may be wider than the terminal although it holds spaces.
func undivided(line string) bool {
	for _, prefix := range []string{
		"RG=", "CLUSTER=", "NODE=", "ClientSecretCredential authentication failed",
	} {
		if strings.HasPrefix(line, prefix) {
			return true
		}
	}
	return false
}

func TestNoLineIsWiderThanTheTerminalUnlessItHoldsOneName(t *testing.T) {
	for _, r := range renderings() {
		for _, width := range []int{40, 72, 80, 99, 100, 101, 110, 120, 132, 200} {
			for _, s := range []Style{{Width: width}, {Width: width, Wide: true}, {Width: width, NoHeaders: true}} {
				var out bytes.Buffer
				if err := r.print(&out, s); err != nil {
					t.Fatal(err)
				}
				for line := range strings.SplitSeq(out.String(), "\n") {
					rest := strings.TrimSuffix(line[len(prefixes.FindString(line)):], ` \`)
					if clean.Width(line) > width && strings.Contains(rest, " ") && !undivided(rest) {
						t.Errorf("%s %+v: %d columns: %q", r.name, s, clean.Width(line), line)
					}
				}
			}
		}
	}
}

func TestNoLineEndsInASpace(t *testing.T) {
	for _, r := range renderings() {
		for _, s := range styles() {
			var out bytes.Buffer
			if err := r.print(&out, s); err != nil {
				t.Fatal(err)
			}
			text := sequences.ReplaceAllString(out.String(), "")
			if strings.Contains(text, " \n") || strings.Contains(text, "\n\n\n") || strings.HasSuffix(text, "\n\n") || strings.HasPrefix(text, "\n") {
				t.Errorf("%s %+v has a space at the end of a line or empty lines without need:\n%s", r.name, s, text)
			}
			if text != "" && !strings.HasSuffix(text, "\n") {
				t.Errorf("%s %+v does not end its last line", r.name, s)
			}
		}
	}
}

func TestNamesAreNeverCut(t *testing.T) {
	d := longNames()
	for _, s := range styles() {
		var out bytes.Buffer
		if err := Overview(&out, d, Reach{}, s); err != nil {
			t.Fatal(err)
		}
		for _, f := range d.Findings {
			if !strings.Contains(out.String(), f.Node) {
				t.Errorf("%+v does not show the node %s whole", s, f.Node)
			}
		}
		for _, g := range d.Groups {
			if !strings.Contains(out.String(), g.Code) {
				t.Errorf("%+v does not show the code %s whole", s, g.Code)
			}
		}
	}
}

func TestTheTableOfNodesFitsEightyColumns(t *testing.T) {
	d := broken()
	for i := range d.Findings {
		d.Findings[i].Node, d.Findings[i].Pool = strings.Repeat("n", 36), strings.Repeat("p", 12)
		d.Findings[i].Group = 10 + i
	}
	var out bytes.Buffer
	if err := Overview(&out, d, Reach{}, at80); err != nil {
		t.Fatal(err)
	}
	if want := "#   NODE "; !strings.Contains(out.String(), want) {
		t.Errorf("no table of nodes in 80 columns:\n%s", out.String())
	}
}

func TestCommandsAreWholeAfterTheirWarning(t *testing.T) {
	f := failedNode()
	var out bytes.Buffer
	if err := Node(&out, broken(), f, nil, Reach{}, Style{Width: 40}); err != nil {
		t.Fatal(err)
	}
	text := out.String()
	for _, step := range f.Steps {
		lines, _ := layout.Command(step.Command, commandIndent, 40)
		command := strings.Index(text, "\n"+strings.Join(lines, "\n")+"\n")
		if command < 0 {
			t.Errorf("the command does not stand on lines of its own: %s", step.Command)
		}
		if warning := strings.Index(text, "Warning: The pods"); step.Warning != "" && (warning < 0 || warning > command) {
			t.Errorf("the warning does not come before its command:\n%s", text)
		}
	}
}

func TestTheWritersErrorIsReturned(t *testing.T) {
	broken := errors.New("no space left on device")
	for _, r := range renderings() {
		if err := r.print(failing{broken}, at80); !errors.Is(err, broken) {
			t.Errorf("%s returns %v", r.name, err)
		}
	}
}

type failing struct{ err error }

func (f failing) Write([]byte) (int, error) { return 0, f.err }

var _ io.Writer = failing{}

func TestProblemsAreATableWhereProseHasRoom(t *testing.T) {
	long := groupOf(1, diagnosis.Failed, "", credentialEntry())
	short := groupOf(1, diagnosis.Failed, "", redeployEntry())
	wordy := short
	wordy.Causes = []knowledge.Cause{{Text: strings.Repeat("x", 70)}}
	for _, tc := range []struct {
		name  string
		group diagnosis.Group
		width int
		table bool
	}{
		{"a pipe", short, 0, false},
		{"too narrow", short, 97, false},
		{"wide enough", short, 100, true},
		{"a long code", long, 104, true},
		{"a word that no column holds", wordy, 120, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			d := healthy()
			d.Groups = []diagnosis.Group{tc.group}
			var out bytes.Buffer
			if err := Overview(&out, d, Reach{}, Style{Width: tc.width}); err != nil {
				t.Fatal(err)
			}
			if got := strings.Contains(out.String(), "#  PROBLEM "); got != tc.table {
				t.Errorf("table: %v, want %v\n%s", got, tc.table, out.String())
			}
		})
	}
}
