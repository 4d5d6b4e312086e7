package printer

import (
	"bytes"
	"strings"
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
)

func heavyImpact() *diagnosis.FindingImpact {
	return &diagnosis.FindingImpact{
		Pods: 23, Terminating: 4, Unmanaged: 1, DaemonSetPods: 9, StaticPods: 1,
		Namespaces: []string{"shop", "payments", "monitoring"}, MoreNamespaces: 2,
		Budgets: []diagnosis.BlockingBudget{
			{Namespace: "payments", Name: "ledger", Pods: 2, Why: "it allows no disruption (healthy pods: 2, needed: 3)"},
			{Namespace: "shop", Name: "web", Pods: 1, Why: "another budget selects the same pods, and the server evicts no pod with more than one"},
		},
	}
}

// impacted returns a diagnosis that was made with the impact: heavy, none, not read.
func impacted() *diagnosis.Diagnosis {
	d := broken()
	d.Findings[0].Impact = heavyImpact()
	d.Findings[1].Impact = &diagnosis.FindingImpact{Namespaces: []string{}, Budgets: []diagnosis.BlockingBudget{}}
	d.Findings[2].Impact = &diagnosis.FindingImpact{Pods: 1, Namespaces: []string{"kube-system"}, BudgetsUnread: true}
	return d
}

// impactRenderings returns what the golden files show of an impact.
func impactRenderings() []rendering {
	heavy, light := failedNode(), failedNode()
	heavy.Impact, light.Impact = heavyImpact(), impacted().Findings[1].Impact
	return []rendering{
		overview("impact", impacted()),
		nodePage("impact", heavy, redeployEntry()),
		nodePage("impact-none", light, redeployEntry()),
	}
}

func TestImpactIsReportedOnlyWhereItWasRead(t *testing.T) {
	var without, with bytes.Buffer
	for out, d := range map[*bytes.Buffer]*diagnosis.Diagnosis{&without: broken(), &with: impacted()} {
		if err := Overview(out, d, Reach{}, at120); err != nil {
			t.Fatal(err)
		}
		if err := Node(out, d, &d.Findings[0], entries(), Reach{}, at120); err != nil {
			t.Fatal(err)
		}
	}
	for _, word := range []string{"IMPACT", "Impact\n", "Blocks a drain"} {
		if strings.Contains(without.String(), word) || !strings.Contains(with.String(), word) {
			t.Errorf("%q without an impact: %t, with one: %t", word, strings.Contains(without.String(), word), strings.Contains(with.String(), word))
		}
	}
}
