package integration

import (
	"bytes"
	"net/url"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv"
)

// indoors runs the plugin in a network that leads nowhere but to the API server.
type indoors struct {
	*testenv.Lonely
	binary, kubeconfig, home string
}

func (in indoors) run(t *testing.T, stdin string, args ...string) result {
	t.Helper()
	c := exec.CommandContext(t.Context(), in.binary, args...)
	var stdout, stderr bytes.Buffer
	c.Env = []string{"HOME=" + in.home, "KUBECONFIG=" + in.kubeconfig}
	c.Stdin, c.Stdout, c.Stderr = strings.NewReader(stdin), &stdout, &stderr
	_ = in.Run(c) // the status tells
	return result{stdout: stdout.String(), stderr: stderr.String(), status: c.ProcessState.ExitCode()}
}

func TestEveryCommandTalksToNothingButTheAPIServer(t *testing.T) {
	c := shared.Cluster(t)
	at := ruin(t, c).Format(time.RFC3339)
	server, err := url.Parse(c.Config().Host)
	if err != nil {
		t.Fatal(err)
	}
	network, ok := testenv.NewLonely(t, server.Host)
	if !ok {
		t.Log("left out: making a network of one's own takes the right to (root, or CAP_SYS_ADMIN)")
		t.SkipNow()
	}
	in := indoors{Lonely: network, binary: filepath.Join(plugin(t), "kubectl-autorepair"), home: t.TempDir()}
	direct := c.Kubeconfig(t)
	in.kubeconfig = movedTo(t, direct, server.Host, network.Address)
	dumped := dump(t, newKubectl(t, direct, ""), "json")
	for _, args := range [][]string{
		{"--help"}, {"version"}, {"completion", "bash"}, {"explain"}, {"explain", "VMNotFound"}, {"explain", "-"},
		{"diagnose", "--demo"}, {"diagnose", "--demo", "-o", "html"}, {"diagnose", "-f", dumped, "--at", at},
		{"diagnose", "--at", at}, {"diagnose", "failed", "--at", at}, {"diagnose", "--impact", "--at", at, "-o", "json"},
		{"diagnose", "--all-contexts", "--at", at}, {"__complete", "diagnose", ""}, {"__complete", "diagnose", "--contexts", ""},
	} {
		t.Run(strings.Join(args, " "), func(t *testing.T) {
			before := network.Attempts(t)
			if r := in.run(t, "VMNotFound", args...); r.status != 0 || r.stdout == "" {
				t.Errorf("the status is %d: %s", r.status, r.stderr)
			}
			if n := network.Attempts(t) - before; n != 0 {
				t.Errorf("it tried to reach other addresses %d times", n)
			}
		})
	}
	t.Run("another address is not reached, and the attempt is seen", func(t *testing.T) {
		before := network.Attempts(t)
		r := in.run(t, "", "diagnose", "--server", "https://192.0.2.1", "--request-timeout", "5s")
		if r.status != 1 || network.Attempts(t) == before {
			t.Errorf("the status is %d, and %d attempts were seen: %s", r.status, network.Attempts(t)-before, r.stderr)
		}
	})
}
