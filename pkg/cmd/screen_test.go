package cmd_test

import (
	"bytes"
	"io"
	"strings"
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cmd"
)

// onScreen runs the program on a terminal of so many columns and lines; 0 lines are not known. A pager
// writes its command first.
func onScreen(t *testing.T, width, height int, env map[string]string, args ...string) string {
	t.Helper()
	var out, errOut bytes.Buffer
	sys := system(t, &out, &errOut, args...)
	sys.Terminal = func(stream any) (int, bool) { return width, stream == any(&out) }
	sys.Height = func(any) int { return height }
	sys.Getenv = func(name string) string { return env[name] }
	sys.Pager = func(command string, write func(io.Writer) error) error {
		out.WriteString("pager " + command + "\n")
		return write(&out)
	}
	if status := cmd.Main(sys); status != 0 || errOut.Len() > 0 {
		t.Fatalf("%q ends with %d: %s", args, status, errOut.String())
	}
	return out.String()
}

func TestTheAnswerFillsTheTerminalAndNoMore(t *testing.T) {
	for _, test := range []struct{ width, height, least, most int }{
		{80, 24, 20, 23}, {80, 0, 20, 23}, {80, 40, 30, 39}, {120, 40, 30, 39}, {200, 60, 30, 59},
	} {
		out := onScreen(t, test.width, test.height, nil, "--demo=all", "--color=never")
		if lines := strings.Count(out, "\n"); lines < test.least || lines > test.most {
			t.Errorf("%d lines at %d x %d, want %d to %d:\n%s", lines, test.width, test.height, test.least, test.most, out)
		}
		if (test.width == 120 || test.height == 60) && strings.Count(out, "\n12  ") != 2 {
			t.Errorf("at %d x %d the problems and the nodes are not all there:\n%s", test.width, test.height, out)
		}
	}
}

func TestAnErrorWrapsToTheTerminal(t *testing.T) {
	var out, errOut bytes.Buffer
	sys := system(t, &out, &errOut, "diagnose", "--demo", "-o", "xml")
	sys.Terminal = func(any) (int, bool) { return 60, true }
	if status := cmd.Main(sys); status != 1 || strings.Count(errOut.String(), "\n") < 3 {
		t.Errorf("status %d: %s", status, errOut.String())
	}
	for line := range strings.SplitSeq(errOut.String(), "\n") {
		if len(line) > 60 {
			t.Errorf("%d columns: %q", len(line), line)
		}
	}
}

func TestOnlyDetailsOnATerminalHaveAPager(t *testing.T) {
	for args, want := range map[string]string{
		"diagnose --demo=all --details":            "pager more -s",
		"diagnose --demo=all --details -o wide":    "pager more -s",
		"diagnose --demo=all --details --no-pager": "",
		"diagnose --demo=all":                      "",
		"diagnose --demo=all -o json":              "",
		"explain NotFound":                         "",
		"explain NotFound --details":               "pager more -s",
		"explain --list":                           "pager more -s",
		"explain --list --no-pager":                "",
	} {
		out := onScreen(t, 80, 24, map[string]string{"PAGER": "more -s"}, strings.Fields(args)...)
		if first, _, _ := strings.Cut(out, "\n"); strings.HasPrefix(first, "pager") != (want != "") || want != "" && first != want {
			t.Errorf("%s begins with %q, want %q", args, first, want)
		}
	}
	if out := onScreen(t, 80, 24, map[string]string{"TERM": "dumb"}, "diagnose", "--demo=all", "--details"); strings.HasPrefix(out, "pager") {
		t.Error("a dumb terminal has a pager")
	}
	_, piped, _ := run(t, "diagnose", "--demo=all", "--details")
	if strings.Contains(piped, "pager") {
		t.Error("a pipe has a pager")
	}
}
