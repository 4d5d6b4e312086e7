// Package paste gives printed commands to a real shell, whole or cut, in which az and kubectl only
// write down how they were called.
package paste

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv/program"
)

// Shells are those that the printed commands are for, by the names of package program.
var Shells = []string{"bash 4", "sh", "zsh"}

// The marks in what is written down: before an argument, after a call, after a text.
const (
	argument = "\x1f"
	call     = "\x1d"
	pasted   = "\x1e"
)

// fakes are az and kubectl for the shell itself, which is faster than programs, and as programs for
// what a command starts in its turn.
const fakes = `say() { { printf '%s' "$1"; shift; for a; do printf '\037%s' "$a"; done; printf '\035'; } >>"$PASTED"; echo made-up; }
`

// Run gives each text to a shell of this name as if it had been pasted with a newline behind it, and
// returns the calls that each made, sorted: the name of the program and its arguments. Variables are
// those of set, and no others that commands use. The test is left out where there is no such shell.
func Run(t *testing.T, shell string, texts []string, set map[string]string) [][]string {
	t.Helper()
	folder := t.TempDir()
	var script strings.Builder
	script.WriteString(fakes)
	for _, name := range []string{"az", "kubectl"} {
		if err := os.WriteFile(filepath.Join(folder, name), []byte("#!/bin/sh\n"+fakes+"say "+name+` "$@"`), 0o700); err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&script, "%s() { say %s \"$@\"; }\n", name, name)
	}
	for name, value := range set {
		fmt.Fprintf(&script, "%s=%s\n", name, quoted(value))
	}
	for _, text := range texts {
		fmt.Fprintf(&script, "(eval %s) </dev/null >/dev/null 2>&1\nprintf '\\036' >>\"$PASTED\"\n", quoted(text+"\n"))
	}
	log := filepath.Join(folder, "pasted")
	c := exec.CommandContext(t.Context(), program.Find(t, shell), filepath.Join(folder, "script"))
	c.Dir = folder // some write a file
	c.Env = []string{"PATH=" + folder + ":" + os.Getenv("PATH"), "PASTED=" + log, "HOME=" + folder}
	if err := os.WriteFile(filepath.Join(folder, "script"), []byte(script.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%s: %v\n%s", shell, err, out)
	}
	written, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	made := strings.Split(strings.TrimSuffix(string(written), pasted), pasted)
	if len(made) != len(texts) {
		t.Fatalf("%s took %d texts, want %d", shell, len(made), len(texts))
	}
	calls := make([][]string, len(made))
	for i, text := range made {
		for one := range strings.SplitSeq(strings.TrimSuffix(text, call), call) {
			if one != "" {
				calls[i] = append(calls[i], strings.ReplaceAll(one, argument, " | "))
			}
		}
		slices.Sort(calls[i])
	}
	return calls
}

// Cuts returns what is pasted of a command that is printed over several lines when its end is missing:
// the first line, the first two, and so on.
func Cuts(lines []string) []string {
	var out []string
	for i := 1; i < len(lines); i++ {
		out = append(out, strings.Join(lines[:i], "\n"))
	}
	return out
}

// quoted is a text that a shell takes as it is.
func quoted(text string) string { return "'" + strings.ReplaceAll(text, "'", `'\''`) + "'" }
