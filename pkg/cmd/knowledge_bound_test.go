package cmd_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestAFileOfKnowledgeThatIsTooBigIsNotRead(t *testing.T) {
	file := filepath.Join(t.TempDir(), "big.yaml")
	if err := os.WriteFile(file, bytes.Repeat([]byte("# nothing\n"), 1<<19), 0o600); err != nil {
		t.Fatal(err)
	}
	status, _, stderr := run(t, "knowledge", "lint", file)
	if status != 1 || !strings.Contains(stderr, "more than 4 MiB") || strings.Count(strings.TrimSpace(stderr), "\n") > 0 {
		t.Errorf("status %d: %s", status, stderr)
	}
}
