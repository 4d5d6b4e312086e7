package cmd_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cmd"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"kubectl-autorepair": func() { os.Exit(cmd.Main(cmd.FromOS())) },
	})
}

// TestScripts runs the plugin as a user does: as a process with arguments, input, output
// and an exit status. No script has a cluster or a kubeconfig.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir: "testdata/script",
		Setup: func(e *testscript.Env) error {
			e.Setenv("HOME", filepath.Join(e.WorkDir, "home"))
			e.Setenv("KUBECONFIG", "")
			plugin, err := exec.LookPath("kubectl-autorepair") // for scripts that change PATH
			e.Setenv("PLUGIN", plugin)
			e.Setenv("KUBERNETES_SERVICE_HOST", "")
			return err
		},
	})
}
