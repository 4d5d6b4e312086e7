package cmd_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestEvidenceIsNotReplacedUnasked(t *testing.T) {
	folder := t.TempDir()
	file, other := filepath.Join(folder, "evidence.tgz"), filepath.Join(folder, "notes.txt")
	if err := os.WriteFile(other, []byte("mine"), 0o600); err != nil {
		t.Fatal(err)
	}
	if status, _, stderr := run(t, "diagnose", "--demo=all", "--save", file); status != 0 {
		t.Fatal(stderr)
	}
	before := unpacked(t, file)
	for says, args := range map[string][]string{
		`error: --save is "` + file + `": there is already evidence taken 2026-05-19T21:57:40Z with 87 events in evidence.tgz, name another file or add --force`: {"--demo=all", "--save", file},
		`error: --save is "` + other + `": there is already a file notes.txt, name another file or add --force`:                                                  {"--demo=all", "--save", other},
		`error: --save is "` + file + `": that is what is read, name another file`:                                                                               {"-f", file, "--save", file, "--force"},
		`error: --save is "` + other + `": that is what is read, name another file`:                                                                              {"-f", folder, "--save", other, "--force"},
		"error: --force replaces the file of --save: add --save FILE":                                                                                            {"--demo=all", "--force"},
	} {
		if status, _, stderr := run(t, append([]string{"diagnose"}, args...)...); status != 1 || strings.TrimSpace(stderr) != says {
			t.Errorf("%q: status %d, %s want %s", args, status, stderr, says)
		}
	}
	if text, err := os.ReadFile(other); err != nil || string(text) != "mine" || unpacked(t, file) != before {
		t.Errorf("a file was changed: %q, %v", text, err)
	}
	if status, _, stderr := run(t, "diagnose", "--demo=all", "--save", other, "--force"); status != 0 || !strings.Contains(unpacked(t, other), "manifest.json") {
		t.Errorf("status %d: %s", status, stderr)
	}
}

func TestEvidenceThatIsNotWholeIsMarked(t *testing.T) {
	file := filepath.Join(t.TempDir(), "evidence.tgz")
	page := filepath.Join(t.TempDir(), "list.json")
	if err := os.WriteFile(page, []byte(`{"apiVersion":"v1","kind":"Event","metadata":{"name":"e","namespace":"default"},"involvedObject":{"kind":"Node","name":"n"},"lastTimestamp":"2026-05-19T21:45:00Z"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	const marked = "evidence.incomplete.tgz"
	args := []string{"diagnose", "-f", page, "--save", file}
	if _, _, stderr := run(t, args...); !strings.Contains(stderr, "saved what could be seen, which is not all") || !strings.Contains(stderr, marked) {
		t.Error(stderr)
	}
	if text := unpacked(t, file); !strings.Contains(text, `"incomplete": true`) {
		t.Error("the manifest does not say that it is incomplete")
	}
	if status, _, stderr := run(t, args...); status != 1 || !strings.Contains(stderr, "there is already evidence") || !strings.Contains(stderr, marked) {
		t.Errorf("status %d: %s", status, stderr)
	}
}
