package integration

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv"
)

// kubectl is the real program, run with one kubeconfig and a path of its own.
type kubectl struct {
	binary, kubeconfig, path, home string
}

// newKubectl is kubectl with the folder of a plugin, if any, on its PATH.
func newKubectl(t *testing.T, kubeconfig, pluginFolder string) kubectl {
	t.Helper()
	return kubectl{
		binary: testenv.Binary(t, "kubectl"), kubeconfig: kubeconfig,
		path: pluginFolder, home: t.TempDir(),
	}
}

// result is how a program ended.
type result struct {
	stdout, stderr string
	status         int
}

// run runs kubectl to its end, which may be a failure.
func (k kubectl) run(t *testing.T, args ...string) result {
	t.Helper()
	var stdout, stderr bytes.Buffer
	c := exec.CommandContext(t.Context(), k.binary, args...)
	c.Env = []string{"PATH=" + k.path, "HOME=" + k.home, "KUBECONFIG=" + k.kubeconfig}
	c.Stdout, c.Stderr = &stdout, &stderr
	var exit *exec.ExitError
	if err := c.Run(); err != nil && !errors.As(err, &exit) {
		t.Fatalf("running kubectl %q: %v", args, err)
	}
	return result{stdout: stdout.String(), stderr: stderr.String(), status: c.ProcessState.ExitCode()}
}

// must runs kubectl, which has to succeed, and returns what it printed.
func (k kubectl) must(t *testing.T, args ...string) string {
	t.Helper()
	r := k.run(t, args...)
	if r.status != 0 {
		t.Fatalf("kubectl %q ended with %d and said %s", args, r.status, r.stderr)
	}
	return r.stdout
}

// plugin builds the plugin, with the link that kubectl asks for completion, and returns
// the folder of both.
func plugin(t testing.TB) string {
	t.Helper()
	folder := t.TempDir()
	binary := filepath.Join(folder, "kubectl-autorepair")
	build := exec.CommandContext(t.Context(), "go", "build", "-o", binary, "./cmd/kubectl-autorepair")
	build.Dir = "../../.."
	if output, err := build.CombinedOutput(); err != nil {
		t.Fatalf("building the plugin: %v\n%s", err, output)
	}
	if err := os.Symlink(binary, filepath.Join(folder, "kubectl_complete-autorepair")); err != nil {
		t.Fatal(err)
	}
	return folder
}
