package alerts_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/alerts"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/testenv/program"
)

// promtool runs promtool in a folder.
func promtool(t *testing.T, folder string, args ...string) (string, bool) {
	t.Helper()
	c := exec.CommandContext(t.Context(), program.Find(t, "promtool"), args...)
	c.Dir = folder
	output, err := c.CombinedOutput()
	return string(output), err == nil
}

// ruleFolder returns a folder with a file of rules.
func ruleFolder(t *testing.T, rules []alerts.Rule) string {
	t.Helper()
	folder := t.TempDir()
	write(t, folder, "rules.yaml", ruleText(t, rules))
	return folder
}

// ruleText returns rules as Prometheus reads them.
func ruleText(t *testing.T, rules []alerts.Rule) []byte {
	t.Helper()
	var text bytes.Buffer
	if err := alerts.Prometheus(&text, rules); err != nil {
		t.Fatal(err)
	}
	return text.Bytes()
}

// write writes a file of a folder.
func write(t *testing.T, folder, name string, text []byte) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(folder, name), text, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestPrometheusAcceptsTheRules(t *testing.T) {
	printed, ok := promtool(t, ruleFolder(t, alerts.Rules()), "check", "rules", "rules.yaml")
	if !ok || !strings.Contains(printed, "5 rules found") {
		t.Errorf("promtool check rules says\n%s", printed)
	}
	broken := alerts.Rules()
	broken[0].Expr += ")"
	if printed, ok = promtool(t, ruleFolder(t, broken), "check", "rules", "rules.yaml"); ok {
		t.Errorf("promtool accepts a broken rule: it proves nothing\n%s", printed)
	}
}

func TestTheRulesFireOnTheMinute(t *testing.T) {
	folder := ruleFolder(t, alerts.Rules())
	write(t, folder, "test.yaml", promtoolText(t, "rules.yaml", "", scenarios))
	if printed, ok := promtool(t, folder, "test", "rules", "test.yaml"); !ok {
		t.Errorf("promtool test rules says\n%s", printed)
	}
}
