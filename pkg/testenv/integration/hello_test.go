package integration

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// TestHelloHasTheImportsOfThePlugin keeps what the plugin's start is measured with fair.
func TestHelloHasTheImportsOfThePlugin(t *testing.T) {
	ours, theirs := packages(t, "./cmd/kubectl-autorepair"), packages(t, "./pkg/testenv/integration/testdata/hello")
	for _, name := range ours {
		if !strings.HasPrefix(name, "github.com/kubectl-autorepair/") && !slices.Contains(theirs, name) {
			t.Errorf("hello does not have %s", name)
		}
	}
	for _, name := range theirs {
		if !strings.HasPrefix(name, "github.com/kubectl-autorepair/") && !slices.Contains(ours, name) {
			t.Errorf("the plugin does not have %s", name)
		}
	}
}

// packages returns all packages that are linked into a program.
func packages(t *testing.T, program string) []string {
	t.Helper()
	c := exec.CommandContext(t.Context(), "go", "list", "-deps", program)
	c.Dir = "../../.."
	output, err := c.Output()
	if err != nil {
		t.Fatalf("listing what is in %s: %v", program, err)
	}
	return strings.Fields(string(output))
}
