// Package program finds the programs that tests drive: shells, a browser, krew and others,
// which `make tools` installs where it can. Only test files import it.
//
// A test whose program is not there, or does not run, is left out. Each such test adds a
// line to the file that LEFT_OUT names, from which `make test` counts and names them at its
// end. Under PROGRAMS=needed such a test fails, except for want of a program that no package
// registry has.
package program

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"
)

const (
	// leftOutVariable names the file to which each test that is left out adds a line.
	leftOutVariable = "LEFT_OUT"
	// neededVariable is "needed" where a missing program is a failure.
	neededVariable = "PROGRAMS"
	// checkTime is how long a program may take to show that it runs.
	checkTime = time.Minute
)

// errScripts is why no test of Windows drives sh, which Git brings along: the tests give
// scripts to others as programs, or hand open files to them.
var errScripts = errors.New("on Windows a script with #! is not a program")

// program is one that tests ask for.
type program struct {
	// names are those by which it may be on PATH, the first that runs is taken.
	names []string
	// check are arguments with which it succeeds where it can be used. Being on PATH does
	// not say that: Ubuntu's chromium-browser only asks for a package of another kind. No
	// arguments: being on PATH has to do.
	check []string
	// makes is a file that the check has to leave in its folder, "{folder}" in the arguments:
	// a program that a system confines, as snap does, may run and write elsewhere.
	makes string
	// optional is one that is not in Debian, so that not even CI can have it.
	optional bool
}

// page has a browser make a picture.
var page = []string{
	"--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--disable-background-networking",
	"--user-data-dir={folder}", "--screenshot={folder}/page.png", "about:blank",
}

// programs are those that Find knows, by the name that `make test` gives for one that is
// missing.
var programs = map[string]program{
	"sh":         {names: []string{"sh"}},
	"bash 4":     {names: []string{"bash"}, check: []string{"-c", "((BASH_VERSINFO[0] >= 4))"}}, // macOS has 3.2
	"zsh":        {names: []string{"zsh"}, check: []string{"--version"}},
	"fish":       {names: []string{"fish"}, check: []string{"--version"}},
	"chromium":   {names: []string{"chromium", "chromium-browser", "google-chrome"}, check: page, makes: "page.png"},
	"az":         {names: []string{"az"}}, // each run of it writes into the user's home
	"node":       {names: []string{"node"}, check: []string{"--version"}},
	"promtool":   {names: []string{"promtool"}, check: []string{"--version"}},
	"prometheus": {names: []string{"prometheus"}, check: []string{"--version"}},
	"pwsh":       {names: []string{"pwsh"}, check: []string{"-Version"}, optional: true},
	"krew":       {names: []string{"kubectl-krew"}, check: []string{"--help"}, optional: true},
}

// found is where the programs are, by name, so that each is checked once.
var found sync.Map

// Find returns the path of a program. Where it is not there, or does not run, the test is left
// out, or fails under PROGRAMS=needed.
func Find(t testing.TB, name string) string {
	t.Helper()
	p, known := programs[name]
	if !known {
		t.Fatalf("no program is known as %q: add it to pkg/testenv/program, and to what `make tools` installs", name)
	}
	if path, ok := found.Load(name); ok {
		return path.(string)
	}
	path, err := p.find(t.Context())
	if err == nil && name == "sh" && runtime.GOOS == "windows" {
		err = errScripts
	}
	if err == nil {
		found.Store(name, path)
		return path
	}
	LeaveOut(t, name, err)
	return ""
}

// find returns the path of the first program that is there and runs; the error has why each of
// them is none.
func (p program) find(ctx context.Context) (string, error) {
	var faults []error
	for _, name := range p.names {
		path, err := exec.LookPath(name)
		if err == nil {
			err = p.runs(ctx, path)
		}
		if err == nil {
			return path, nil
		}
		if errors.Is(err, exec.ErrNotFound) {
			err = fmt.Errorf("no %s on PATH", name)
		}
		faults = append(faults, err)
	}
	return "", errors.Join(faults...)
}

// runs returns why the program cannot be used, nil where it can.
func (p program) runs(ctx context.Context, path string) error {
	if p.check == nil {
		return nil
	}
	folder, err := os.MkdirTemp("", "program-")
	if err != nil {
		return err
	}
	defer func() { _ = os.RemoveAll(folder) }() // in which a child of it may still write
	ctx, cancel := context.WithTimeout(ctx, checkTime)
	defer cancel()
	c := exec.CommandContext(ctx, path)
	for _, argument := range p.check {
		c.Args = append(c.Args, strings.ReplaceAll(argument, "{folder}", folder))
	}
	c.WaitDelay = time.Second // a child of it may keep its output open
	output, err := c.CombinedOutput()
	if err == nil && p.makes != "" {
		_, err = os.Stat(filepath.Join(folder, p.makes))
	}
	if err != nil {
		return fmt.Errorf("%s: %w: %s", c, err, output)
	}
	return nil
}

// LeaveOut ends the test as one that cannot run here, since it lacks something, and has it
// counted. Under PROGRAMS=needed the test fails, unless it lacks a program that is optional.
func LeaveOut(t testing.TB, lacks string, why error) {
	t.Helper()
	reason := strings.Join(strings.Fields(why.Error()), " ")
	if os.Getenv(neededVariable) == "needed" && !programs[lacks].optional {
		t.Fatalf("%s is needed, as %s=needed says, programs come with `make tools ALL=1`: %s", lacks, neededVariable, reason)
	}
	if file := os.Getenv(leftOutVariable); file != "" {
		if err := add(file, fmt.Sprintf("%s: %s: %s\n", t.Name(), lacks, reason)); err != nil {
			t.Fatalf("a test that is left out could not be counted: %v", err)
		}
	}
	t.Logf("left out, for want of %s: %s", lacks, reason)
	t.SkipNow()
}

// add appends a line to a file. Tests of several packages do so at the same time.
func add(file, line string) error {
	f, err := os.OpenFile(file, os.O_APPEND|os.O_WRONLY|os.O_CREATE, 0o600)
	if err != nil {
		return err
	}
	_, err = f.WriteString(line)
	return errors.Join(err, f.Close())
}
