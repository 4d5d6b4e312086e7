package program

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// recorder is a test whose end is looked at.
type recorder struct {
	testing.TB
	left, failed bool
	output       string
}

func (*recorder) Helper()                        {}
func (*recorder) Name() string                   { return "TestOfARecorder" }
func (r *recorder) Logf(format string, a ...any) { r.output += fmt.Sprintf(format, a...) }

func (r *recorder) SkipNow() {
	r.left = true
	panic(r)
}

func (r *recorder) Fatalf(format string, a ...any) {
	r.failed = true
	r.output += fmt.Sprintf(format, a...)
	panic(r)
}

// ended returns what became of a test that asks for a program in a folder that has only these
// scripts, by their names.
func ended(t *testing.T, name string, scripts map[string]string) (r *recorder, path string) {
	t.Helper()
	folder := t.TempDir()
	for file, text := range scripts {
		if err := os.WriteFile(filepath.Join(folder, file), []byte("#!/bin/sh\n"+text+"\n"), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	t.Setenv("PATH", folder)
	found.Delete(name)
	t.Cleanup(func() { found.Delete(name) })
	r = &recorder{TB: t}
	defer func() {
		if end := recover(); end != nil && end != any(r) {
			panic(end)
		}
	}()
	path = Find(r, name)
	return r, filepath.Base(path)
}

func TestAProgramIsFoundWhereItRuns(t *testing.T) {
	const refuses = "echo is of another kind >&2; exit 1"
	const draws = `for a; do case $a in --screenshot=*) echo drawn >"${a#*=}" ;; esac; done`
	for _, test := range []struct {
		what, name string
		scripts    map[string]string
		want       string // the program; none where the test is left out
		says       string
	}{
		{"it runs", "fish", map[string]string{"fish": `test "$*" = --version`}, "fish", ""},
		{"it is not there", "fish", nil, "", "left out, for want of fish: no fish on PATH"},
		{"it is there and does not run", "chromium", map[string]string{"chromium-browser": refuses}, "", "about:blank: exit status 1: is of another kind"},
		{"it runs under another name", "chromium", map[string]string{"chromium": refuses, "google-chrome": draws}, "google-chrome", ""},
		{"it runs and writes elsewhere", "chromium", map[string]string{"chromium": "exit 0"}, "", "page.png: no such file"},
		{"it is not asked to run", "az", map[string]string{"az": refuses}, "az", ""},
	} {
		t.Run(test.what, func(t *testing.T) {
			t.Setenv(leftOutVariable, "")
			t.Setenv(neededVariable, "")
			r, path := ended(t, test.name, test.scripts)
			if r.failed || r.left != (test.want == "") || test.want != "" && path != test.want || !strings.Contains(r.output, test.says) {
				t.Errorf("left out: %v, failed: %v, found %q, and says %q", r.left, r.failed, path, r.output)
			}
		})
	}
}

func TestAMissingProgramFailsWhereAllAreNeeded(t *testing.T) {
	for name, p := range programs {
		t.Run(name, func(t *testing.T) {
			t.Setenv(leftOutVariable, "")
			t.Setenv(neededVariable, "needed")
			r, _ := ended(t, name, nil)
			if r.failed == p.optional || r.left != p.optional {
				t.Errorf("left out: %v, failed: %v, and says %q", r.left, r.failed, r.output)
			}
			if optional := name == "krew" || name == "pwsh"; p.optional != optional {
				t.Errorf("optional: %v", p.optional)
			}
		})
	}
}

func TestAnUnknownNameFails(t *testing.T) {
	if r, _ := ended(t, "emacs", map[string]string{"emacs": "exit 0"}); !r.failed || !strings.Contains(r.output, `"emacs"`) {
		t.Errorf("failed: %v, and says %q", r.failed, r.output)
	}
}

func TestATestThatCannotBeCountedFails(t *testing.T) {
	t.Setenv(leftOutVariable, t.TempDir()) // a folder
	t.Setenv(neededVariable, "")
	if r, _ := ended(t, "fish", nil); !r.failed || !strings.Contains(r.output, "could not be counted") {
		t.Errorf("failed: %v, and says %q", r.failed, r.output)
	}
}

// wanting is set in the environment of this test binary when it runs as a test to be counted.
const wanting = "KUBECTL_AUTOREPAIR_WANTING"

func TestWanting(t *testing.T) {
	switch os.Getenv(wanting) {
	case "leaves out":
		LeaveOut(t, "a moon", errors.New("there\nis none"))
	case "fails":
		t.Fatal("it fails")
	}
}

func TestTestsThatAreLeftOutAreCounted(t *testing.T) {
	executable, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	const none = "tests left out, as they cannot run here: 0\n"
	for name, want := range map[string]struct{ does, programs, prints, status string }{
		"leaves out":                   {"leaves out", "", "tests left out, as they cannot run here: 1\n  TestWanting: a moon: there is none\n", "exit status 0"},
		"leaves out what is needed":    {"leaves out", "needed", none, "exit status 1"},
		"fails":                        {"fails", "", none, "exit status 1"},
		"passes, with programs needed": {"passes", "needed", none, "exit status 0"},
	} {
		c := exec.CommandContext(t.Context(), "./leftout.sh", executable, "-test.run", "^TestWanting$", "-test.count", "2")
		c.Env = append(os.Environ(), wanting+"="+want.does, "PROGRAMS="+want.programs)
		output, err := c.CombinedOutput()
		if !strings.HasSuffix(string(output), want.prints) || c.ProcessState.String() != want.status {
			t.Errorf("a test that %s: %v\n%s", name, err, output)
		}
	}
}
