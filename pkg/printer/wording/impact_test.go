package wording

import (
	"strings"
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
)

func TestBudgetsThatWereNotSeenNeverReadAsNone(t *testing.T) {
	for text, i := range map[string]*diagnosis.FindingImpact{
		"3 pods":                                {Pods: 3},
		"0 pods":                                {},
		"1 pod, 1 terminating":                  {Pods: 1, Terminating: 1},
		"3 pods, PDBs not seen":                 {Pods: 3, BudgetsUnread: true},
		"3 pods, 2 terminating, 1 blocking PDB": {Pods: 3, Terminating: 2, Budgets: make([]diagnosis.BlockingBudget, 1)},
		"3 pods, 2 blocking PDBs":               {Pods: 3, BudgetsUnread: true, Budgets: make([]diagnosis.BlockingBudget, 2)},
		"":                                      nil,
	} {
		if got, _ := Impact(i); got != text {
			t.Errorf("in a table %+v is %q, want %q", i, got, text)
		}
		if i == nil {
			continue
		}
		var facts []string
		for _, f := range ImpactFacts(i) {
			facts = append(facts, f.Text)
		}
		page := strings.Join(facts, "\n")
		if strings.Contains(page, "not seen") != i.BudgetsUnread || i.BudgetsUnread && strings.Contains(page, "no pod disruption budget") {
			t.Errorf("the facts of %+v:\n%s", i, page)
		}
	}
}
