//go:build unix

package integration

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
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

// silentPlugin returns a kubeconfig whose credential plugin never answers and cannot be interrupted.
func silentPlugin(t *testing.T) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "kubeconfig")
	const text = `apiVersion: v1
kind: Config
current-context: c
clusters: [{name: c, cluster: {server: "https://127.0.0.1:1"}}]
contexts: [{name: c, context: {cluster: c, user: u}}]
users:
- name: u
  user:
    exec: {apiVersion: client.authentication.k8s.io/v1, interactiveMode: Never, command: sh, args: ["-c", "trap '' INT TERM; while :; do sleep 1; done"]}
`
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

// TestAnInterruptEndsTheProgramWhateverItWaitsFor: a signal comes once, and the user waits.
func TestAnInterruptEndsTheProgramWhateverItWaitsFor(t *testing.T) {
	binary := filepath.Join(plugin(t), "kubectl-autorepair")
	for name, c := range map[string]struct {
		args []string
		env  string
	}{
		"standard input":                {args: []string{"explain", "-"}},
		"a dump on standard input":      {args: []string{"diagnose", "-f", "-"}},
		"a file to lint that is a pipe": {args: []string{"knowledge", "lint", pipe(t)}},
		"own knowledge that is a pipe":  {args: []string{"explain", "NotFound", "--knowledge", pipe(t)}},
		"the same by the environment":   {args: []string{"explain", "NotFound"}, env: "KUBECTL_AUTOREPAIR_KNOWLEDGE=" + pipe(t)},
		"a template that is a pipe":     {args: []string{"diagnose", "--demo", "-o", "go-template-file=" + pipe(t)}},
		"a kubeconfig that is a pipe":   {args: []string{"diagnose", "--kubeconfig", pipe(t)}},
		"a credential plugin":           {args: []string{"diagnose", "--kubeconfig", silentPlugin(t)}},
	} {
		for _, signal := range []os.Signal{os.Interrupt, syscall.SIGTERM} {
			t.Run(name+" "+signal.String(), func(t *testing.T) {
				t.Parallel()
				interrupted(t, exec.CommandContext(t.Context(), binary, c.args...), c.env, signal)
			})
		}
	}
}

// interrupted starts a program, sends it a signal while it waits, and demands that it ends in time.
func interrupted(t *testing.T, p *exec.Cmd, env string, signal os.Signal) {
	t.Helper()
	in, out, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = errors.Join(in.Close(), out.Close()) }()
	p.Env = append(os.Environ(), "HOME="+t.TempDir(), env)
	p.Stdin = in
	p.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	defer func() { _ = syscall.Kill(-p.Process.Pid, syscall.SIGKILL) }() // what it has started
	ended := make(chan error, 1)
	go func() { ended <- p.Wait() }()
	time.Sleep(2 * time.Second) // it is then waiting
	if err := p.Process.Signal(signal); err != nil {
		t.Fatalf("it did not wait: %v", err)
	}
	select {
	case err := <-ended:
		if p.ProcessState.ExitCode() != 130 {
			t.Errorf("it ended with %v", err)
		}
	case <-time.After(10 * time.Second):
		t.Error("it does not end")
	}
}
