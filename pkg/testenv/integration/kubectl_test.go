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
	build(t, binary, "./cmd/kubectl-autorepair")
	if err := os.Symlink(binary, filepath.Join(folder, "kubectl_complete-autorepair")); err != nil {
		t.Fatal(err)
	}
	return folder
}

// build builds the program of a package, which is given from the top of the repository.
func build(t testing.TB, binary, dir string) {
	t.Helper()
	c := exec.CommandContext(t.Context(), "go", "build", "-o", binary, dir)
	c.Dir = "../../.."
	if output, err := c.CombinedOutput(); err != nil {
		t.Fatalf("building %s: %v\n%s", dir, err, output)
	}
}

// movedTo returns a copy of a kubeconfig whose server has another address.
func movedTo(t testing.TB, kubeconfig, from, to string) string {
	t.Helper()
	text, err := os.ReadFile(kubeconfig)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "moved")
	if err := os.WriteFile(path, bytes.ReplaceAll(text, []byte(from), []byte(to)), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}
