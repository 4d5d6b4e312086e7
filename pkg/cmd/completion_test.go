package cmd_test

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"k8s.io/cli-runtime/pkg/genericiooptions"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/cmd"
)

// runAs runs the program under a name, with a PATH.
func runAs(t *testing.T, path, name string, args ...string) (status int, stdout, stderr string) {
	t.Helper()
	var out, errOut bytes.Buffer
	status = cmd.Main(cmd.System{
		Args:    append([]string{name}, args...),
		Streams: genericiooptions.IOStreams{In: strings.NewReader(""), Out: &out, ErrOut: &errOut},
		Context: t.Context(), Now: func() time.Time { return now },
		Getenv: func(name string) string {
			return map[string]string{"PATH": path}[name]
		},
		Terminal: func(any) (int, bool) { return 0, false },
	})
	return status, out.String(), errOut.String()
}

// ends returns the endings of the plugin's and the link's names on this system.
func ends() (ofProgram, ofLink string) {
	if runtime.GOOS == "windows" {
		return ".exe", ".cmd"
	}
	return "", ""
}

// installed returns a folder with a plugin.
func installed(t *testing.T) string {
	t.Helper()
	folder := t.TempDir()
	programEnd, _ := ends()
	if err := os.WriteFile(filepath.Join(folder, "kubectl-autorepair"+programEnd), nil, 0o700); err != nil {
		t.Fatal(err)
	}
	return folder
}

func TestCompletionIsInstalledAndRemoved(t *testing.T) {
	folder := installed(t)
	_, linkEnd := ends()
	link := filepath.Join(folder, "kubectl_complete-autorepair"+linkEnd)
	for _, step := range []struct{ command, want string }{
		{"install", link + " installed\n"},
		{"install", link + " is installed already\n"},
		{"uninstall", link + " removed\n"},
		{"uninstall", "no folder of PATH has kubectl_complete-autorepair" + linkEnd + "\n"},
	} {
		status, stdout, stderr := runAs(t, folder, "kubectl-autorepair", "completion", step.command)
		if status != 0 || stdout != step.want || stderr != "" {
			t.Errorf("%s: status %d, stdout %q, stderr %q, want %q", step.command, status, stdout, stderr, step.want)
		}
	}
}

func TestCompletionInAFolderThatKubectlDoesNotSearchIsReported(t *testing.T) {
	folder := installed(t)
	status, stdout, stderr := runAs(t, t.TempDir(), "kubectl-autorepair", "completion", "install", "--dir", folder)
	if status != 0 || !strings.HasSuffix(stdout, " installed\n") || !strings.Contains(stderr, folder+" is not on PATH") {
		t.Errorf("status %d, stdout %q, stderr %q", status, stdout, stderr)
	}
	status, stdout, _ = runAs(t, "", "kubectl-autorepair", "completion", "uninstall", "--dir", folder)
	if status != 0 || !strings.HasSuffix(stdout, " removed\n") {
		t.Errorf("status %d, stdout %q", status, stdout)
	}
	status, stdout, _ = runAs(t, "", "kubectl-autorepair", "completion", "uninstall", "--dir", folder)
	if status != 0 || !strings.HasSuffix(stdout, " is not there\n") {
		t.Errorf("status %d, stdout %q", status, stdout)
	}
}

func TestCompletionThatCannotBeInstalledIsAnError(t *testing.T) {
	for _, args := range [][]string{{}, {"--dir", ""}, {"--dir", t.TempDir()}} {
		status, stdout, stderr := runAs(t, t.TempDir(), "kubectl-autorepair", append([]string{"completion", "install"}, args...)...)
		if status != 1 || stdout != "" || !strings.HasPrefix(stderr, "error: ") || strings.Count(stderr, "\n") != 1 {
			t.Errorf("%q: status %d, stdout %q, stderr %q", args, status, stdout, stderr)
		}
	}
}

func TestTheProgramCompletesUnderTheNameOfTheLink(t *testing.T) {
	for _, test := range []struct {
		name string
		args []string
		want []string
	}{
		{"commands", []string{""}, []string{"completion", "diagnose", "explain", "version"}},
		{"commands of completion", []string{"completion", ""}, []string{"bash", "install", "powershell", "uninstall"}},
		{"flags", []string{"diagnose", "--de"}, []string{"--demo"}},
		{"formats", []string{"diagnose", "-o", ""}, []string{"json", "yaml", "wide"}},
		{"formats of version", []string{"version", "-o", ""}, []string{"json", "yaml"}},
		{"nodes", []string{"diagnose", "--demo=all", ""}, []string{"aks-user-15776247-vmss000007"}},
		{"codes", []string{"explain", "VMRedeployment"}, []string{"VMRedeploymentFailed"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			status, stdout, _ := runAs(t, "", "/usr/local/bin/kubectl_complete-autorepair", test.args...)
			var offered []string
			for line := range strings.Lines(stdout) {
				value, _, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
				offered = append(offered, value)
			}
			for _, want := range test.want {
				if !strings.Contains("\n"+strings.Join(offered, "\n")+"\n", "\n"+want+"\n") {
					t.Errorf("status %d, offered %q, without %s", status, offered, want)
				}
			}
		})
	}
}
