//go:build unix

package integration

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// pipe returns the name of a pipe that nobody writes to.
func pipe(t *testing.T) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(name, 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// silentPlugin returns a kubeconfig whose credential plugin never answers and cannot be interrupted,
// and the pipe to which it writes when it was started.
func silentPlugin(t *testing.T) (kubeconfig, started string) {
	t.Helper()
	kubeconfig, started = filepath.Join(t.TempDir(), "kubeconfig"), pipe(t)
	text := `apiVersion: v1
kind: Config
current-context: c
clusters: [{name: c, cluster: {server: "https://127.0.0.1:1"}}]
contexts: [{name: c, context: {cluster: c, user: u}}]
users:
- name: u
  user:
    exec: {apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never, command: sh, args: ["-c", "trap '' INT TERM; echo >'` + started + `'; while :; do sleep 1; done"]}
`
	if err := os.WriteFile(kubeconfig, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return kubeconfig, started
}

// opened waits until somebody has opened the other end of a pipe, and keeps it open.
func opened(t *testing.T, name string, flag int) {
	t.Helper()
	file, err := os.OpenFile(name, flag, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = file.Close() })
}

// TestAnInterruptEndsTheProgramWhateverItWaitsFor: a signal comes once, and the user waits.
func TestAnInterruptEndsTheProgramWhateverItWaitsFor(t *testing.T) {
	binary := filepath.Join(plugin(t), "kubectl-autorepair")
	reads := func(name string) func(*testing.T, *os.File) {
		return func(t *testing.T, _ *os.File) { t.Helper(); opened(t, name, os.O_WRONLY) }
	}
	// What does not fit into a pipe is written as soon as some of it is read.
	readsInput := func(t *testing.T, in *os.File) {
		t.Helper()
		if _, err := in.Write(bytes.Repeat([]byte("\n"), 64<<10+1)); err != nil {
			t.Fatal(err)
		}
	}
	for name, args := range map[string][]string{
		"standard input": {"explain", "-"}, "a dump on standard input": {"diagnose", "-f", "-"},
		"a file to lint": {"knowledge", "lint", "PIPE"}, "own knowledge": {"explain", "NotFound", "--knowledge", "PIPE"},
		"the same by the environment": {"explain", "NotFound"}, "a template": {"diagnose", "--demo", "-o", "go-template-file=PIPE"},
		"a kubeconfig": {"diagnose", "--kubeconfig", "PIPE"}, "a credential plugin": {"diagnose", "--kubeconfig", "PLUGIN"},
	} {
		for _, signal := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
			t.Run(name+" "+signal.String(), func(t *testing.T) {
				t.Parallel()
				from := pipe(t)
				config, started := silentPlugin(t)
				var words []string
				for _, arg := range args {
					words = append(words, strings.ReplaceAll(strings.ReplaceAll(arg, "PIPE", from), "PLUGIN", config))
				}
				p := exec.CommandContext(t.Context(), binary, words...)
				p.Env = append(os.Environ(), "HOME="+t.TempDir())
				waits := reads(from)
				switch {
				case args[len(args)-1] == "-":
					waits = readsInput
				case args[len(args)-1] == "PLUGIN":
					waits = func(t *testing.T, _ *os.File) { t.Helper(); opened(t, started, os.O_RDONLY) }
				case len(args) == 2:
					p.Env = append(p.Env, "KUBECTL_AUTOREPAIR_KNOWLEDGE="+from)
				}
				interrupted(t, p, waits, signal)
			})
		}
	}
}

// interrupted starts a program, sends it a signal when it waits, and demands that it ends in time.
func interrupted(t *testing.T, p *exec.Cmd, waits func(*testing.T, *os.File), signal os.Signal) {
	t.Helper()
	in, out, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = errors.Join(in.Close(), out.Close()) }()
	p.Stdin = in
	p.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = syscall.Kill(-p.Process.Pid, syscall.SIGKILL) }() // what it has started
	waits(t, out)
	ended := make(chan error, 1)
	go func() { ended <- p.Wait() }()
	if err := p.Process.Signal(signal); err != nil {
		t.Fatalf("it did not wait: %v", err)
	}
	select {
	case err := <-ended:
		if p.ProcessState.ExitCode() != 130 {
			t.Errorf("it ended with %v", err)
		}
	case <-time.After(patience):
		t.Error("it does not end")
	}
}
