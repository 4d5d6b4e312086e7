package testenv

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"syscall"
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv/program"
)

const (
	// again is set in the environment of a test that runs once more in a user namespace.
	again = "KUBECTL_AUTOREPAIR_USER_NAMESPACE"
	// needed is set by who wants no test left out for want of a network of its own.
	needed = "NETWORK_NAMESPACES"
)

// MayIsolateNetwork reports whether the test may call NewIsolatedNetwork. Where this
// process may not make a network, the whole test runs once more as root of a user
// namespace, which most systems let everybody make: it ends as that run does, and false is
// returned. Where that cannot be either the test is left out, and counted; it fails if
// NETWORK_NAMESPACES is set.
func MayIsolateNetwork(t *testing.T) bool {
	t.Helper()
	refusal := networkRefused()
	if refusal == nil {
		return true
	}
	if os.Getenv(again) == "" && passesInUserNamespace(t) {
		return false
	}
	if os.Getenv(needed) != "" {
		t.Fatalf("making a network of its own takes root or a user namespace: %v", refusal)
	}
	program.LeaveOut(t, "a network of its own", fmt.Errorf("that takes root or a user namespace: %w", refusal))
	return false
}

// networkRefused returns why this process may not make a network; nil where it may.
func networkRefused() error {
	made := make(chan error)
	go func() {
		runtime.LockOSThread() // and the thread with its network ends with this goroutine
		made <- syscall.Unshare(syscall.CLONE_NEWNET)
	}()
	return <-made
}

// passesInUserNamespace runs the test as root of a user namespace. It returns false where
// that cannot be started, or is no help; a failure there is one of the test.
func passesInUserNamespace(t *testing.T) bool {
	t.Helper()
	executable, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := exec.CommandContext(t.Context(), executable, "-test.run=^"+t.Name()+"$", "-test.v")
	c.Env = append(os.Environ(), again+"=yes", "LEFT_OUT=") // this run counts
	c.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER,
		UidMappings: []syscall.SysProcIDMap{{HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{HostID: os.Getgid(), Size: 1}},
	}
	output, err := c.CombinedOutput()
	var failed *exec.ExitError
	if errors.As(err, &failed) && !bytes.Contains(output, []byte("takes root or a user namespace")) {
		t.Fatalf("in a user namespace: %v\n%s", err, output)
	}
	return err == nil && bytes.Contains(output, []byte("\n--- PASS: "+t.Name()+" "))
}
