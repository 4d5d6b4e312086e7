package printer

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/diagnosis"
	"github.com/kubectl-autorepair/kubectl-autorepair/pkg/knowledge"
)

// manySteps returns a diagnosis of one group with so many causes and steps.
func manySteps(n int) *diagnosis.Diagnosis {
	g := diagnosis.Group{ID: 1, State: diagnosis.Failed, Code: "NotFound", Entry: "NotFound", Nodes: []string{"a"}}
	for i := range n {
		g.Causes = append(g.Causes, knowledge.Cause{Text: fmt.Sprintf("Cause %d.", i+1)})
		g.Steps = append(g.Steps, knowledge.NextStep{Text: fmt.Sprintf("Step %d.", i+1)})
	}
	return &diagnosis.Diagnosis{Groups: []diagnosis.Group{g}, Findings: []diagnosis.Finding{{Node: "a", Group: 1}}}
}

func TestOverviewShortensLongAdviceAndSaysSo(t *testing.T) {
	const hint = "kubectl autorepair explain NotFound"
	for _, test := range []struct {
		n          int
		last, more string
	}{
		{3, "Step 3.", ""},
		{4, "Step 4.", ""}, // a line that counts one step would save nothing
		{5, "Step 3.", "2 more causes, 2 more steps."},
	} {
		for _, width := range []int{0, 80, 160} {
			var out bytes.Buffer
			d := manySteps(test.n)
			if err := Overview(&out, d, Reach{}, Style{Width: width}); err != nil {
				t.Fatal(err)
			}
			text := strings.Join(strings.Fields(out.String()), " ")
			if !strings.Contains(text, test.last) || strings.Contains(text, fmt.Sprintf("Step %d.", test.n)) != (test.more == "") {
				t.Errorf("%d steps at %d columns:\n%s", test.n, width, out.String())
			}
			if strings.Contains(out.String(), hint) != (test.more != "") || !strings.Contains(text, test.more) {
				t.Errorf("%d steps at %d columns, want %q:\n%s", test.n, width, test.more, out.String())
			}
			if len(d.Groups[0].Steps) != test.n {
				t.Error("the diagnosis was changed")
			}
		}
	}
}
