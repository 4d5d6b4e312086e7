package integration

import (
	"bytes"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv"
)

// isolatedPlugin runs the plugin in a network that leads nowhere but to the API server.
type isolatedPlugin struct {
	*testenv.IsolatedNetwork
	binary, kubeconfig, home string
}

func (p isolatedPlugin) run(t *testing.T, stdin string, args ...string) result {
	t.Helper()
	c := exec.CommandContext(t.Context(), p.binary, args...)
	var stdout, stderr bytes.Buffer
	c.Env = []string{"HOME=" + p.home, "KUBECONFIG=" + p.kubeconfig}
	c.Stdin, c.Stdout, c.Stderr = strings.NewReader(stdin), &stdout, &stderr
	_ = p.Run(c) // the exit status shows a failure
	return result{stdout: stdout.String(), stderr: stderr.String(), status: c.ProcessState.ExitCode()}
}

// serverless returns the commands that need no server, in all their forms.
func serverless(t *testing.T, dumped, at string) [][]string {
	t.Helper()
	bin := t.TempDir()
	own, program, saved := filepath.Join(bin, "own.yaml"), filepath.Join(bin, "kubectl-autorepair"), filepath.Join(bin, "saved.tgz")
	for _, file := range []string{own, program} {
		if err := os.WriteFile(file, []byte("# nothing\n"), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	commands := [][]string{
		{"--help"}, {"help", "diagnose"}, {"version", "--client"}, {"explain"}, {"explain", "VMNotFound"}, {"explain", "-"}, {"explain", "50", "--os", "linux", "--knowledge", own},
		{"completion", "bash"}, {"completion", "zsh"}, {"completion", "fish"}, {"completion", "powershell"}, {"completion", "install", "--dir", bin}, {"completion", "uninstall", "--dir", bin},
		{"knowledge", "lint", own}, {"rbac", "--impact", "--watch", "--save"}, {"rbac", "completion"}, {"__complete", "explain", "VM"},
		{"diagnose", "-f", dumped, "--at", at}, {"diagnose", "-f", dumped, "--at", at, "--redact", "--save", saved}, {"diagnose", "-f", saved}, {"diagnose", "--demo", "--impact"},
		{"alerts"}, {"alerts", "-o", "prometheusrule", "-n", "monitoring"}, {"alerts", "-o", "arm"},
		{"history", "--demo"}, {"history", "--print-query"}, {"rbac", "history", "--azure"},
	}
	for _, format := range []string{"table", "markdown", "html", "json", "yaml", "kyaml"} {
		commands = append(commands, []string{"history", "--demo", "-o", format})
	}
	for _, format := range []string{"table", "wide", "brief", "markdown", "html", "name", "json", "yaml", "kyaml", "jsonpath={.summary}", "go-template={{.kind}}"} {
		commands = append(commands, []string{"diagnose", "--demo", "-o", format})
	}
	return commands
}

// asking returns the commands that ask the server.
func asking(t *testing.T, at string) [][]string {
	t.Helper()
	return [][]string{
		{"version"}, {"version", "-o", "json"}, {"alerts", "--check"}, {"diagnose", "--at", at}, {"diagnose", "failed", "--at", at}, {"diagnose", "--impact", "--at", at, "-o", "json"},
		{"diagnose", "--all-contexts", "--at", at}, {"diagnose", "--at", at, "--save", filepath.Join(t.TempDir(), "saved.tgz"), "-o", "html"},
		{"diagnose", "--watch", "--until-ready", "--timeout", "2s"}, {"__complete", "diagnose", ""}, {"__complete", "diagnose", "--contexts", ""},
	}
}

func TestEveryCommandTalksToNothingButTheAPIServer(t *testing.T) {
	if !testenv.MayIsolateNetwork(t) {
		return
	}
	c := shared.Cluster(t)
	at := ruin(t, c).Format(time.RFC3339)
	server, err := url.Parse(c.Config().Host)
	if err != nil {
		t.Fatal(err)
	}
	network := testenv.NewIsolatedNetwork(t, server.Host)
	p := isolatedPlugin{IsolatedNetwork: network, binary: filepath.Join(plugin(t), "kubectl-autorepair"), home: t.TempDir()}
	direct := c.Kubeconfig(t)
	p.kubeconfig = movedTo(t, direct, server.Host, network.Address)
	dumped := writeDump(t, newKubectl(t, direct, ""), "json")
	commands := serverless(t, dumped, at)
	commands = append(commands, asking(t, at)...)
	for _, args := range commands {
		t.Run(strings.Join(args, " "), func(t *testing.T) {
			before := network.Attempts(t)
			// A watch that does not see its end ends with status 1, and says so.
			r := p.run(t, "VMNotFound", args...)
			if ended := r.status == 1 && slices.Contains(args, "--watch"); (r.status != 0 && !ended) || r.stdout == "" {
				t.Errorf("the status is %d: %s", r.status, r.stderr)
			}
			if n := network.Attempts(t) - before; n != 0 {
				t.Errorf("it tried to reach other addresses %d times", n)
			}
		})
	}
	t.Run("no command is left out", func(t *testing.T) {
		for line := range strings.Lines(p.run(t, "", "__complete", "").stdout) {
			name, _, isCommand := strings.Cut(line, "\t")
			if isCommand && !slices.ContainsFunc(commands, func(args []string) bool { return args[0] == name }) {
				t.Errorf("%s is not tried", name)
			}
		}
	})
	for _, elsewhere := range []string{"https://192.0.2.1", "https://[2001:db8::1]"} {
		t.Run(elsewhere+" is not reached, and the attempt is seen", func(t *testing.T) {
			before := network.Attempts(t)
			r := p.run(t, "", "diagnose", "--server", elsewhere, "--request-timeout", "5s")
			if r.status != 1 || network.Attempts(t) == before {
				t.Errorf("the status is %d, and %d attempts were seen: %s", r.status, network.Attempts(t)-before, r.stderr)
			}
		})
	}
}
