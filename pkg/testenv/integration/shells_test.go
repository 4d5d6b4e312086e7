package integration

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv/program"
)

// completions are lines that a user types before the TAB key, and what is offered then.
var completions = []struct {
	typed  string
	offers []string
}{
	{"kubectl autorepair ", []string{"completion", "diagnose", "explain", "version"}},
	{"kubectl autorepair diag", []string{"diagnose"}},
	{"kubectl autorepair diagnose --not-rea", []string{"--not-ready-for"}},
	{"kubectl autorepair diagnose -o jsonpath-f", []string{"jsonpath-file"}},
	{"kubectl autorepair diagnose --context adm", []string{"admin"}},
	{"kubectl autorepair diagnose ", []string{"failed", "silent", "unreported"}},
	{"kubectl autorepair explain VMRedeploymentF", []string{"VMRedeploymentFailed"}},
	{"kubectl autorepair completion unin", []string{"uninstall"}},
}

// setups make a shell complete kubectl and show all offers at one TAB.
var setups = map[string][]string{
	"bash": {
		// The package bash-completion where it is installed; else what kubectl uses of it.
		`if [ -r /usr/share/bash-completion/bash_completion ]; then . /usr/share/bash-completion/bash_completion; else ` +
			`_get_comp_words_by_ref() { words=("${COMP_WORDS[@]}"); cword=$COMP_CWORD; cur=${words[cword]}; prev=${words[cword-1]}; }; fi`,
		`source <(kubectl completion bash)`,
		`bind 'set show-all-if-ambiguous on'; bind 'set page-completions off'; bind 'set completion-query-items 0'; bind 'set bell-style none'`,
	},
	"zsh": {
		`autoload -Uz compinit && compinit -u; setopt no_beep; LISTMAX=1000`,
		`source <(kubectl completion zsh)`,
	},
}

// shell returns a shell with kubectl and the plugin, whose completion is installed by itself.
func shell(t *testing.T, kubeconfig, name string, args ...string) *exec.Cmd {
	t.Helper()
	path := program.Find(t, name)
	folder := plugin(t)
	link := filepath.Join(folder, "kubectl_complete-autorepair")
	if err := os.Remove(link); err != nil {
		t.Fatal(err)
	}
	kubectl := testenv.Binary(t, "kubectl")
	search := strings.Join([]string{folder, filepath.Dir(kubectl), "/usr/bin", "/bin"}, string(filepath.ListSeparator))
	env := []string{"PATH=" + search, "HOME=" + t.TempDir(), "KUBECONFIG=" + kubeconfig, "TERM=xterm", "LC_ALL=C"}
	install := exec.CommandContext(t.Context(), kubectl, "autorepair", "completion", "install")
	install.Env = env
	if output, err := install.CombinedOutput(); err != nil || !strings.Contains(string(output), link+" installed") {
		t.Fatalf("installing the completion: %v\n%s", err, output)
	}
	c := exec.CommandContext(t.Context(), path, args...)
	c.Env = env
	return c
}

// pressTab types each line and a TAB, and expects the offers.
func pressTab(t *testing.T, name string, term *terminal) {
	t.Helper()
	for _, line := range setups[name] {
		term.send(t, line+"\r")
	}
	for i, c := range completions {
		t.Run(c.typed, func(t *testing.T) {
			// A prompt that was not there before shows that the shell takes the next line.
			// Ctrl-U throws away what the case before has left.
			number := strconv.Itoa(i)
			term.send(t, "\x15PS1='ready''-"+number+"> '\r")
			term.expect(t, "ready-"+number+"> ")
			term.forget()
			term.send(t, c.typed+"\t")
			if shown := term.expect(t, c.offers...); strings.Contains(shown, "healthy") {
				t.Errorf("a node that is Ready is offered:\n%s", shown)
			}
		})
	}
}

func TestBashCompletes(t *testing.T) {
	c := shared.Cluster(t)
	disaster(t, c, time.Now())
	pressTab(t, "bash", newTerminal(t, shell(t, c.Kubeconfig(t), "bash 4", "--norc", "--noprofile", "-i")))
}

