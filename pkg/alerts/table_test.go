package alerts_test

import (
	"strings"
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/alerts"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
)

// A taint by which the diagnosis knows that a node is down on purpose keeps the alerts about
// that node away too, and a taint that the alerts know is one of somebody's documentation.
func TestAlertsLeaveOutTheNodesThatAreDownOnPurpose(t *testing.T) {
	table, err := knowledge.Builtin()
	if err != nil {
		t.Fatal(err)
	}
	marks := 0
	for _, e := range table.Entries() {
		for _, m := range e.Marks {
			if !e.Down || m.Taint == "" || m.Not {
				continue
			}
			marks++
			for _, r := range alerts.Rules() {
				if strings.Contains(r.Expr, "unless") && !strings.Contains(r.Expr, m.Taint) {
					t.Errorf("%s says that a node with the taint %s is down on purpose, and %s fires for it", e.Code, m.Taint, r.Name)
				}
			}
		}
	}
	if marks == 0 {
		t.Error("no entry has a taint for a node that is down on purpose")
	}
}

func TestEachRuleHasWhatAPersonNeeds(t *testing.T) {
	names := map[string]bool{}
	for _, r := range alerts.Rules() {
		if names[r.Name] || !strings.HasPrefix(r.Name, "AKS") {
			t.Errorf("the name %q is used twice, or does not begin like the others", r.Name)
		}
		names[r.Name] = true
		if !strings.HasPrefix(r.Next, "kubectl autorepair ") || r.Summary == "" || !strings.HasSuffix(r.Meaning, ".") || r.Severity == "" {
			t.Errorf("%s does not say what happened, what it means and what to run: %+v", r.Name, r)
		}
		if (r.Expr == "") != (r.NoMetric != "") {
			t.Errorf("%s has an expression %q, and why it has none: %q", r.Name, r.Expr, r.NoMetric)
		}
		if (r.Query == "") != (r.Window == 0) || r.Expr == "" && r.Query == "" {
			t.Errorf("%s has a query %q of the last %s", r.Name, r.Query, r.Window)
		}
	}
}
