package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// What libraries build before main is enough for a collection of garbage, unless that was delayed before them.
func TestNoGarbageIsCollectedWhereLittleIsMade(t *testing.T) {
	binary := filepath.Join(t.TempDir(), "kubectl-autorepair")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", binary, ".").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	for _, test := range []struct {
		setting   string
		collected bool
	}{{"GOGC=", false}, {"GOGC=10", true}} {
		var messages strings.Builder
		cmd := exec.CommandContext(t.Context(), binary, "explain", "NotFound")
		cmd.Env, cmd.Stderr = append(os.Environ(), "GODEBUG=gctrace=1", test.setting), &messages
		if err := cmd.Run(); err != nil {
			t.Fatalf("%v: %s", err, messages.String())
		}
		if strings.HasPrefix(messages.String(), "gc ") != test.collected {
			t.Errorf("with %s it says %q", test.setting, messages.String())
		}
	}
}
