package testenv

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// versions returns the versions of Kubernetes that can be built, the default first.
func versions(t *testing.T) []string {
	t.Helper()
	others, err := filepath.Glob("binaries/*/go.mod")
	if err != nil || len(others) == 0 {
		t.Fatalf("no folder in binaries has another Kubernetes: %v", err)
	}
	var all []string
	for _, file := range append([]string{"binaries/go.mod"}, others...) {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		required := regexp.MustCompile(`(?m)^\s+k8s\.io/kubernetes v(\S+)`).FindSubmatch(text)
		if required == nil {
			t.Fatalf("%s requires no Kubernetes", file)
		}
		all = append(all, string(required[1]))
		if folder := filepath.Base(filepath.Dir(file)); len(all) > 1 && folder != all[len(all)-1] {
			t.Errorf("the folder %s has Kubernetes %s", folder, all[len(all)-1])
		}
	}
	return all
}

func TestTheVersionsThatCanBeBuiltAreThoseThatAreTriedAndNamed(t *testing.T) {
	all := versions(t)
	for file, want := range map[string]string{
		"../../.github/workflows/ci.yml": `kubernetes: ["` + strings.Join(all, `", "`) + `"]`,
		"../../README.md":                "Tried are Kubernetes " + all[0] + " and, with `make test KUBERNETES=" + all[1] + "`, " + all[1],
	} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(text), want) {
			t.Errorf("%s does not say %q", file, want)
		}
	}
}

func TestAKubernetesThatCannotBeBuiltIsAnError(t *testing.T) {
	all := versions(t)
	for _, test := range []struct{ env, want string }{
		{"KUBERNETES=1.0.0", "KUBERNETES=1.0.0 cannot be built, only: " + strings.Join(all, " ")},
		{"KUBERNETES=../testenv", "cannot be built"},
		{"KUBERNETES=" + all[1] + " KUBEBUILDER_ASSETS=/somewhere", "set one of them"},
	} {
		c := exec.CommandContext(t.Context(), "binaries/build.sh")
		c.Env = append(strings.Fields(test.env), "HOME="+t.TempDir(), "PATH="+os.Getenv("PATH"))
		output, err := c.CombinedOutput()
		if err == nil || !strings.Contains(string(output), test.want) {
			t.Errorf("%s: %v: %s, without %q", test.env, err, output, test.want)
		}
	}
}