func TestZshCompletes(t *testing.T) {
	c := shared.Cluster(t)
	disaster(t, c, time.Now())
	pressTab(t, "zsh", newTerminal(t, shell(t, c.Kubeconfig(t), "zsh", "-f", "-i")))
}

// TestKubectlCompletesAProgramWithAnExtensionBesideAMarker shows what the marker on Windows
// is for: kubectl takes the whole name of the file for that of the plugin.
func TestKubectlCompletesAProgramWithAnExtensionBesideAMarker(t *testing.T) {
	folder := plugin(t)
	program := filepath.Join(folder, "kubectl-autorepair")
	if err := os.Rename(program, program+".exe"); err != nil {
		t.Fatal(err)
	}
	link := filepath.Join(folder, "kubectl_complete-autorepair")
	if err := errors.Join(os.Remove(link), os.Symlink(program+".exe", link)); err != nil {
		t.Fatal(err)
	}
	k := newKubectl(t, filepath.Join(t.TempDir(), "none"), folder)
	if offers := k.must(t, "__complete", "autorepair", "dia"); strings.Contains(offers, "diagnose") {
		t.Errorf("the marker is not needed any more: without it kubectl offers\n%s", offers)
	}
	if err := os.WriteFile(program, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if offers := k.must(t, "__complete", "autorepair", "dia"); !strings.Contains(offers, "diagnose") {
		t.Errorf("with the marker kubectl offers\n%s", offers)
	}
}

// TestFishCompletes asks fish's own command for what a TAB would offer.
func TestFishCompletes(t *testing.T) {
	c := shared.Cluster(t)
	disaster(t, c, time.Now())
	fish := shell(t, c.Kubeconfig(t), "fish", "--no-config")
	script := "kubectl completion fish | source\n"
	for _, c := range completions {
		script += "complete -C '" + c.typed + "'; echo ---\n"
	}
	fish.Stdin = strings.NewReader(script)
	output, err := fish.Output()
	if err != nil {
		t.Fatal(err)
	}
	answers := strings.Split(string(output), "---\n")
	for i, c := range completions {
		var offered []string
		for line := range strings.Lines(answers[i]) {
			word, _, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
			offered = append(offered, word)
		}
		for _, want := range c.offers {
			if !slices.Contains(offered, want) {
				t.Errorf("%q offers %q, without %s", c.typed, offered, want)
			}
		}
		if slices.Contains(offered, "healthy") {
			t.Errorf("%q offers a node that is Ready", c.typed)
		}
	}
}

// TestThePowerShellScriptIsWhole looks at the form of the script alone, which needs no
// PowerShell: Debian has no package of it.
func TestThePowerShellScriptIsWhole(t *testing.T) {
	script := newKubectl(t, filepath.Join(t.TempDir(), "none"), plugin(t)).must(t, "autorepair", "completion", "powershell")
	script = regexp.MustCompile(`(?m)^\s*#.*$`).ReplaceAllString(script, "") // comments count to "1)"
	for _, pair := range []string{"{}", "()", "[]"} {
		if opened, closed := strings.Count(script, pair[:1]), strings.Count(script, pair[1:]); opened == 0 || opened != closed {
			t.Errorf("the script has %d %q and %d %q", opened, pair[:1], closed, pair[1:])
		}
	}
	if !strings.Contains(script, "Register-ArgumentCompleter -CommandName 'kubectl-autorepair'") {
		t.Errorf("the script registers nothing:\n%s", script)
	}
}

func TestPowerShellCompletes(t *testing.T) {
	program.Find(t, "pwsh")
	c := shared.Cluster(t)
	disaster(t, c, time.Now())
	for _, completion := range completions {
		line := strings.ReplaceAll(completion.typed, "'", "''")
		script := "kubectl completion powershell | Out-String | Invoke-Expression; $l='" + line + "'; " +
			"(TabExpansion2 -inputScript $l -cursorColumn $l.Length).CompletionMatches.CompletionText"
		output, err := shell(t, c.Kubeconfig(t), "pwsh", "-NoProfile", "-Command", script).Output()
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range completion.offers {
			if !slices.Contains(strings.Fields(string(output)), want) {
				t.Errorf("%q offers %q, without %s", completion.typed, output, want)
			}
		}
	}
}
