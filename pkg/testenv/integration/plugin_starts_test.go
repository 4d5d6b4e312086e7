package integration

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"k8s.io/client-go/tools/clientcmd"
	clientcmdapi "k8s.io/client-go/tools/clientcmd/api"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv/faults"
)

// TestAFailedCredentialPluginIsStartedOnce runs the built program with a plugin that counts how often it is
// started.
func TestAFailedCredentialPluginIsStartedOnce(t *testing.T) {
	c := shared.Cluster(t)
	proxies := []*faults.Proxy{faults.Start(t, c.Config(), true), faults.Start(t, c.Config(), false)}
	binary := filepath.Join(plugin(t), "kubectl-autorepair")
	const failed = "The credential plugin of the kubeconfig failed: "
	for _, p := range []struct{ name, script, want string }{
		{"fails", "echo 'log in, please' >&2; exit 1\n", failed + "exec: executable "},
		{"hangs", "exec sleep 20\n", failed + "it did not end within --request-timeout."},
		{"prints nonsense", "echo hello\n", failed + "what it printed is no credential."},
	} {
		for _, run := range []struct {
			name string
			args []string
		}{
			{"diagnose", []string{"diagnose"}},
			{"watch", []string{"diagnose", "--watch"}},
			{"all contexts", []string{"diagnose", "--all-contexts"}},
		} {
			t.Run(p.name+", "+run.name, func(t *testing.T) {
				t.Parallel()
				log := filepath.Join(t.TempDir(), "starts")
				user := execPlugin(t, "echo started >> '"+log+"'\n"+p.script)
				kubeconfig := joined(t, proxies[0].Kubeconfig(t, user), proxies[1].Kubeconfig(t, user))
				ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
				defer cancel()
				program := exec.CommandContext(ctx, binary, append(run.args, "--request-timeout", "2s", "--kubeconfig", kubeconfig)...)
				program.Env = []string{"HOME=" + t.TempDir(), "PATH=" + os.Getenv("PATH")}
				program.WaitDelay = time.Second // a plugin that hangs keeps the streams open
				r := ended(t, program)
				starts, err := os.ReadFile(log)
				if n := strings.Count(string(starts), "started"); err != nil || n != 1 {
					t.Errorf("it was started %d times: %v", n, err)
				}
				said := strings.Join(strings.Fields(r.stdout+" "+r.stderr), " ")
				clusters := 1
				if run.name == "all contexts" {
					clusters = 2 // each says what it could not read
				}
				if r.status != 1 || strings.Count(said, p.want) < 1 || strings.Count(r.stderr, failed) > clusters {
					t.Errorf("the status is %d:\n%s%s", r.status, r.stdout, r.stderr)
				}
			})
		}
	}
}

// joined writes a kubeconfig with the contexts of two that have the same name for all.
func joined(t *testing.T, first, second string) string {
	t.Helper()
	file, err := clientcmd.LoadFromFile(first)
	if err != nil {
		t.Fatal(err)
	}
	other, err := clientcmd.LoadFromFile(second)
	if err != nil {
		t.Fatal(err)
	}
	for name := range other.Contexts {
		file.Clusters["other"], file.AuthInfos["other"] = other.Clusters[name], other.AuthInfos[name].DeepCopy()
		file.AuthInfos["other"].Exec = file.AuthInfos[name].Exec
		file.Contexts["other"] = &clientcmdapi.Context{Cluster: "other", AuthInfo: "other"}
	}
	path := filepath.Join(t.TempDir(), "kubeconfig")
	if err := clientcmd.WriteToFile(*file, path); err != nil {
		t.Fatal(err)
	}
	return path
}
