package judge

import (
	"slices"
	"strings"
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
)

// counted counts verdicts on a cause, one of each node: c, o and r.
func counted(id, verdicts string) diagnosis.GroupCause {
	names := map[rune]diagnosis.Verdict{'c': diagnosis.Confirmed, 'o': diagnosis.Open, 'r': diagnosis.RuledOut}
	g := diagnosis.GroupCause{}
	for _, v := range verdicts {
		c := diagnosis.JudgedCause{ID: id, Verdict: names[v]}
		if v != 'o' {
			c.Evidence = []diagnosis.Proof{{Says: string(names[v]), Verdict: names[v]}}
		}
		Count(&g, c)
	}
	return g
}

func TestWhatIsConfirmedOnAnyNodeComesFirst(t *testing.T) {
	causes := []diagnosis.GroupCause{
		counted("open", "ooo"), counted("out", "rrr"), counted("contested", "rrc"), counted("partly", "oro"), counted("more", "rcc"),
	}
	slices.SortStableFunc(causes, CompareCauses)
	var order []string
	for _, c := range causes {
		order = append(order, c.ID)
	}
	if got := strings.Join(order, " "); got != "more contested open partly out" {
		t.Errorf("the order is %s", got)
	}
	for _, c := range causes[:2] {
		if c.Evidence[0].Verdict != diagnosis.Confirmed {
			t.Errorf("%s is confirmed on some node, and the evidence that is kept says %s", c.ID, c.Evidence[0].Verdict)
		}
	}
}
